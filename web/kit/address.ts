// Addresses of the console with a filter in them.

/** `#/shop?category=bakery`; what is empty is left out. */
export function addressOf(path: string, filter: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}
