// Allowed imports between folders: the top folders, and the folders of lambdas/shared/.
import { importsOf, type SourceFile } from '../source.ts';
import { file, isTest, type Rule } from './import-rules.ts';

/** From the bottom up; folders of a row do not import each other. `cli` is cli/commands/ and the files beside it. */
const STOREYS: readonly (readonly string[])[] = [
  ['lambdas'],
  ['lib'],
  ['bin', 'web'],
  ['localstack'],
  ['cli/deploy'],
  ['cli/operate'],
  ['cli'],
  ['test'],
  ['bench'],
];
const ROOMS: readonly string[] = ['base', 'aws', 'tables', 'messaging', 'http'];

const folderOf = (path: string): string => /^(?:cli\/(?:deploy|operate)|[^/]+)(?=\/)/.exec(path)?.[0] ?? '';
const storeyOf = (folder: string): number => STOREYS.findIndex((row) => row.includes(folder));

/** Includes type imports, import() and require(). */
const importsWhere =
  (forbidden: (importer: SourceFile, from: string) => boolean): Rule['find'] =>
  (files) =>
    files
      .filter(({ path }) => /\.m?[jt]sx?$/.test(path))
      .flatMap((source) =>
        importsOf(source)
          .filter(({ from }) => forbidden(source, from))
          .map(({ from, line }) => `${source.path}:${line} imports ${from}`),
      );

function isAbove(importer: SourceFile, from: string): boolean {
  const [own, other] = [folderOf(importer.path), folderOf(from)];
  if (own === other || storeyOf(own) < 0 || storeyOf(other) < 0) return false;
  return storeyOf(other) >= storeyOf(own) && !(isTest(importer) && other === 'test');
}

const roomOf = (path: string): number => ROOMS.indexOf(/^lambdas\/shared\/([^/]+)\//.exec(path)?.[1] ?? '');

function isOutside(importer: SourceFile, from: string): boolean {
  const room = roomOf(importer.path);
  if (room < 0 || !from.startsWith('lambdas/')) return false;
  return from.startsWith('lambdas/shared/') ? roomOf(from) > room : !isTest(importer);
}

export const folderRules: readonly Rule[] = [
  {
    name: 'a top folder imports only what stands below it: bench > test > cli > cli/operate > cli/deploy > localstack > bin, web > lib > lambdas',
    fix: 'Move what both need down to the lower one, or pass it in from above. Unit tests may use the kits of test/.',
    find: importsWhere(isAbove),
    refuses: [
      [file('localstack/requirements.ts', "import { peers } from '../bench/peer.ts';")],
      [file('bin/app.ts', "import { root } from '../localstack/environment.ts';")],
      [file('lib/target.ts', "const { bundleAll } = await import('../cli/deploy/bundle.ts');")],
      [file('lambdas/links/link.ts', "import type { Target } from '../../lib/target.ts';")],
      [file('lambdas/links/link.test.ts', "import { venv } from '../../localstack/python/python.ts';")],
      [file('cli/deploy/start.ts', "import { list } from '../operate/dlq.ts';")],
      [file('cli/operate/dlq.ts', "import { placeOf } from '../command.ts';")],
      [file('cli/operate/dlq.ts', "export { command } from '../commands/dlq.ts';")],
      [file('cli/cli.ts', "import { runTests } from '../test/run.ts';")],
      [file('test/run.ts', "await import('../bench/run.ts');")],
      [file('web/shell/frame.tsx', "import { app } from '../../bin/app.ts';")],
    ],
    accepts: [
      file('bench/run.ts', "import '../test/local/client.ts';\nimport '../cli/deploy/bring-up.ts';"),
      file('test/commands/test.ts', "import { topCommand } from '../../cli/command.ts';"),
      file('cli/commands/dlq.ts', "import '../command.ts';\nawait import('../operate/dlq.ts');"),
      file('cli/operate/fault.ts', "import '../deploy/functions.ts';\nimport '../../localstack/failure.ts';"),
      file('lambdas/links/link.test.ts', "import { urls } from '../hostile-urls.ts';"),
      file('lambdas/api/http.ts', "import document from '../../docs/openapi.json';"),
      file('lib/target.ts', "import { App } from 'aws-cdk-lib';"),
    ],
  },
  {
    name: `a room of lambdas/shared/ imports only those before it: ${ROOMS.join(', ')}; and no system`,
    fix: 'Move it to the room it needs most, or pass in what it takes from above (lambdas/shared/README.md).',
    find: importsWhere(isOutside),
    refuses: [
      [file('lambdas/shared/base/log.ts', "import { answer } from '../http/answer.ts';")],
      [file('lambdas/shared/aws/secret.ts', "import type { Row } from '../tables/shards.ts';")],
      [file('lambdas/shared/tables/page.test.ts', "import { relay } from '../messaging/outbox-relay.ts';")],
      [file('lambdas/shared/http/http.ts', "import { contract } from '../../links/contract.ts';")],
    ],
    accepts: [
      file(
        'lambdas/shared/http/http.ts',
        "import '../base/log.ts';\nimport '../messaging/task.ts';\nimport './routes.ts';",
      ),
      file('lambdas/shared/base/problem.test.ts', "import { linkProblems } from '../../links/contract.ts';"),
      file('lambdas/links/http.ts', "import '../shared/http/http.ts';"),
    ],
  },
];
