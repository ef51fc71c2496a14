/** A type as a Pulumi package schema writes it. */
export interface TypeSpec {
  readonly type?: "string" | "number" | "integer" | "boolean" | "array" | "object";
  readonly $ref?: string;
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
  readonly oneOf?: readonly TypeSpec[];
  /** True for what has to be a value, where an output is not taken. */
  readonly plain?: true;
}

/** A property of a resource or of an object. */
export interface PropertySpec extends TypeSpec {
  readonly description?: string;
  readonly deprecationMessage?: string;
  readonly secret?: true;
}

/** Properties by name, and which of them have to be there. */
export interface PropertySpecs {
  readonly properties: Readonly<Record<string, PropertySpec>>;
  readonly required: readonly string[];
}

/** A text that a named type allows. */
export interface EnumValueSpec {
  readonly name?: string;
  readonly value: string;
  readonly description?: string;
}

/** A named type: an object, or one of some texts. */
export type NamedTypeSpec =
  | ({ readonly description?: string; readonly type: "object" } & PropertySpecs)
  | {
      readonly description?: string;
      readonly type: "string";
      readonly enum: readonly EnumValueSpec[];
    };

/** A component. */
export interface ResourceSpec extends PropertySpecs {
  readonly description?: string;
  readonly isComponent: true;
  readonly inputProperties: Readonly<Record<string, PropertySpec>>;
  readonly requiredInputs: readonly string[];
}
