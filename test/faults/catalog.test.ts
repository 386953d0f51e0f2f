// The catalog and its events under kills, a silent stream and a restart: each product exists once, every change reaches consumers.
// @takes 150 s
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listedProducts, newProduct, productWish } from '../local/catalog/products.ts';
import { deliveries, invoke, schedule } from '../local/kit/aws.ts';
import { ask, eventually, newPerson, type Person, unique } from '../local/kit/client.ts';
import { allArrived, arrived, leaveBehind, ProductWish, quiet, RELAY, unpublished } from './catalog.ts';
import { type Armed, arm, callsOf, crashEach, disarm, expectAllFired, pointsOf, roomInMinute } from './kit/arm.ts';
import { emulatorUnderTest } from './kit/environment.ts';
import type { Fault } from './kit/hook.ts';
import { seeded } from './kit/seeded.ts';

const KILLS = ['kill-before', 'kill-after'] as const;
const restart: Fault = { call: 1, kind: 'kill-before' };
let merchant: Person;
beforeAll(async () => {
  merchant = await newPerson('merchant');
  await quiet();
});
afterAll(async () => {
  disarm();
  await deliveries(RELAY, true);
  await schedule(RELAY, true);
});

test('a product is created once and announced once, wherever the instance that creates it dies', async () => {
  const [maker, category] = [await newPerson('merchant'), `t-${unique()}`.slice(0, 14)];
  const practise = () => new ProductWish(merchant).send();
  await roomInMinute(25);
  await practise();
  const warm = await callsOf('catalog/http', practise);
  arm('catalog/http', restart);
  await practise();
  const cold = await callsOf('catalog/http', practise);
  const points = seeded('crashes of catalog/http').shuffled([
    ...pointsOf(warm, KILLS).map((fault) => [fault]),
    ...pointsOf(cold, KILLS).map((fault) => [restart, fault]),
  ]);
  const wishes = await crashEach('catalog/http', points, () => new ProductWish(maker, category));
  const answers = await Promise.all(wishes.map((wish) => wish.sendUntilMade()));
  expect(await Promise.all(wishes.map((wish) => wish.sendUntilMade()))).toEqual(answers);
  const ids = answers.map(({ productId }) => productId).sort();
  const listed = await eventually(
    () => listedProducts(`category=${category}`),
    ({ length }) => length >= ids.length,
  );
  expect(listed.map(({ productId }) => productId).sort()).toEqual(ids);
  expect(await allArrived(ids)).toEqual(ids.map(() => 1));
}, 180_000);

test('every change arrives, wherever the relay dies that the stream calls', async () => {
  await schedule(RELAY, false);
  await quiet();
  const send = async () => {
    const { productId } = await newProduct(merchant);
    expect(await allArrived([productId])).toEqual([1]);
    await quiet();
  };
  await send();
  const calls = await callsOf(RELAY, send);
  expect(calls.length).toBeGreaterThanOrEqual(2);
  const cases: Armed[] = [];
  for (const fault of seeded('crashes of the relay').shuffled(pointsOf(calls, KILLS))) {
    const armed = arm(RELAY, fault);
    const { productId } = await newProduct(merchant);
    await eventually(
      async () => armed.fired().length,
      (fired) => fired === 1,
    );
    expect(await allArrived([productId])).toEqual([1]);
    cases.push(armed);
    await quiet();
  }
  disarm();
  await schedule(RELAY, true);
  expectAllFired(cases);
  expect(await unpublished()).toBe(0);
}, 180_000);

test('every change arrives, wherever the relay dies that sweeps', async () => {
  await deliveries(RELAY, false);
  await schedule(RELAY, false);
  const call = () => invoke(RELAY, {});
  const practised = await leaveBehind(3);
  const calls = await callsOf(RELAY, call);
  expect(await allArrived(practised)).toEqual([1, 1, 1]);
  const cases: Armed[] = [];
  const left: string[] = [];
  for (const fault of seeded('crashes of the sweep').shuffled(pointsOf(calls, KILLS))) {
    left.push(...(await leaveBehind(3)));
    const armed = arm(RELAY, fault);
    await expect(call()).rejects.toThrow();
    disarm();
    cases.push(armed);
  }
  await call();
  expectAllFired(cases);
  expect(await allArrived(left)).toEqual(left.map(() => 1));
  expect(await unpublished()).toBe(0);
  await deliveries(RELAY, true);
  await schedule(RELAY, true);
}, 120_000);

test('a stream that delivers nothing only makes events late: the sweep brings them within two minutes', async () => {
  await deliveries(RELAY, false);
  const made = await Promise.all([newProduct(merchant), newProduct(merchant), newProduct(merchant)]);
  const ids = made.map(({ productId }) => productId);
  const { status } = await ask('DELETE', `/api/products/${ids[0]}`, { token: merchant.token });
  expect(status).toBe(204);
  expect(await arrived(ids)).toEqual([undefined, undefined, undefined]);
  expect(
    await eventually(
      () => arrived(ids),
      (versions) => versions[0] === 2 && versions.every((version) => version !== undefined),
      120_000,
    ),
  ).toEqual([2, 1, 1]);
  await quiet();
  // The stream resumes where it stopped: everything is redelivered and changes nothing.
  await deliveries(RELAY, true);
  const { productId } = await newProduct(merchant);
  expect(await allArrived([productId])).toEqual([1]);
  expect(await arrived(ids)).toEqual([2, 1, 1]);
}, 180_000);

test('a restart with events in the outbox loses none, and the stream delivers afterwards', async () => {
  await deliveries(RELAY, false);
  const products = Array.from({ length: 30 }, () => productWish());
  const imported = await ask('POST', '/api/products/import', { token: merchant.token, body: { products } });
  expect(imported.status).toBe(201);
  const ids = imported.body.items.map(({ productId }: { productId: string }) => productId);
  expect(await unpublished()).toBeGreaterThanOrEqual(30);
  const emulator = emulatorUnderTest();
  await emulator.stop();
  await emulator.start();
  expect(await unpublished()).toBeGreaterThanOrEqual(30);
  expect(await allArrived(ids, 120_000)).toEqual(ids.map(() => 1));
  await quiet();
  await deliveries(RELAY, true);
  await schedule(RELAY, false);
  const { productId } = await newProduct(merchant);
  expect(await allArrived([productId])).toEqual([1]);
  await schedule(RELAY, true);
}, 240_000);
