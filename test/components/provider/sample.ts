import * as pulumi from "@pulumi/pulumi";
import type { Hop, Integer } from "../../../components/index.js";

/** Not a component: it stays in the program. */
class Text {
  readonly text = "";
}

/** Where it is. */
interface Place {
  /** The street. */
  street: pulumi.Input<string>;
  /** The number. */
  number: Integer;
}

/** What all have. */
interface Base {
  /** @default "none" */
  base?: string;
}

/** Arguments of a {@link Sample}. */
export interface SampleArgs extends Base {
  /** A value. */
  value: string;
  /** An output too. */
  eventual?: pulumi.Input<number>;
  /** Whole. */
  whole?: pulumi.Input<Integer>;
  /** One of three. */
  choice?: "a" | "b" | "c";
  /** One of a named few. */
  named?: Hop;
  /** By name. */
  places?: Record<string, Place>;
  /** One or many. */
  many?: string | string[];
  /** Routes in three forms. */
  routes?: string | string[] | Record<string, Place>;
  /** A text or an object. */
  either?: Place | Text | string;
  /** Without a name. */
  anonymous?: {
    /** Inner. */
    inner?: boolean | null;
  };
  /** Anything. */
  anything?: Record<string, unknown>;
  /** Itself. */
  others?: Sample[];
  /**
   * Hidden.
   * @secret
   */
  password?: pulumi.Input<string>;
  /**
   * Old.
   * @deprecated use `value`
   */
  old?: string;
  /** @internal */
  hidden?: string;
}

/**
 * A sample, see {@link SampleArgs}.
 *
 * @example Two
 * ```yaml
 * resources:
 *   one:
 *     list:
 *       - ${two}
 *
 *   two: {}
 * ```
 */
export class Sample extends pulumi.ComponentResource {
  /** What came out. */
  declare public readonly result: pulumi.Output<Record<string, Place>>;
  /** Perhaps nothing. */
  declare public readonly maybe: pulumi.Output<Integer | undefined>;
  /** @internal */
  readonly secret = 1;

  constructor(name: string, args: SampleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("vamp:test:Sample", name, args, opts);
  }
}
