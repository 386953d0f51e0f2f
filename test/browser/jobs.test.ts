// MapReduce jobs in a real browser: start by keyboard, watch the tasks run, and see the result, a failure and the end.
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { contract, type Job, type Task } from '../../lambdas/jobs/contract.ts';
import { started, upload } from '../local/jobs/jobs-world.ts';
import { newPerson } from '../local/kit/client.ts';
import { readContrast } from './contrast.ts';
import { narrow, openConsole, picture, screenshots, watchForErrors } from './steps/console-page.ts';
import { keysOf } from './steps/keys.ts';
import { openAnew, openByExamples } from './steps/shop-examples.ts';
import { enter } from './steps/shop-page.ts';

const app = openConsole();
const cells = (page: Page, phase: string) => page.getByRole('list', { name: `Tasks of ${phase}` }).getByRole('button');
const headline = (page: Page, text: RegExp) =>
  page.getByRole('main').getByRole('status').getByText(text).waitFor({ timeout: 60_000 });
const width = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

test('starts a job on a sample by keyboard alone, and shows its tasks and its result', async () => {
  const page = await app.newPage();
  const errors = watchForErrors(page);
  await enter(page, app.url, await newPerson(), '#/jobs');
  await page.getByText('No jobs yet').waitFor();
  const keys = keysOf(page);
  await keys.to('Partitions');
  await keys.type('2');
  await keys.to('Start the job');
  await keys.press('Enter');
  await headline(page, /^Word count: succeeded after/);
  const { jobId } = { jobId: page.url().split('/').at(-1) ?? '' };

  const map = await cells(page, 'Map').count();
  expect(map).toBe(8);
  expect(await cells(page, 'Reduce').count()).toBe(2);
  expect(await cells(page, 'Map').first().getAttribute('aria-label')).toMatch(/^map-0+: done, 1 attempt$/);
  expect(await page.getByRole('region', { name: /^Map 100 %/ }).textContent()).toMatch(/\d+ of \d+ tasks?.*[kM]B\/s/);
  await cells(page, 'Reduce').first().focus();
  await keys.press('ArrowRight');
  expect(await keys.stop()).toMatch(/^reduce-0+1: done/);
  await keys.press('Enter');
  await page
    .getByRole('region', { name: /^Attempts of reduce-0+1$/ })
    .getByRole('listitem')
    .getByText('Done')
    .waitFor();

  const result = page.getByRole('region', { name: 'Result' });
  await result.getByRole('table', { name: 'Highest overall' }).waitFor();
  const counts = await result.locator('td').allTextContents();
  const numbers = counts.map((text) => Number(text.replaceAll(',', '')));
  expect(numbers.length).toBeGreaterThan(5);
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
  const [word] = await result.getByRole('rowheader').allTextContents();
  const urls = await result.getByRole('link').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
  const parts = await Promise.all(urls.map(async (url) => (await page.request.get(url)).text()));
  expect(parts).toHaveLength(2);
  expect(parts.join('')).toContain(`${word}\t${numbers[0]}\n`);
  await page.getByRole('region', { name: /^Map 100 %/ }).evaluate((phase) => phase.scrollIntoView());
  await picture(page, 'job-1280');

  await page.getByRole('link', { name: '← Your jobs' }).click();
  await page.getByRole('list', { name: 'Jobs', exact: true }).getByText('Succeeded').waitFor();
  await page.getByRole('link', { name: `Word count ${jobId}` }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { level: 1, name: 'MapReduce jobs' }).waitFor();
  expect(errors).toEqual([]);
}, 120_000);

