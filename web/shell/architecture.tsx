// The pictures on the map: of the whole application, and of each live system. Drawn from the templates, `npm run picture`.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog } from '../kit/dialog.tsx';

interface PictureProps {
  /** The service that the picture shows; without it, the picture shows all of them. */
  readonly service?: string;
  readonly title: string;
  readonly alt: string;
}

/** Wide pictures scroll here instead of scrolling the page. */
function Picture({ service, title, alt }: PictureProps): VNode {
  return (
    <div class="architecture" tabindex={0} role="region" aria-label={title}>
      <img src={`/assets/architecture${service ? `-${service}` : ''}.svg`} alt={alt} loading="lazy" />
    </div>
  );
}

interface ArchitectureButtonProps {
  readonly name: string;
  readonly service: string;
  readonly behind: string;
}

export function ArchitectureButton({ name, service, behind }: ArchitectureButtonProps): VNode {
  const [open, setOpen] = useState(false);
  const title = `Architecture of ${name}`;
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Architecture<span class="visually-hidden"> of {name}</span>
      </button>
      {open && (
        <Dialog title={title} dismiss="Close" wide onClose={() => setOpen(false)}>
          <Picture service={service} title={title} alt={`The parts of ${name} and the flows between them. ${behind}`} />
        </Dialog>
      )}
    </>
  );
}

export function WholeArchitecture(): VNode {
  return (
    <section aria-labelledby="architecture">
      <h2 id="architecture">How the systems work together</h2>
      <p class="hint">
        Drawn from the CloudFormation templates. Orange arrows are events on the bus, green arrows are calls, and grey
        lines are routes of the API.
      </p>
      <Picture
        title="Architecture of the application"
        alt="All systems as boxes behind CloudFront and the HTTP API, with the events and calls between them."
      />
    </section>
  );
}
