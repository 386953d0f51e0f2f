// A mapper is killed while the job's owner watches: the page shows the lost attempt, the next one and the right result.
// @takes 20 s
import { expect, test } from '@jest/globals';
import { openConsole } from '../../browser/steps/console-page.ts';
import { enter } from '../../browser/steps/shop-page.ts';
import { countWords, linesOf, someText } from '../../local/jobs/jobs-world.ts';
import { newPerson } from '../../local/kit/client.ts';
import { arm, disarm } from '../kit/arm.ts';

const app = openConsole();
const killed = 'map-00001';

test('a mapper killed while its job is looked at: the page shows it lost beside its successor, and the right result', async () => {
  const text = someText(8000);
  const page = await app.newPage();
  await enter(page, app.url, await newPerson(), '#/jobs');
  await page.getByLabel('Input', { exact: true }).selectOption('Your files');
  const file = { name: 'text.txt', mimeType: 'text/plain', buffer: Buffer.from(text) };
  await page.getByLabel('Files', { exact: true }).setInputFiles([file]);
  await page.getByLabel('Split size').selectOption('64 kB per task');
  await page.getByLabel('Partitions').fill('2');
  const armed = arm('jobs/run-task', { call: 1, kind: 'kill-before', at: `/${killed}` });
  await page.getByRole('button', { name: 'Start the job' }).click();

  const cell = page.getByRole('list', { name: 'Tasks of Map' }).getByRole('button', { name: `${killed}: ` });
  await cell.click({ timeout: 60_000 });
  const attempts = page.getByRole('region', { name: `Attempts of ${killed}` }).getByRole('listitem');
  await attempts.filter({ hasText: ': Lost. It has shown no sign of life since' }).waitFor({ timeout: 60_000 });
  await attempts.filter({ hasText: ': Done' }).waitFor({ timeout: 60_000 });
  disarm();
  expect(armed.fired()).toHaveLength(1);
  expect(await attempts.allTextContents()).toEqual([expect.stringContaining('Lost'), expect.stringMatching(/: Done$/)]);
  expect(await cell.getAttribute('aria-label')).toBe(`${killed}: done, 2 attempts`);
  expect(await cell.textContent()).toMatch(/✓\s*×2/);

  await page
    .getByRole('main')
    .getByRole('status')
    .getByText(/^Word count: succeeded/)
    .waitFor({ timeout: 60_000 });
  const links = page.getByRole('region', { name: 'Result' }).getByRole('link');
  await links.nth(1).waitFor();
  const urls = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
  const parts = await Promise.all(urls.map(async (url) => (await page.request.get(url)).text()));
  expect(linesOf(parts)).toEqual(countWords(text));
}, 180_000);
