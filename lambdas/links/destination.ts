// The destination of a code.

/** The facts about a link that visitors may know. */
export interface Destination {
  readonly url: string;
  readonly permanent: boolean;
  readonly expiresAtMs: number;
}

/** `gone` means a deleted link. */
export type Found = Destination | 'gone' | 'unknown';
