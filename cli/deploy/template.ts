// What a CloudFormation template says about its resources, and what crosses its border.

export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}
export interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value?: unknown; readonly Export?: { readonly Name?: unknown } }>
  >;
}

/** Names of the exports that a part of a template imports. */
export const importsOf = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'Fn::ImportValue' && typeof inner === 'string' ? [inner] : importsOf(inner),
  );
};

/** Values of the exports, by name. */
export const exportsOf = ({ Outputs = {} }: Template): Map<string, unknown> =>
  new Map(
    Object.values(Outputs).flatMap(({ Export, Value }) =>
      typeof Export?.Name === 'string' ? [[Export.Name, Value]] : [],
    ),
  );
