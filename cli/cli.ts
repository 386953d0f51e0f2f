// The launcher's commands: what each takes is said once, here; unknown words and options are refused.
import { parseArgs } from 'node:util';
import { root } from '../localstack/environment.ts';
import { explain, Failure } from '../localstack/failure.ts';
import { listenForInterrupts } from '../localstack/interrupt.ts';
import { testCommands } from '../test/commands.ts';
import { type Command, common, type Given, place, placeHelp, placeOf, shown, verbose, verboseHelp } from './command.ts';
import { jobCommand } from './commands/job.ts';

const commands: Readonly<Record<string, Command>> = {
  start: {
    summary: 'Start the cloud, deploy what changed, print where it is',
    help: `${placeHelp}\n${verboseHelp}`,
    options: { ...place, ...verbose },
    run: async (given) => (await import('./deploy/start.ts')).start(await placeOf(given), shown(given)),
  },
  stop: {
    summary: 'Stop the emulator and keep its data',
    help: '',
    options: common,
    run: async (given) => (await import('./deploy/stop.ts')).stop(await placeOf(given)),
  },
  reset: {
    summary: 'Stop the emulator and forget everything it stored',
    help: '',
    options: common,
    run: async (given) => (await import('./deploy/stop.ts')).reset(await placeOf(given)),
  },
  dev: {
    summary: 'Start, then watch: every change of the sources goes live',
    help: `A saved handler or page goes live at once; a changed stack or contract, a new service or handler with a deployment.\n--endpoint URL       where the emulator listens; loopback only (http://localhost:4566)\n${verboseHelp}`,
    options: { ...common, ...verbose, endpoint: { type: 'string' } },
    run: async (given) => (await import('./deploy/dev.ts')).dev(await placeOf(given), shown(given)),
  },
  logs: {
    summary: 'Follow the logs of a service: npm run logs -- links',
    help: `<service>            links, or one function: links/redirect\n--since 10m          begin so long ago: 30s, 10m, 2h, 1d (10m)\n--no-follow          print what there is and end\n${placeHelp}`,
    options: { ...place, since: { type: 'string' }, 'no-follow': { type: 'boolean' } },
    positionals: true,
    run: async (given) => {
      const { positionals, values } = given;
      if (positionals.length !== 1) throw new Failure('Say whose logs', 'For example: npm run logs -- links');
      const { logs } = await import('./operate/logs.ts');
      await placeOf(given);
      await logs(positionals[0] ?? '', String(values.since ?? '10m'), values['no-follow'] !== true);
    },
  },
  dlq: {
    summary: 'Show what consumers parked, and put it back: npm run dlq -- list',
    help: `list [service]       what is parked, why, and where it came from\nredrive <service>    put it back on its stream or queue, once its cause is mended; each has its effect once\n${placeHelp}`,
    options: place,
    positionals: true,
    run: async (given) => {
      const [action, service, ...rest] = given.positionals;
      const known = action === 'list' || (action === 'redrive' && service !== undefined);
      if (!known || rest.length > 0)
        throw new Failure('Say what to do', 'npm run dlq -- list [service], or npm run dlq -- redrive <service>');
      const { list, redrive } = await import('./operate/dlq.ts');
      await placeOf(given);
      await (action === 'redrive' ? redrive(service ?? '') : list(service));
    },
  },
  mail: {
    summary: 'Print the mails the emulator keeps instead of sending them: npm run mail -- customer@demo.example',
    help: `[address]            only those to it\n${placeHelp}`,
    options: place,
    positionals: true,
    run: async (given) => (await import('./operate/mail.ts')).mail(await placeOf(given), given.positionals[0]),
  },
  'webhook-listen': {
    summary: 'Be an endpoint of the demo merchant: print what webhooks deliver, and whether it is signed right',
    help: `--answer 500         answer every delivery so (200)\n--secret whsec_...   also know the secret of a webhook made elsewhere\n${placeHelp}`,
    options: { ...place, answer: { type: 'string' }, secret: { type: 'string' } },
    run: async (given) => {
      const answer = Number(given.values.answer ?? 200);
      if (!(answer >= 200 && answer < 600)) throw new Failure(`'${answer}' is no status`, 'For example: --answer 500');
      const { webhookListen } = await import('./operate/webhook-listen.ts');
      await webhookListen(await placeOf(given), { answer, secret: given.values.secret as string | undefined });
    },
  },
  rebuild: {
    summary: 'Replay the events of a service and compare what it shows: npm run rebuild -- orders',
    help: `<service>            orders\n--write              make the rows that differ again\n${placeHelp}`,
    options: { ...place, write: { type: 'boolean' } },
    positionals: true,
    run: async (given) => {
      const [service = '', ...rest] = given.positionals;
      if (service === '' || rest.length > 0) throw new Failure('Say which service', 'npm run rebuild -- orders');
      const { rebuild } = await import('./operate/rebuild.ts');
      await placeOf(given);
      await rebuild(service, given.values.write === true);
    },
  },
  search: {
    summary: 'Keep the search index: npm run search -- rebuild',
    help: `rebuild              makes the index of all published documents again\nload <collection> PART...\n                     makes the parts of an inverted-index job findable: files, or URLs of its result\nremove <collection>  no longer\n${placeHelp}`,
    options: place,
    positionals: true,
    run: async (given) => {
      const [action, collection = '', ...parts] = given.positionals;
      const known =
        (action === 'rebuild' && collection === '') ||
        (action === 'load' && parts.length > 0) ||
        (action === 'remove' && collection !== '' && parts.length === 0);
      if (!known)
        throw new Failure(
          'Say what to do',
          'npm run search -- rebuild, load <collection> PART..., remove <collection>',
        );
      const { load, rebuild } = await import('./operate/search.ts');
      await placeOf(given);
      await (action === 'rebuild' ? rebuild() : load(collection, parts));
    },
  },
  trace: {
    summary: "Tell one request's story from all logs: npm run trace -- <correlation id>",
    help: `<correlation id>     the x-correlation-id of an answer, or its requestId\n--since 1h           look so far back: 30s, 10m, 2h, 1d (1h)\n${placeHelp}`,
    options: { ...place, since: { type: 'string' } },
    positionals: true,
    run: async (given) => {
      const { positionals, values } = given;
      if (positionals.length !== 1)
        throw new Failure('Say which request', 'Its answer has the header x-correlation-id: npm run trace -- <that>');
      const { trace } = await import('./operate/trace.ts');
      await placeOf(given);
      await trace(positionals[0] ?? '', String(values.since ?? '1h'));
    },
  },
  fault: {
    summary: 'Make a service slow or fail for a while: npm run fault -- payments fail 3 times',
    help: `                     (alone) says what is switched on\n<service> slow 2s    its HTTP side waits before it answers (8s at the most), for a minute; \`slow 2s for 30s\`\n<service> fail       it answers 503, for a minute; \`fail for 30s\`, or \`fail 3 times\`\n<service> off        as it was\n                     payments means its provider, the simulated bank; the others answer for themselves\n--force              on AWS too, where it was deployed with -c faults=on\n${placeHelp}`,
    options: { ...place, force: { type: 'boolean' } },
    positionals: true,
    run: async (given) => {
      const { faults } = await import('./operate/fault.ts');
      await faults(given.positionals, (await placeOf(given)).target, given.values.force === true);
    },
  },
  status: {
    summary: 'Say what runs where',
    help: placeHelp,
    options: place,
    run: async (given) => (await import('./operate/status.ts')).status(await placeOf(given)),
  },
  publish: {
    summary: 'Build the console and upload it (after a plain `npx cdk deploy --all`: --target aws)',
    help: placeHelp,
    options: place,
    run: async (given) => (await import('./deploy/start.ts')).publish(await placeOf(given)),
  },
  'setup:captions': {
    summary: 'Have speech in videos recognised on this machine, in English: 0.5 GB, once',
    help: `Without it captions are samples of the emulator. Remove localstack/.captions to be rid of it.\n${placeHelp}\n${verboseHelp}`,
    options: { ...place, ...verbose },
    run: async (given) => (await import('../localstack/captions.ts')).setupCaptions(await placeOf(given), shown(given)),
  },
  job: jobCommand,
  ...testCommands,
};

