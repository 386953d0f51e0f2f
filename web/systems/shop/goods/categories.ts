// The shop's shelves: those of the sample data. Merchants may name others.

export const shelves = [
  'bakery',
  'fruit',
  'vegetables',
  'dairy',
  'pantry',
  'drinks',
  'sweets',
  'household',
  'kitchen',
  'garden',
] as const;

/** `fresh-fruit` -> `Fresh fruit`. */
export const shelfName = (category: string): string => {
  const words = category.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
