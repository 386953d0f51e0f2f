// Makes what the requests refer to: users, and their resources, whose ids no document can name.
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { bindings as bank } from '../../lambdas/bank/contract.ts';
import { chunksOf } from '../../lambdas/shared/base/chunks.ts';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import { productWish } from '../local/catalog/products.ts';
import { act, ended, started, upload } from '../local/jobs/jobs-world.ts';
import { configure, lambda, secretOf } from '../local/kit/aws.ts';
import {
  type Answer,
  ask,
  bounded,
  newLink,
  newPerson,
  outputs,
  type Person,
  times,
  unique,
} from '../local/kit/client.ts';
import { Receiver } from '../local/kit/receiver.ts';
import { fillCart, placeOrder, settled } from '../local/orders/shopping.ts';
import { newMedia } from './media.ts';

export interface World {
  readonly origin: string;
  readonly users: readonly Person[];
  /** Signed out in place of the users, whose tokens no other operation would take after that. */
  readonly leaver: Person;
  /** Word lists for the dictionaries of schemathesis.toml. */
  readonly words: Readonly<Record<string, readonly string[]>>;
  readonly undo: () => Promise<void>;
  /** Ends what answers the webhooks. */
  readonly close: () => void;
}

/** Raises the limits of all functions that count requests, and disables the fault switch. */
async function beFair(): Promise<() => Promise<void>> {
  const high = { perAccount: 1e9, perAddress: 1e9 };
  const limits = JSON.stringify({ signIn: high, write: high, own: high });
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({ MaxItems: 1000 }));
  const counting = Functions.filter(({ Environment }) => Environment?.Variables?.[platformBindings.limits]);
  const undos = await Promise.all(
    counting.map(({ Description = '' }) =>
      configure(Description, { [platformBindings.limits]: limits, [platformBindings.faults]: 'off' }),
    ),
  );
  return async () => {
    for (const undo of undos) await undo();
  };
}

