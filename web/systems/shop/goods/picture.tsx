// A product's picture; without one, its first letter on a coloured background.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';

/** The number of backgrounds in goods.css. */
const GROUNDS = 5;

interface PictureProps {
  readonly of: { readonly productId: string; readonly name: string; readonly imageUrl?: string | null | undefined };
}

/** Decorative: the name always stands beside it. */
export function Picture({ of: { productId, name, imageUrl } }: PictureProps): VNode {
  const [broken, setBroken] = useState(false);
  const ground = [...productId].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % GROUNDS;
  const shown = imageUrl && !broken;
  // No background under a picture: it would show at the round corners.
  return (
    <span class={shown ? 'picture' : `picture ground-${ground}`} aria-hidden="true">
      {shown ? (
        <img
          src={imageUrl}
          alt=""
          width={400}
          height={400}
          loading="lazy"
          decoding="async"
          onError={() => setBroken(true)}
        />
      ) : (
        <svg viewBox="0 0 40 40" aria-hidden="true">
          <text x="20" y="26" text-anchor="middle">
            {[...name][0]?.toUpperCase()}
          </text>
        </svg>
      )}
    </span>
  );
}
