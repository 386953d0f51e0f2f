// The destination of a code.

/** What a visitor may know about a link. */
export interface Destination {
  readonly url: string;
  readonly permanent: boolean;
  readonly expiresAtMs: number;
}

/** `gone` means a deleted link. */
export type Found = Destination | 'gone' | 'unknown';
