// The systems of the application, each of which is made when something needs it.
import type { App, Stack } from 'aws-cdk-lib';
import { named } from './stage.ts';

type Kind<Props, One> = new (app: App, id: string, props: Props) => One;

/**
 * All systems, or those of `-c systems=links,jobs` with what they need: a stack needs the stacks in its props, and each is
 * made once, when its props are first asked for.
 */
export class Systems {
  readonly #app: App;
  readonly #makers = new Map<string, () => Stack>();
  readonly #base: string[] = [];

  constructor(app: App) {
    this.#app = app;
  }

  /** Adds the stack `system-design-<name>`, with the stage before it. */
  add<Props, One extends Stack>(Made: Kind<Props, One>, name: string, props: () => Props): () => One {
    let one: One | undefined;
    const make = (): One => {
      one ??= new Made(this.#app, named(this.#app, `system-design-${name}`), props());
      return one;
    };
    this.#makers.set(name, make);
    return make;
  }

  /** Adds one that every deployment has. */
  addBase<Props, One extends Stack>(Made: Kind<Props, One>, name: string, props: () => Props): () => One {
    this.#base.push(name);
    return this.add(Made, name, props);
  }

  /** Throws for a name that no system has. */
  make(): void {
    const all = [...this.#makers.keys()];
    const asked = this.#app.node.tryGetContext('systems') as string | undefined;
    const names = asked === undefined ? all : [...this.#base, ...asked.split(',').map((name) => name.trim())];
    const unknown = names.find((name) => !all.includes(name));
    if (unknown !== undefined) {
      const choice = all.filter((name) => !this.#base.includes(name)).sort();
      throw new Error(`There is no system "${unknown}": give some of ${choice.join(', ')}, as -c systems=links,jobs.`);
    }
    for (const name of names) this.#makers.get(name)?.();
  }
}