test('uploads files, says how far it is, and counts what is in them', async () => {
  const page = await app.newPage();
  const errors = watchForErrors(page);
  await enter(page, app.url, await newPerson(), '#/jobs');
  await page.getByLabel('Input', { exact: true }).selectOption('Your files');
  const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page
    .getByLabel('Files', { exact: true })
    .setInputFiles([
      file('one two.txt', 'browser '.repeat(1200)),
      file('zwei–drei.txt', 'upload browser\n'.repeat(34)),
    ]);
  await page.getByRole('button', { name: 'Start the job' }).click();
  await headline(page, /^Word count: succeeded after/);
  const rows = page.getByRole('table', { name: 'Highest overall' }).getByRole('row');
  await rows.first().waitFor();
  expect(await rows.allTextContents()).toEqual(['browser1,234', 'upload34']);
  expect(errors).toEqual([]);
}, 120_000);

test('a job that failed says why and by which task, and goes on when it is tried again', async () => {
  const person = await newPerson();
  const line = '10.0.0.1 - - [22/Nov/2026:08:00:00 +0000] "GET /a HTTP/1.1" 200 512\n';
  const uploadIds = [await upload(person, 'bad.log', `${line}no log line\n${line}`)];
  const jobId = await started(person, { kind: 'log-analysis', input: { uploadIds }, partitions: 1 });
  const page = await app.newPage();
  await enter(page, app.url, person, `#/jobs/${jobId}`);
  await headline(page, /^Log analysis: failed/);
  await page
    .getByRole('alert')
    .getByText(/^map-00000: bad\.log at byte 68/)
    .waitFor();
  const cell = cells(page, 'Map').first();
  expect(await cell.getAttribute('aria-label')).toMatch(/^map-00000: failed/);
  await cell.click();
  await page
    .getByRole('region', { name: 'Attempts of map-00000' })
    .getByText(/bad\.log at byte 68/)
    .first()
    .waitFor();
  expect(await page.getByRole('region', { name: 'Result' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Try again, skipping unreadable records' }).click();
  await headline(page, /^Log analysis: succeeded/);
  const result = page.getByRole('region', { name: 'Result' });
  await result.getByText('1 record skipped').click();
  await result.getByText(/at byte 68/).waitFor();
  expect(await result.getByRole('table', { name: 'Routes' }).getByRole('row').allTextContents()).toEqual([
    expect.stringMatching(/^GET \/arequests 2/),
  ]);
  expect(await page.getByRole('alert').count()).toBe(0);
}, 120_000);

const { jobId } = contract.routes.getJob.example.path;
const at = '2026-03-01T08:00:00.000Z';

/** A running job with a task in every state, served without the system. */
const task = (index: number, state: Task['state'], straggling = false): Task => ({
  taskId: `map-${String(index).padStart(5, '0')}`,
  phase: 'map',
  state,
  bytes: { total: 1000, done: 500 },
  records: 7,
  ...(state === 'FAILED' && { reason: 'poison.txt at byte 7: no text' }),
  straggling,
  attempts:
    state === 'PENDING' ? [] : [1, 2].map((number) => ({ number, startedAt: at, endedAt: null, outcome: null })),
});
const tasks = [
  ...Array.from({ length: 60 }, (_, i) => task(i, 'DONE')),
  task(60, 'RUNNING'),
  task(61, 'RUNNING', true),
  task(62, 'FAILED'),
  task(63, 'PENDING'),
];
const job: Job = {
  ...contract.routes.getJob.example.response,
  kind: 'word-count',
  state: 'RUNNING',
  endedAt: null,
  phases: [
    {
      phase: 'map',
      tasks: { total: 64, running: 2, done: 60, failed: 1 },
      attempts: 126,
      bytes: { total: 64_000_000, done: 61_000_000 },
      records: 420,
      etaSeconds: 6,
    },
  ],
};

test.each(['light', 'dark'] as const)(
  'each state of a task has its sign, at 360 px and in contrast, %s',
  async (colorScheme) => {
    const page = await app.newPage({ viewport: narrow, colorScheme });
    await openByExamples(page, app.url, {
      [`GET /api/jobs/${jobId}`]: job,
      [`GET /api/jobs/${jobId}/tasks`]: { items: tasks },
    });
    await openAnew(page, `${app.url}#/jobs/${jobId}`);
    await cells(page, 'Map').nth(63).waitFor();
    expect((await cells(page, 'Map').allTextContents()).slice(59).map((text) => text.trim())).toEqual([
      '✓×2',
      '▸×2',
      '!×2',
      '✕×2',
      '·63',
    ]);
    expect(await cells(page, 'Map').nth(61).getAttribute('aria-label')).toBe(
      'map-00061: running, straggling, 2 attempts',
    );
    await page.getByText('500.0 kB/s').waitFor();
    await page.getByText('about 6 s left').waitFor();
    await cells(page, 'Map').nth(62).click();
    await page.getByRole('region', { name: 'Attempts of map-00062' }).getByText('poison.txt at byte 7').waitFor();
    const fits = async () => {
      // After script calls focus(), the browser shows the keyboard's focus ring only if the keyboard was used before.
      await page.keyboard.press('Tab');
      expect(await width(page)).toBe(narrow.width);
      expect((await page.evaluate(readContrast)).low).toEqual([]);
    };
    await fits();
    await page.screenshot({ path: `${screenshots}/job-360-${colorScheme}.png`, fullPage: true });
    await page.goto(`${app.url}#/jobs`);
    await page.getByRole('list', { name: 'Jobs', exact: true }).waitFor();
    await page.getByLabel('Input', { exact: true }).selectOption('Your files');
    await fits();
    await page.screenshot({ path: `${screenshots}/jobs-360-${colorScheme}.png`, fullPage: true });
  },
);

test('an attempt that died is said to be lost, though its job came to its end before', async () => {
  const page = await app.newPage();
  const died = (outcome: 'LOST' | null) => {
    const [first, second] = task(1, 'DONE').attempts.map((one, i) => ({ ...one, outcome: i === 0 ? outcome : 'DONE' }));
    return { items: [{ ...task(1, 'DONE'), attempts: [first, second] }] };
  };
  const ended = { ...job, state: 'CANCELLED', endedAt: at };
  const answers = { [`GET /api/jobs/${jobId}`]: ended, [`GET /api/jobs/${jobId}/tasks`]: died(null) };
  await openByExamples(page, app.url, answers);
  await openAnew(page, `${app.url}#/jobs/${jobId}`);
  await cells(page, 'Map').first().click();
  const attempts = page.getByRole('region', { name: 'Attempts of map-00001' }).getByRole('listitem');
  await attempts.nth(1).waitFor();
  expect(await attempts.allTextContents()).toEqual([/: Running$/, /: Done$/].map((one) => expect.stringMatching(one)));
  await page.route('**/tasks', (route) => route.fulfill({ json: died('LOST') }));
  await attempts.filter({ hasText: /: Lost$/ }).waitFor();
});

test('says when nothing answers, and goes on by itself when something does; a cancelled job offers no result', async () => {
  const page = await app.newPage();
  await enter(page, app.url, await newPerson(), '#/jobs');
  await page.getByText('No jobs yet').waitFor();
  await page.route('**/api/jobs?*', (route) => route.abort('connectionrefused'));
  await page.reload();
  await page.getByRole('alert').getByText('No answer from the network').waitFor();
  await page.unroute('**/api/jobs?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('No jobs yet').waitFor();

  let state = 'RUNNING';
  await page.route('**/api/jobs/**', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.endsWith('/cancel')) state = 'CANCELLED';
    if (pathname.endsWith('/tasks')) return route.fulfill({ json: { items: tasks } });
    return route.fulfill({ json: { ...job, state, endedAt: state === 'RUNNING' ? null : at } });
  });
  await page.goto(`${app.url}#/jobs/${jobId}`);
  await page.getByRole('button', { name: 'Cancel the job' }).click();
  await headline(page, /^Word count: cancelled/);
  expect(await page.getByRole('button', { name: 'Cancel the job' }).count()).toBe(0);
  expect(await page.getByRole('region', { name: 'Result' }).count()).toBe(0);
});
