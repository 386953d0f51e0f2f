// A document as it was published, in plain text.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PublishedDocument } from '../../../lambdas/search/contract.ts';
import { useAction } from '../../kit/action.tsx';
import { Heading } from '../../kit/heading.tsx';
import { Pending } from '../../kit/pending.tsx';
import { getDocument } from './api.ts';

export function DocumentView({ documentId }: { documentId: string }): VNode {
  const [document, setDocument] = useState<PublishedDocument>();
  const action = useAction();
  const load = (): Promise<void> => action.run(async () => setDocument(await getDocument(documentId)));
  useEffect(() => void load(), [documentId]);
  const back = (
    <p>
      <a href="#/search">Search</a>
    </p>
  );
  if (!document)
    return (
      <>
        {back}
        <Heading>Document</Heading>
        <Pending action={action} again={load} />
      </>
    );
  return (
    <>
      {back}
      <Heading title={document.title}>{document.title}</Heading>
      <p class="hint">
        {documentId} · version {document.version}
      </p>
      {document.url && (
        <p>
          <a href={document.url}>{document.url}</a>
        </p>
      )}
      <pre class="document">{document.text}</pre>
    </>
  );
}
