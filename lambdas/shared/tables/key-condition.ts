// The key condition of a query, checked against the declaration of its table or index: a wrong attribute does not
// compile.
import type { Attribute, Keys } from '../base/resources.ts';

type Written<Key> = Key extends Attribute<infer Name> ? Name | `#${Name}` : never;

/** The condition itself if it names the keys of `Of`, else never. */
type Checked<
  Of extends Keys,
  Condition extends string,
> = Condition extends `${Written<Of['partition']>} = :${infer Rest}`
  ? Rest extends `${string} AND ${infer Sort}`
    ? Sort extends `${Written<Of['sort']>} ${string}` | `begins_with(${Written<Of['sort']>}, ${string}`
      ? Condition
      : never
    : Condition
  : never;

/**
 * `keyCondition(tables.links.index.byOwner, 'ownerId = :ownerId')`: input for a QueryCommand, including the name of an
 * index.
 */
export function keyCondition<const Of extends Keys & { readonly name?: string }, const Condition extends string>(
  { name }: Of,
  KeyConditionExpression: Condition & Checked<Of, Condition>,
): { readonly IndexName?: string; readonly KeyConditionExpression: string } {
  return { ...(name !== undefined && { IndexName: name }), KeyConditionExpression };
}
