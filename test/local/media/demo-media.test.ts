// The demo's photo and video are uploaded and made public once.
import { expect, test } from '@jest/globals';
import type { Outputs } from '../../../localstack/outputs.ts';
import { seedMedia } from '../../../localstack/seed/media.ts';
import { ask, eventually, newPerson, outputs, type Person } from '../kit/client.ts';
import { get, sweep } from './media-world.ts';
import { played } from './video-world.ts';

const seed = (person: Person) => seedMedia(outputs as unknown as Outputs, person.token, 2);

interface Item {
  readonly mediaId: string;
  readonly filename: string;
  readonly title: string;
  readonly state: string;
  readonly visibility: string;
  readonly width: number;
}
async function own({ token }: Person): Promise<Item[]> {
  const { body } = await ask('GET', '/api/media', { token, direct: true });
  return (body.items as Item[]).toSorted((a, b) => (a.filename < b.filename ? -1 : 1));
}

test('are uploaded and shown to everybody, and seeding again makes nothing', async () => {
  const person = await newPerson();
  // Two concurrent runs act like an interrupted and repeated one: the same bytes are the same media items.
  const [first] = await Promise.all([seed(person), seed(person)]);
  const uploaded = await own(person);
  expect(uploaded.map(({ filename }) => filename)).toEqual(['demo-photo.jpg', 'demo-video.mp4']);
  // Seeding does not wait for processing, and says how far it is.
  expect(await first.show(0)).toBeLessThan(100);
  const nothingToDo = (items: Item[]) => items.every(({ state }) => state === 'READY');
  const shown = await eventually(() => own(person), nothingToDo, 100_000);
  // Without another start, the service shows them to everybody.
  const visitor = await newPerson();
  const visit = async (mediaId: string) => {
    await sweep();
    return get(visitor, mediaId);
  };
  for (const { mediaId } of shown) {
    const { status, body } = await eventually(
      () => visit(mediaId),
      (answer) => answer.status === 200,
    );
    expect(status).toBe(200);
    if (body.video) expect((await played(body.video.playbackUrl)).pictures.size).toBe(2);
  }
  expect(shown).toMatchObject([
    { title: 'Hills that nobody has seen', state: 'READY', visibility: 'public', width: 1600 },
    {
      title: expect.stringMatching(/^A (talking test pattern|test pattern with a tone)$/),
      state: 'READY',
      width: 1280,
    },
  ]);
  const again = await seed(person);
  expect([first.uploaded, again.uploaded]).toEqual([2, 0]);
  expect(await again.show(0)).toBe(100);
  expect(await own(person)).toMatchObject(shown.map(({ mediaId }) => ({ mediaId, visibility: 'public' })));
}, 120_000);
