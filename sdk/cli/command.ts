/** The world as a command sees it, so that commands can be run by tests. */
export interface World {
  /** The bytes of a file; of standard input for `-`. Throws what the file system throws. */
  readonly read: (file: string) => Uint8Array;
  readonly write: (file: string, text: string) => void;
  /**
   * The bytes of a file as git has them at a revision; undefined where there is no such file then. Throws an error whose
   * message says what is wrong with the revision.
   */
  readonly readAt: (revision: string, file: string) => Uint8Array | undefined;
  /** Prints a result. */
  readonly out: (text: string) => void;
  /** Prints what is said about the result. */
  readonly say: (text: string) => void;
  /** True when a person sees the results. */
  readonly colour: boolean;
}

/** How a command ends: nothing wrong, something wrong with what it was given, or misuse. */
export const exit = { clean: 0, problems: 1, misuse: 2 } as const;

/** What the exit codes of most commands mean. */
export const usualExits = "0 clean (warnings too), 1 problems, 2 misuse";

/** A command of `vamp`. */
export interface Command {
  /** How it is called. */
  readonly usage: string;
  /** What it does, in a line. */
  readonly summary: string;
  /** What its exit codes mean; default: {@link usualExits}. */
  readonly exits?: string;
  /** Options by name, with what they do. */
  readonly options: Readonly<Record<string, Option>>;
  /** @returns one of {@link exit}. */
  readonly run: (files: readonly string[], options: Given, world: World) => number;
}

/** An option of a command. */
export interface Option {
  readonly type: "boolean" | "string";
  /** One letter that means the same. */
  readonly short?: string;
  /** True for one that may be given several times. */
  readonly multiple?: boolean;
  readonly description: string;
}

/** Options as they were given. */
export type Given = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** A misuse of a command: told in a line, and how to use it. */
export class Misuse extends Error {}
