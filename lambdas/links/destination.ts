// Where a code leads.

/** What a visitor may know of a link. */
export interface Destination {
  readonly url: string;
  readonly permanent: boolean;
  readonly expiresAtMs: number;
}

/** `gone` is a deleted link. */
export type Found = Destination | 'gone' | 'unknown';
