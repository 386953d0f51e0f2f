// The list price of a month of little use of collections, in our segments and in OpenSearch.
import { prices } from '../../lib/prices.ts';
import type { Row } from '../row.ts';

const SEARCHES = 100_000;
const CHANGES = 10_000;
const COLLECTIONS = 2;
const HOURS = 730;
const MERGER_RUNS = HOURS * 60;
/** Of 512 MB; a search and a change on the emulator take less. */
const CALL_GB_SECONDS = 0.05 * 0.5;
const MERGER_GB_SECONDS = 0.2 * 0.5;
/** Manifest and segment of a change: 4 WCU a KB, in a table of some 20 segments. */
const COMMIT_UNITS = 12;
const GIGABYTES = 10;

const call = (gbSeconds: number): number => prices.lambdaRequest + gbSeconds * prices.lambdaGbSecond;

export function searchPriceRows(): Row[] {
  const asking = SEARCHES * call(CALL_GB_SECONDS) + CHANGES * call(CALL_GB_SECONDS);
  const segments =
    SEARCHES * prices.readUnit +
    CHANGES * (prices.s3Put + COMMIT_UNITS * prices.writeUnit) +
    MERGER_RUNS * (call(MERGER_GB_SECONDS) + COLLECTIONS * (prices.s3Put + 2 * prices.readUnit));
  const domain = HOURS * prices.openSearchSmallHour + GIGABYTES * prices.openSearchGbMonth;
  const serverless = 2 * HOURS * prices.openSearchUnitHour;
  const note =
    `modelled by list prices (lib/prices.ts): ${SEARCHES} searches and ${CHANGES} changes of ${COLLECTIONS} collections, without ` +
    'the reads of their owners, which are the same either way';
  return [
    {
      name: 'collections, a month: OpenSearch, one small node',
      unit: '$',
      ours: asking + segments,
      peer: asking + domain,
      note,
    },
    {
      name: 'collections, a month: OpenSearch Serverless',
      unit: '$',
      ours: asking + segments,
      peer: asking + serverless,
      note,
    },
  ];
}
