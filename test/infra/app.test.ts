// The only file that synthesises: rules of the whole application, for AWS and compared with the laptop.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { AwsSolutionsChecks } from 'cdk-nag';
import { contracts } from '../../bin/app.ts';
import { bundleAll, functionIds } from '../../cli/deploy/bundle.ts';
import { bindings } from '../../lambdas/links/contract.ts';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import { idleLine, idleMonth, type Template, totalOf } from '../../lib/idle-month.ts';
import { acknowledgementsOf, ruleOf } from '../../lib/nag.ts';
import { alarmChecks } from './alarm-checks.ts';
import { awsChecks } from './aws-checks.ts';
import { checks, demandsTls } from './checks.ts';
import { unexplained } from './laptop.ts';
import { limitChecks } from './limits.ts';
import { picturesOf } from './picture/pictures.ts';
import { alarmsOf, behavioursOf } from './readable.ts';
import { functionsOf, shapeOf } from './shape.ts';
import { closureOf, readSources, root } from './source.ts';
import { stateMachineChecks } from './state-machine-checks.ts';
import { keepState } from './stateful.ts';
import { everything, resources, type Statement, synthesise, type Templates } from './synth.ts';
import { sdkSeconds, unlimitedClients } from './time-outs.ts';
import { userPoolChecks } from './users/user-pool-checks.ts';

// The stacks need their bundles.
await bundleAll();
const { app, templates } = synthesise('aws', everything);
const sources = readSources();

/** Every finding of the pack, or only unacknowledged ones. */
function findings(which: 'all' | 'open'): { rule: string; construct: string; says: string }[] {
  const pack = new AwsSolutionsChecks(app);
  // The pack calls this for every finding.
  if (which === 'all') Object.assign(pack, { isAcknowledged: () => false });
  return pack.validateScope(app).violations.flatMap(({ ruleName, description, violatingResources }) =>
    violatingResources.map(({ constructPath }) => ({
      rule: ruleName,
      construct: constructPath?.replace(/\/Resource$/, '') ?? '',
      says: description,
    })),
  );
}

describe('cdk-nag (AwsSolutions)', () => {
  test('finds nothing that lib/nag.ts does not answer for', () => {
    expect(findings('open')).toEqual([]);
  });

  test('is answered in ten reasons at the most, each for something that is still there', () => {
    const found = findings('all');
    const acknowledgements = acknowledgementsOf(app, contracts);
    const stale = acknowledgements.flatMap(({ id, accepts }) =>
      accepts.filter(
        (one) => !found.some(({ rule, construct }) => rule === ruleOf(id, one) && one.where.test(construct)),
      ),
    );
    expect(stale).toEqual([]);
    expect(acknowledgements.length).toBeLessThanOrEqual(10);
    expect(acknowledgements.filter(({ reason }) => reason.length < 60)).toEqual([]);
  });
});

describe.each([...checks, ...awsChecks, ...userPoolChecks, ...alarmChecks, ...stateMachineChecks, ...limitChecks])(
  '$name',
  ({ fix, find, spoil }) => {
    test('here', () => {
      const found = find(templates);
      if (found.length > 0) throw new Error(`${found.join('\n')}\n\nFix: ${fix}`);
    });

    test('fails when it does not hold', () => {
      const spoiled = structuredClone(templates);
      spoil(spoiled);
      expect(find(spoiled)).not.toEqual([]);
    });
  },
);

test('every file that exports a handler is one function, and every function such a file', () => {
  expect(
    functionsOf(templates)
      .map(({ properties }) => properties.Description)
      .sort(),
  ).toEqual(functionIds());
  for (const { properties } of functionsOf(templates)) {
    expect(properties.Environment?.Variables[platformBindings.functionId]).toBe(properties.Description);
  }
});

test('every SDK client gives up by itself', () => {
  const endless = sources.flatMap(unlimitedClients);
  if (endless.length === 0) return;
  throw new Error(
    `${endless.join('\n')}\n\nFix: give it bounded({ maxAttempts, requestTimeout }) of lambdas/shared/aws/bounded.ts; ` +
      'without the last the SDK only warns and waits on.',
  );
});

