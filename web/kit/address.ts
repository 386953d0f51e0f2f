// Addresses of the console that contain a filter.

/** Builds `#/shop?category=bakery`; empty values are left out. */
export function addressOf(path: string, filter: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}
