// The shelves of the shop: those of the sample data, and whatever else merchants have named.

export const shelves = ['bakery', 'produce', 'dairy', 'pantry', 'drinks', 'home'] as const;

/** `fresh-fruit` -> `Fresh fruit`. */
export const shelfName = (category: string): string => {
  const words = category.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
