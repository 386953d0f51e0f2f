// A user's data from an older version, made and read through the API alone, whose contract only grows.
import { type Answer, ask, eventually, newLink, newPerson, type Person, unique } from '../local/kit/client.ts';
import { buy, newShop, type Shop, settled } from '../local/orders/shopping.ts';

interface History {
  readonly person: Person;
  readonly shop: Shop;
  readonly code: string;
  readonly orderId: string;
  readonly documentId: string;
}

const CLICKS = 5;
const expectStatus = ({ status, body }: Answer, wanted: number): void => {
  if (status !== wanted) throw new Error(`answered ${status} instead of ${wanted}: ${JSON.stringify(body)}`);
};

/** Makes a link with clicks, a confirmed order with its stock and notification, and a searchable document; waits until all are settled. */
export async function makeHistory(): Promise<History> {
  const [person, shop] = await Promise.all([newPerson(), newShop(10)]);
  const { token } = person;
  const { code } = await newLink(person);
  for (let click = 0; click < CLICKS; click += 1) expectStatus(await ask('GET', `/${code}`), 302);
  const orderId = await buy(person, shop);
  await settled(person, orderId);
  const documentId = `upgrade-${unique()}`;
  const document = {
    documentId,
    title: 'An old document',
    text: `Written before the upgrade, à la crème: ${documentId}`,
  };
  const publish = {
    token: shop.merchant.token,
    body: { documents: [document] },
    headers: { 'idempotency-key': unique() },
  };
  expectStatus(await ask('POST', '/api/search/documents', publish), 202);
  const history = { person, shop, code, orderId, documentId };
  await eventually(
    () => ask('GET', `/api/links/${code}/stats`, { token }),
    ({ body }) => body.total === CLICKS,
  );
  await eventually(
    () => ask('GET', `/api/search?q=${documentId}`),
    ({ body }) => body.items?.length === 1,
  );
  // The confirmation is the last event.
  await eventually(
    () => ask('GET', '/api/notifications', { token }),
    ({ body }) => body.items?.length >= 2,
  );
  return history;
}

/** A score depends on all documents, and each version publishes the demo's documents of its own. */
const withoutScore = (key: string, value: unknown): unknown => (key === 'score' ? undefined : value);

/** Reads the answers by path. It signs in anew, which first checks that passwords outlive an upgrade. */
export async function readings({ person, shop, code, orderId, documentId }: History): Promise<Map<string, string>> {
  const { email, password } = person;
  const session = await ask('POST', '/api/sessions', { body: { email, password } });
  expectStatus(session, 201);
  const token: string = session.body.accessToken;
  const paths = [
    ...['/api/me', '/api/links', `/api/links/${code}/stats`],
    ...['/api/orders', `/api/orders/${orderId}`, '/api/notifications', '/api/cart'],
    ...['/api/orders?status=CONFIRMED', `/api/products?query=thing&merchantId=${shop.merchant.userId}`],
    ...[`/api/products/${shop.productId}`, `/api/products/${shop.productId}/stock`],
    ...[`/api/search/documents/${documentId}`, `/api/search?q=${documentId}`, `/api/search?q=cr%C3%A8me+${documentId}`],
  ];
  const answers = await Promise.all(
    paths.map(async (path) => {
      const { status, body } = await eventually(
        () => ask('GET', path, { token }),
        // A search finds what was made within seconds.
        (answer) => answer.status < 500 && !(path.includes('?') && answer.body.items?.length === 0),
      );
      return [path, JSON.stringify([status, body], withoutScore)] as const;
    }),
  );
  return new Map(answers);
}

/** Checks that stored data can also be changed. */
export async function writeSomething({ person, shop, code }: History): Promise<void> {
  // A visit is counted, so it is no reading.
  expectStatus(await ask('GET', `/${code}`), 302);
  await newLink(person);
  const orderId = await buy(person, shop);
  const { status } = await settled(person, orderId);
  if (status !== 'CONFIRMED') throw new Error(`an order after the upgrade ended ${status}`);
}
