// Loads a system's own code when a user opens it, so that nobody else waits for it.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useAction } from '../kit/action.tsx';
import { PageTitle } from '../kit/heading.tsx';
import { Pending } from '../kit/pending.tsx';
import type { PagePlace } from './route.ts';
import type { LoadedCode, System } from './system.ts';

const loaded = new Map<System, LoadedCode>();

/** Use one instance per system: pass the system's title as its key. */
export function SystemPage({ place }: { place: PagePlace }): VNode | null {
  const { system, page, key, title, properties } = place;
  const [code, setCode] = useState(() => loaded.get(system));
  const action = useAction();
  const load = (): Promise<void> =>
    action.run(async () => {
      const came = await system.load();
      loaded.set(system, came);
      setCode(came);
    });
  useEffect(() => void (code || load()), []);
  if (!code) return <Pending action={action} again={load} />;
  const { pages, Frame } = code;
  const Page = pages[page];
  if (!Page) return null;
  const shown = (
    <PageTitle.Provider value={title}>
      <Page key={key} {...properties} />
    </PageTitle.Provider>
  );
  return Frame ? <Frame page={page}>{shown}</Frame> : shown;
}
