// `npm run rebuild -- orders`: replays all events of a service, and prints where its live state or its lists differ.
import { Failure } from '../../localstack/failure.ts';
import { operationOf } from '../deploy/functions.ts';

interface Page {
  readonly orders: number;
  readonly views: number;
  readonly differences: readonly string[];
  readonly position?: unknown;
}

const SHOWN = 50;

/** The services whose state is built from events. */
const rebuilt: Readonly<Record<string, string>> = { orders: 'orders/rebuild' };

export async function rebuild(service: string, write: boolean): Promise<void> {
  const id = rebuilt[service];
  if (!id)
    throw new Failure(
      `'${service}' has no events to replay`,
      `Services with events: ${Object.keys(rebuilt).join(', ')}.`,
    );
  const replay = await operationOf(id);
  let [orders, views, position]: [number, number, unknown] = [0, 0, undefined];
  const differences: string[] = [];
  do {
    const page = (await replay({ position, write })) as Page;
    orders += page.orders;
    views += page.views;
    differences.push(...page.differences);
    position = page.position;
  } while (position);
  for (const line of differences.slice(0, SHOWN)) console.log(line);
  if (differences.length > SHOWN) console.log(`… and ${differences.length - SHOWN} more`);
  const found = `${orders} orders replayed, ${views} rows compared: ${differences.length} differences`;
  if (differences.length === 0) return console.log(`✔ ${found}`);
  if (write) return console.log(`✔ ${found}, and the rows are rewritten`);
  throw new Failure(found, 'npm run rebuild -- orders --write rewrites the rows. A live state that differs is a bug.');
}