/** How a person types it: start, stop and test are npm's own words. */
const typed = (name: string): string => (['start', 'stop', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`);

function helpOf(name: string, { summary, help }: Command): string {
  const options = [help, '--help               show this'].filter(Boolean).join('\n').replaceAll(/^/gm, '  ');
  return `${typed(name)}: ${summary}\n\nOptions (after --):\n${options}`;
}

const overview = (): string =>
  Object.entries(commands)
    .map(([name, { summary }]) => `  ${typed(name).padEnd(22)} ${summary}`)
    .join('\n');

/** What the arguments ask for; throws a Failure that says what is allowed. */
export function parse(name: string, args: readonly string[]): Given & { command: Command } {
  const command = commands[name];
  if (!command) throw new Failure(`There is no command '${name}'`, `The commands:\n${overview()}`);
  try {
    const config = { args: [...args], options: command.options, allowPositionals: command.positionals === true };
    const { values, positionals } = parseArgs({ ...config, strict: true });
    return { command, positionals, values: values as Given['values'] };
  } catch (error) {
    throw new Failure((error as Error).message.split('. ')[0] ?? '', helpOf(name, command), { cause: error });
  }
}

if (import.meta.main) {
  process.chdir(root);
  listenForInterrupts();
  const [name = '--help', ...args] = process.argv.slice(2);
  try {
    if (name === '--help' || name === '-h') console.log(overview());
    else {
      const given = parse(name, args);
      if (given.values.help) console.log(helpOf(name, given.command));
      else await given.command.run(given);
    }
    process.exit();
  } catch (error) {
    console.error(`\n${explain(error)}`);
    process.exit(1);
  }
}
