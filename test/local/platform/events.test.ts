// The event backbone: from a write through outbox, bus and queue to a consumer, and the fate of an event that cannot be handled.
// @runs alone cart: it makes a consumer of everybody's events fail for a while
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, expect, test } from '@jest/globals';
import { bindings as cartBindings } from '../../../lambdas/cart/contract.ts';
import { busSource, detailType, platformBindings } from '../../../lambdas/shared/base/contract.ts';
import type { Envelope } from '../../../lambdas/shared/base/event.ts';
import { Basket, productChanged } from '../cart/carts.ts';
import { newProduct } from '../catalog/products.ts';
import { bound, configure } from '../kit/aws.ts';
import { eventually, newPerson, root, unique } from '../kit/client.ts';
import { npmRun } from '../kit/operator.ts';

const CONSUMER = 'cart/project-products';
const bus = new EventBridgeClient(root);
const sqs = new SQSClient(root);
const merchant = await newPerson('merchant');
const basket = new Basket(await newPerson());
let EventBusName: string;
let QueueUrl: string;

beforeAll(async () => {
  EventBusName = await bound('catalog/relay', platformBindings.eventBus);
  QueueUrl = await bound(CONSUMER, platformBindings.parkingQueue);
});

const changed = (productId: string, version = 1) => productChanged({ productId, deleted: false }, version);
const entry = (detail: Envelope<unknown>) => ({
  EventBusName,
  Source: busSource(detail.source),
  DetailType: detailType(detail),
  Detail: JSON.stringify(detail),
});
const publish = (...details: Envelope<unknown>[]) => bus.send(new PutEventsCommand({ Entries: details.map(entry) }));
const newId = () => `${unique()}Test`;
/** Status of putting the product into a cart: 404 until the consumer has it. The service itself waits three seconds. */
const status = async (productId: string) => (await basket.put(productId, 1)).status;
const listed = (text: string, withinMs = 20_000) =>
  eventually(
    async () => (await npmRun('dlq', 'list', 'cart')).output,
    (output) => output.includes(text),
    withinMs,
  );

test('a change reaches its consumer within moments', async () => {
  const took: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const startedAt = performance.now();
    const { productId } = await newProduct(merchant);
    expect(
      await eventually(
        () => status(productId),
        (answer) => answer === 200,
      ),
    ).toBe(200);
    took.push(performance.now() - startedAt);
  }
  expect(took.sort((a, b) => a - b)[2]).toBeLessThan(3_000);
});

test('a message that no consumer can read is parked with its reason, and its neighbours are handled', async () => {
  const [good, mark] = [newId(), `poison-${unique()}`];
  const poison = { ...changed(newId()), data: { productId: mark, version: 'one' } };
  await publish(poison, changed(good), { ...poison, id: `${mark} is no id` });
  expect(
    await eventually(
      () => status(good),
      (answer) => answer === 200,
    ),
  ).toBe(200);
  const output = await listed(mark);
  expect(output).toContain(`"productId":"${mark}"`);
  expect(output).toMatch(/at version/);
  expect(await listed(`${mark} is no id`)).toMatch(/at detail\.id/);
});

test('a message that fails five times is parked, and takes effect once when redriven after the fix', async () => {
  const productId = newId();
  const repair = await configure(CONSUMER, { [cartBindings.productCopiesTable]: 'no-such-table' });
  try {
    await publish(changed(productId, 2));
    expect(await listed(productId, 45_000)).toMatch(/AccessDenied|ResourceNotFound/);
  } finally {
    await repair();
  }
  expect(await status(productId)).toBe(404);
  const { code, output } = await npmRun('dlq', 'redrive', 'cart');
  expect([code, output]).toEqual([0, expect.stringMatching(/✔ cart\/project-products: \d+ put back on the queue/)]);
  expect(
    await eventually(
      () => status(productId),
      (answer) => answer === 200,
    ),
  ).toBe(200);
  // A redrive after a later version arrived changes nothing.
  await publish(changed(productId, 3));
  const price = async () =>
    (await basket.read()).items.find((item: { productId: string }) => item.productId === productId);
  expect(await eventually(price, (item) => item.priceCents === 3)).toMatchObject({ priceCents: 3 });
  const body = JSON.stringify({ detail: changed(productId, 2) });
  const parked = { reason: 'redriven by hand', messageId: unique(), body, parkedAt: new Date().toISOString() };
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(parked) }));
  expect((await npmRun('dlq', 'redrive', 'cart')).code).toBe(0);
  const after = newId();
  await publish(changed(after));
  expect(
    await eventually(
      () => status(after),
      (answer) => answer === 200,
    ),
  ).toBe(200);
  expect(await price()).toMatchObject({ priceCents: 3 });
});