test('an SDK call with all its retries ends a second before its function is killed', () => {
  const late = functionsOf(templates).flatMap(({ properties: { Description, Timeout } }) =>
    closureOf(sources, `lambdas/${Description}.ts`)
      .filter((file) => sdkSeconds(file) > Timeout - 1)
      .map((file) => `${Description} (${Timeout} s) calls ${file.path}, which may try for ${sdkSeconds(file)} s`),
  );
  expect(late).toEqual([]);
});

test('every alarm leads to its entry in a runbook, and an alarm or a command to every entry', () => {
  const entries = sources
    .filter(({ path }) => /^(?:docs|lambdas\/\w+)\/runbook\.md$/.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^## (.+)$/gm)].map(([, title = '']) => {
        const words = title.trim().toLowerCase();
        return `${path}#${words.replaceAll(/[^\w\s-]/g, '').replaceAll(/\s/g, '-')}`;
      }),
    );
  const linked = alarmsOf(templates).map(
    (line) => /(?:docs|lambdas\/\w+)\/runbook\.md#[\w-]+/.exec(line)?.[0] ?? `no link: ${line}`,
  );
  const named = sources
    .filter(({ path }) => /^(?:cli|lib)\/.*(?<!\.test)\.ts$/.test(path))
    .flatMap(({ text }) => text.match(/docs\/runbook\.md#[\w-]+/g) ?? []);
  expect([...new Set([...linked, ...named])].sort()).toEqual(entries.sort());
});

/** AWS without the statements that deny plain HTTP, which is all the emulator speaks (lib/without-tls.ts). */
function withoutTlsDemands(from: Templates): Templates {
  const copy = structuredClone(from);
  for (const { stack, id, properties } of resources<{ PolicyDocument?: { Statement: Statement[] } }>(copy)) {
    const { PolicyDocument } = properties;
    if (!PolicyDocument) continue;
    PolicyDocument.Statement = PolicyDocument.Statement.filter((statement) => !demandsTls(statement));
    if (PolicyDocument.Statement.length === 0) delete copy[stack]?.Resources[id];
  }
  return copy;
}

test('the laptop differs from AWS only where a laptop must', () => {
  const [aws, laptop] = [withoutTlsDemands(templates), synthesise('local').templates];
  const places = unexplained(aws, laptop).map((path) =>
    path
      .replace('/Properties', '')
      .replace(/^system-design-(\w+)\/(?:Resources\/)?/, '$1 ')
      .replace(/(?<= )(\w+?)[0-9A-F]{8}(?=\/)/, '$1')
      .replace(/Behaviors\/\d+/, 'Behaviors/n'),
  );
  // In every service, faults can be injected. The emulator also refuses the roles of the default synthesizer, which
  // checks the bootstrap stack with a parameter and a rule.
  const ofEveryService = new RegExp(
    `^\\w+ (?:Parameters|Rules|\\w+/Environment/Variables/${platformBindings.faults})$`,
  );
  const special = places.filter((place) => !ofEveryService.test(place));
  // Differences that are neither an address nor a value of lib/target.ts (laptop.ts).
  expect([...new Set(special)].sort()).toEqual([
    // The emulator's API is behind one path of one port.
    'edge Distribution/DistributionConfig/Origins/0/CustomOriginConfig/HTTPPort',
    'edge Distribution/DistributionConfig/Origins/0/CustomOriginConfig/OriginProtocolPolicy',
    'edge Distribution/DistributionConfig/Origins/0/DomainName',
    'edge Distribution/DistributionConfig/Origins/0/OriginPath',
    // Buckets of a laptop have no host name.
    'edge SecurityHeaders/ResponseHeadersPolicyConfig/SecurityHeadersConfig/ContentSecurityPolicy/ContentSecurityPolicy',
    // A laptop costs nothing, so its days and requests have no limit.
    'jobs Httpjobshttp/Environment/Variables/JOBS_DAILY_BYTES',
    // A laptop runs four tasks of a job at a time.
    'jobs jobsmapreduce/DefinitionString',
    'media mediaprocessupload/Environment/Variables/MEDIA_DAILY_SECONDS',
    // The emulator knows no condition of SES.
    'notifications notificationssendmailroleDefaultPolicy/PolicyDocument/Statement/4/Condition',
    'platform AlarmsPolicy/PolicyDocument/Statement/1',
    'platform Budget',
    'platform Stage/DefaultRouteSettings/ThrottlingBurstLimit',
    'users userssendcoderoleDefaultPolicy/PolicyDocument/Statement/4/Condition',
    // Webhooks may call one address of the laptop.
    'webhooks Outputs',
  ]);

  // Unexplained differences are found: a table with another billing mode, an address outside the application.
  const [table] = resources(laptop, 'AWS::DynamoDB::Table');
  const fn = functionsOf(laptop).find(({ properties }) => properties.Description === 'links/http');
  Object.assign(table?.properties ?? {}, { BillingMode: 'PROVISIONED' });
  Object.assign(fn?.properties.Environment?.Variables ?? {}, { [bindings.publicUrl]: 'http://elsewhere.localhost' });
  expect(unexplained(aws, laptop)).toEqual(
    expect.arrayContaining([
      `${table?.stack}/Resources/${table?.id}/Properties/BillingMode`,
      `${fn?.stack}/Resources/${fn?.id}/Properties/Environment/Variables/${bindings.publicUrl}`,
    ]),
  );
});

