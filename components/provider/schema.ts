/** A type as the schema writes it. See Pulumi's package schema, `TypeSpec`. */
export interface TypeSpec {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
  readonly oneOf?: readonly TypeSpec[];
  /** True for what has to be a value, where an output is not taken. */
  readonly plain?: boolean;
}

/** What the provider has to know of its schema. */
export interface ProviderSchema {
  readonly name: string;
  readonly version: string;
  readonly types: Readonly<Record<string, { readonly properties?: Readonly<Record<string, TypeSpec>> }>>;
  readonly resources: Readonly<
    Record<
      string,
      {
        readonly inputProperties: Readonly<Record<string, TypeSpec>>;
        readonly properties: Readonly<Record<string, TypeSpec>>;
      }
    >
  >;
}

/** Reads the schema that was generated into this package. */
export function parseSchema(text: string): ProviderSchema {
  return JSON.parse(text);
}
