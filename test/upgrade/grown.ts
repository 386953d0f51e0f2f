// How an answer may differ after an upgrade: the contract only grows.

type Json = null | string | number | boolean | readonly Json[] | { readonly [name: string]: Json };

const isObject = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether everything of the answer before is in the one after. Objects may have new fields, lists no other items. */
export function isGrown(before: Json, after: Json | undefined): boolean {
  if (Array.isArray(before))
    return (
      Array.isArray(after) && after.length === before.length && before.every((value, i) => isGrown(value, after[i]))
    );
  if (isObject(before))
    return isObject(after) && Object.entries(before).every(([name, value]) => isGrown(value, after[name]));
  return before === after;
}