const made = async (
  person: Person,
  path: string,
  body: object,
  method: 'POST' | 'PUT' = 'POST',
): Promise<Answer['body']> => {
  const answer = await ask(method, path, { token: person.token, body, direct: true });
  if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/** Makes many products, since a third of the requests delete some. */
async function newProducts(merchant: Person): Promise<string[]> {
  const pages = await times(8, () =>
    made(merchant, '/api/products/import', { products: Array.from({ length: 50 }, () => productWish()) }),
  );
  const productIds: string[] = pages.flatMap(({ items }) => items.map((item: Answer['body']) => item.productId));
  for (const some of chunksOf(productIds, 50))
    await made(merchant, '/api/stock', { items: some.map((productId) => ({ productId, quantity: 1000 })) });
  return productIds;
}

/** Makes orders, some confirmed, so that there are notifications, deliveries and ledger entries. */
async function newOrders(buyer: Person, productIds: readonly string[]): Promise<string[]> {
  const orderIds: string[] = [];
  for (const productId of productIds) {
    await fillCart(buyer, productId);
    orderIds.push((await placeOrder(buyer)).body.orderId);
  }
  await settled(buyer, orderIds.at(-1) as string);
  return orderIds;
}

const announcedInParts = async (owner: Person): Promise<string> =>
  (await made(owner, '/api/jobs/uploads', { filename: 'large.txt', sizeBytes: 200 * 2 ** 20 })).uploadId;

/** Makes one job of each final state, and some that may be deleted. */
async function newJobs(owner: Person) {
  const kind = 'log-analysis';
  const atItsEnd = async (input: object, cancelled = false): Promise<string> => {
    const jobId = await started(owner, { kind, input });
    if (cancelled) await act(owner, jobId, 'cancel');
    await ended(owner, jobId);
    return jobId;
  };
  const sample = { sample: 'access-log' };
  const unreadable = { uploadIds: [await upload(owner, 'bad.log', 'no line of a log\n')] };
  const [failed, cancelled, ...others] = await bounded(
    3,
    [
      () => atItsEnd(unreadable),
      () => atItsEnd(sample, true),
      ...Array.from({ length: 10 }, () => () => atItsEnd(sample)),
    ],
    (make) => make(),
  );
  return { failed, cancelled, succeeded: others.slice(0, 2), doomed: others.slice(2) } as const;
}

async function newDocuments(publisher: Person): Promise<string[]> {
  const documents = Array.from({ length: 25 }, (_, i) => ({
    documentId: `contract.${unique().toLowerCase()}`,
    title: `Number ${i}`,
    text: 'About sagas and queues.',
  }));
  await made(publisher, '/api/search/documents', { documents });
  return documents.map(({ documentId }) => documentId);
}

const idsOf = async (person: Person, path: string, name: string): Promise<string[]> =>
  (await ask('GET', path, { token: person.token, direct: true })).body.items.map(
    (item: Record<string, string>) => item[name],
  );

export async function makeWorld(): Promise<World> {
  const undo = await beFair();
  const receiver = new Receiver();
  try {
    await receiver.listen();
    return { ...(await fill(receiver)), undo, close: () => receiver.close() };
  } catch (error) {
    receiver.close();
    await undo();
    throw error;
  }
}

async function fill(receiver: Receiver): Promise<Omit<World, 'undo' | 'close'>> {
  // The first two send the requests, the third signs in, and the fourth is signed out.
  const [first, second, third, leaver] = [
    await newPerson('merchant', 'admin'),
    await newPerson('merchant'),
    await newPerson(),
    await newPerson(),
  ] as const;
  const productIds = await newProducts(first);
  // Webhooks that nobody answers would be disabled, and a disabled one replays nothing.
  const newWebhook = () => made(first, '/api/webhooks', { url: receiver.endpoint().url, events: ['OrderConfirmed'] });
  const webhookIds = (await times(8, newWebhook)).map(({ webhookId }) => webhookId);
  const orderIds = await newOrders(first, productIds.slice(0, 20));
  const guests = await times(40, () => made(first, '/api/cart/guest', {}));
  await fillCart(first, productIds[0] as string);
  const jobs = await newJobs(first);
  const documentIds = await newDocuments(first);
  const media = await newMedia(first);
  return {
    origin: outputs.apiDirectUrl.replace(/\/api$/, ''),
    users: [first, second],
    leaver,
    words: {
      CODES: (await times(40, () => newLink(first))).map(({ code }) => code),
      EMAIL: [third.email],
      PASSWORD: [third.password],
      REFRESH_TOKEN: [third.refreshToken],
      PRODUCTS: productIds,
      ORDERS: orderIds,
      CHARGES: [...orderIds, ...Array.from({ length: 20 }, () => `charge-${unique()}`)],
      WEBHOOKS: webhookIds.slice(0, 4),
      DOOMED_WEBHOOKS: webhookIds.slice(4),
      DELIVERIES: (
        await times(4, (i) => idsOf(first, `/api/webhooks/${webhookIds[i]}/deliveries`, 'deliveryId'))
      ).flat(),
      NOTIFICATIONS: await idsOf(first, '/api/notifications', 'notificationId'),
      GUEST_CARTS: guests.slice(0, 20).map(({ guestCartId }) => guestCartId),
      DOOMED_GUEST_CARTS: guests.slice(20).map(({ guestCartId }) => guestCartId),
      JOBS: [...jobs.succeeded, jobs.failed, jobs.cancelled] as string[],
      FAILED_JOBS: [jobs.failed as string],
      CANCELLED_JOBS: [jobs.cancelled as string],
      DOOMED_JOBS: jobs.doomed,
      UPLOADS: await times(4, () => announcedInParts(first)),
      ...media,
      DOCUMENTS: documentIds.slice(0, 10),
      DOOMED_DOCUMENTS: documentIds.slice(10),
      BANK_KEY: [await secretOf('bank/http', bank.apiKey)],
    },
  };
}
