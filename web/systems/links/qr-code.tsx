// The QR code of a short link, to scan or save.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Link } from '../../../lambdas/links/contract.ts';
import { withoutScheme } from './short-url.ts';

/** Black on white in every colour scheme, with a quiet zone of four modules, as scanners expect. */
async function qrSvg(text: string): Promise<string> {
  const { encode } = await import('uqr');
  const { data, size } = encode(text, { border: 4, ecc: 'M' });
  const dots = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const picture = `<rect width="${size}" height="${size}" fill="#fff"/><path d="${dots.join('')}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">${picture}</svg>`;
}

function QrDialog({ link, onClose }: { link: Link; onClose: () => void }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [source, setSource] = useState('');
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    qrSvg(link.shortUrl).then(
      (svg) => setSource(`data:image/svg+xml,${encodeURIComponent(svg)}`),
      () => setFailed(true),
    );
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="qr-title">
      <h2 id="qr-title">QR code</h2>
      <p class="target">{withoutScheme(link.shortUrl)}</p>
      {source && <img class="qr" src={source} alt={`QR code of ${link.shortUrl}`} width={240} height={240} />}
      {failed && <p role="alert">The QR code could not be loaded. Try again in a moment.</p>}
      <div class="actions">
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
        {source && (
          <a class="button" href={source} download={`${link.code}.svg`}>
            Save as SVG
          </a>
        )}
      </div>
    </dialog>
  );
}

export function QrButton({ link, of }: { link: Link; of?: VNode }): VNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        QR<span class="visually-hidden"> code</span>
        {of}
      </button>
      {open && <QrDialog link={link} onClose={() => setOpen(false)} />}
    </>
  );
}