test('what is deployed is what shape.txt says', () => {
  const path = join(root, 'shape.txt');
  const shape = shapeOf(templates);
  if (process.env.UPDATE_SHAPE) writeFileSync(path, shape);
  const kept = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const lines = (text: string, other: string, sign: string) =>
    text.split('\n').flatMap((line) => (other.split('\n').includes(line) ? [] : [`${sign} ${line}`]));
  const changes = [...lines(kept, shape, '-'), ...lines(shape, kept, '+')];
  if (kept !== shape) {
    throw new Error(`${changes.join('\n')}\n\nIf this is meant: UPDATE_SHAPE=1 npm test infra, and commit shape.txt.`);
  }
});

test('a deployed system keeps its state: stateful.txt', () => keepState(templates));

test('the pictures show what is deployed, and each README links its own', async () => {
  const pictures = await picturesOf(templates);
  const drawn = sources.map(({ path }) => path).filter((path) => /^docs\/images\/architecture.*\.svg$/.test(path));
  const stale = [...pictures].filter(([path, svg]) => svg !== readFileSync(join(root, path), 'utf8'));
  const again = 'npm run picture draws it anew';
  expect(drawn.filter((path) => !pictures.has(path)).map((path) => `${path} shows nothing; ${again}`)).toEqual([]);
  expect(stale.map(([path]) => `${path} is out of date; ${again}`)).toEqual([]);
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  const unlinked = [...pictures.keys()].filter((path) => {
    const system = /architecture-(\w+)\.svg$/.exec(path)?.[1];
    return !texts.get(system === undefined ? 'README.md' : `lambdas/${system}/README.md`)?.includes(path);
  });
  expect(unlinked).toEqual([]);
});

test('the CDN sends each path where it belongs', () => {
  expect(behavioursOf(templates).join('\n')).toMatchSnapshot();
});

test('each alarm says what has happened', () => {
  expect(alarmsOf(templates).join('\n')).toMatchSnapshot();
});

test('there is something to check', () => {
  expect(resources(templates).length).toBeGreaterThan(60);
});

test('a month on AWS in which nobody uses it costs 45 dollars at the most, and the README says how many', () => {
  const [bare, all] = [synthesise('aws'), synthesise('aws', { ...everything, search: 'opensearch', shards: '2' })].map(
    (of) => Object.values(of.templates),
  ) as [Template[], Template[]];
  console.log(`${idleLine(bare)}; with everything on and two shards a stream: ${idleLine(all)}`);
  expect(totalOf(idleMonth(bare))).toBeLessThanOrEqual(45);
  const [amount = ''] = /\$\d+\.\d\d/.exec(idleLine(bare)) ?? [];
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`An unused month on AWS costs ${amount}`);
});
