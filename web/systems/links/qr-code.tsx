// The QR code of a short link, to scan or save.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Link } from '../../../lambdas/links/contract.ts';
import { Dialog } from '../../kit/dialog.tsx';
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
  const [source, setSource] = useState('');
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    qrSvg(link.shortUrl).then(
      (svg) => setSource(`data:image/svg+xml,${encodeURIComponent(svg)}`),
      () => setFailed(true),
    );
  }, []);
  const save = source && (
    <a class="button" href={source} download={`${link.code}.svg`}>
      Save as SVG
    </a>
  );
  return (
    <Dialog title="QR code" dismiss="Close" actions={save} onClose={onClose}>
      <p class="target">{withoutScheme(link.shortUrl)}</p>
      {source && <img class="qr" src={source} alt={`QR code of ${link.shortUrl}`} width={240} height={240} />}
      {failed && <p role="alert">The QR code could not be loaded. Try again in a moment.</p>}
    </Dialog>
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
