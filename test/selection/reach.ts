// Which tests a change can reach: by imports, and for tests over HTTP by the systems they name and those they use. In
// doubt a test is reached: any test that reads project files, and every test if a changed file is unknown.
import { importsOf, type SourceFile } from '../infra/source.ts';
import { filesOf, type Suite, suites } from './suites.ts';

export type Reached = ReadonlyMap<Suite, readonly string[]>;

const CODE = /^(?:bench|bin|cli|lambdas|lib|localstack|test|web)\/.+\.(?:m?[jt]sx?|css|html|json|py)$/;
/** Only the rules and the tests that read files read these. */
const WORDS = /\.md$|^(?:shape|stateful)\.txt$|^docs\/images\//;
/** Brings every system up. The stacks that all systems stand on are found (Project.isGround). */
const LAUNCH = /^(?:bin|localstack|cli\/deploy)\//;
const STACK = /^lib\/stacks\/(\w+)-stack\.ts$/;
const READS_FILES = /\bimport\.meta\.(?:dirname|filename|url|resolve)\b|\bprocess\.cwd\(|\breadSources\(/;

const isTest = (path: string): boolean => path.endsWith('.test.ts');
const union = <Value>(sets: readonly Iterable<Value>[]): Set<Value> => new Set(sets.flatMap((one) => [...one]));

class Project {
  readonly #files: ReadonlyMap<string, SourceFile>;
  readonly #closures = new Map<string, ReadonlySet<string>>();
  readonly systems: readonly string[];
  /** Systems by the first words of their paths: `/api/links`. */
  readonly #prefixes: ReadonlyMap<string, string>;
  /** Names of the stacks and systems under every system. */
  readonly #ground: ReadonlySet<string>;

  constructor(files: readonly SourceFile[]) {
    this.#files = new Map(files.map((file) => [file.path, file]));
    const contracts = files.flatMap((file) => {
      const system = /^lambdas\/([^/]+)\/contract\.ts$/.exec(file.path)?.[1];
      return system === undefined ? [] : [{ system, text: file.text }];
    });
    this.systems = contracts.map(({ system }) => system);
    this.#prefixes = new Map(
      contracts.flatMap(({ system, text }) =>
        [...text.matchAll(/'[A-Z]+ (\/\w+\/[\w.-]+)/g)].map(([, prefix = '']): [string, string] => [prefix, system]),
      ),
    );
    this.#ground = new Set(
      files.flatMap(({ path, text }) => {
        const name = STACK.exec(path)?.[1];
        if (name === undefined) return [];
        if (this.systems.includes(name) && !text.includes('contracts: readonly Contract[]')) return [];
        const behind = [...text.matchAll(/'(\w+)\/[\w-]+'/g)].map(([, system = '']) => system);
        return [name, ...behind.filter((system) => this.systems.includes(system))];
      }),
    );
  }

  /**
   * What all tests of a running system depend on, beside the systems they name: stacks that belong to no system or are
   * made from all contracts, and the systems behind them.
   */
  isGround(path: string): boolean {
    if (LAUNCH.test(path)) return true;
    const name = STACK.exec(path)?.[1] ?? /^lambdas\/(\w+)\//.exec(path)?.[1];
    return name !== undefined && this.#ground.has(name);
  }

  textOf = (path: string): string => this.#files.get(path)?.text ?? '';
  has = (path: string): boolean => this.#files.has(path);

  /** The file and all its imports, types included. */
  closureOf(path: string): ReadonlySet<string> {
    const known = this.#closures.get(path);
    if (known) return known;
    const seen = new Set<string>();
    const waiting = [path];
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      const file = this.#files.get(one);
      if (!file || seen.has(one)) continue;
      seen.add(one);
      waiting.push(...importsOf(file).map(({ from }) => from));
    }
    this.#closures.set(path, seen);
    return seen;
  }

  /** Systems that own these files, or whose paths, functions or names tests have in quotes; all if there are none. */
  namedIn(paths: Iterable<string>): Set<string> {
    const imported = [...paths].flatMap((path) => /^lambdas\/([^/]+)\//.exec(path)?.[1] ?? []);
    const texts = [...paths].flatMap((path) => (path.startsWith('test/') ? [this.textOf(path)] : []));
    const places = texts.flatMap((text) => [...text.matchAll(/['"`](\/\w+\/[\w.-]+)/g)].map(([, place = '']) => place));
    const words = texts.flatMap((text) =>
      [...text.matchAll(/['"`](\w+)(?:\/[\w-]+)?['"`]/g)].map(([, word = '']) => word),
    );
    // A short link has its own path.
    const links = texts.some((text) => /[`'"]\/\$\{|\bnewLink\(/.test(text)) ? ['links'] : [];
    const named = [...imported, ...places.flatMap((place) => this.#prefixes.get(place) ?? []), ...words, ...links];
    const known = new Set(named.filter((name) => this.systems.includes(name)));
    return known.size > 0 ? known : new Set(this.systems);
  }

  /** All deployed files of a system. */
  #deployedOf(system: string): Set<string> {
    const own = [...this.#files.keys()].filter(
      (path) => (path.startsWith(`lambdas/${system}/`) || path.startsWith(`lib/stacks/${system}-`)) && !isTest(path),
    );
    return union(own.map((path) => this.closureOf(path)));
  }

  /** The systems and their dependencies, with all their deployed files. */
  standingOn(systems: Iterable<string>): Set<string> {
    const deployed = new Set<string>();
    const known = new Set<string>();
    const waiting = [...systems];
    for (let system = waiting.pop(); system !== undefined; system = waiting.pop()) {
      if (known.has(system)) continue;
      known.add(system);
      for (const path of this.#deployedOf(system)) {
        deployed.add(path);
        const other = /^(?:lambdas|lib\/stacks)\/([a-z]+)[/-]/.exec(path)?.[1];
        if (other !== undefined && this.systems.includes(other)) waiting.push(other);
      }
    }
    return deployed;
  }
}

/** Undefined means everything. */
export function reachedBy(changed: readonly string[], files: readonly SourceFile[]): Reached | undefined {
  const project = new Project(files);
  const isKnown = (path: string) => (project.has(path) && CODE.test(path)) || WORDS.test(path) || isTest(path);
  if (!changed.every(isKnown)) return undefined;
  const code = new Set(changed.filter((path) => !WORDS.test(path)));
  const touches = (paths: Iterable<string>): boolean => [...paths].some((path) => code.has(path));
  const ground = [...code].some((path) => project.isGround(path) && !isTest(path));
  const runs = [...code].some((path) => /^(?:lambdas|lib|web)\//.test(path) && !isTest(path));

  const readsFiles = (closure: Iterable<string>) => [...closure].some((path) => READS_FILES.test(project.textOf(path)));
  const asksSystems = (closure: ReadonlySet<string>) =>
    ground || touches(closure) || touches(project.standingOn(project.namedIn(closure)));
  // A page may call anything.
  const opensPages = (closure: ReadonlySet<string>) => ground || runs || touches(closure);
  const reaches: Readonly<Record<Suite, (closure: ReadonlySet<string>) => boolean>> = {
    unit: (closure) => touches(closure) || readsFiles(closure),
    infra: () => changed.length > 0,
    local: asksSystems,
    alone: asksSystems,
    pages: opensPages,
    browser: opensPages,
    faults: asksSystems,
  };
  return new Map(
    suites.map((suite) => [
      suite,
      filesOf(suite, files).flatMap(({ path }) => (reaches[suite](project.closureOf(path)) ? [path] : [])),
    ]),
  );
}
