// Allowed imports in the console.
import { file, imports, type Rule } from './import-rules.ts';

const systemOf = (path: string): string | undefined => /^web\/systems\/([^/]+)\//.exec(path)?.[1];

export const consoleRules: readonly Rule[] = [
  {
    name: 'the pages of a system import the kit, the shell and themselves, never another system',
    fix: 'Move what both need to web/kit/, which knows no system.',
    find: imports(/^web\/systems\//, (from, importer) => {
      const system = systemOf(from);
      return system !== undefined && system !== systemOf(importer);
    }),
    refuses: [
      [file('web/systems/media/audience.tsx', "import { counted } from '../jobs/words.ts';")],
      [file('web/systems/jobs/jobs-view.tsx', "const { Cart } = await import('../shop/cart/cart.ts');")],
    ],
    accepts: [
      file(
        'web/systems/jobs/jobs-view.tsx',
        "import { usePages } from '../../kit/pages.tsx';\nimport { me } from '../../shell/me.ts';\nimport { kinds } from './words.ts';",
      ),
    ],
  },
  {
    name: 'the shell of the console knows no system by its name',
    fix: 'Say it in the entry.ts of the system; web/found-systems.ts finds them all.',
    find: imports(/^web\/shell\/(?!.*\.test\.)/, (from) => from.startsWith('web/systems/')),
    refuses: [[file('web/shell/app.tsx', "import { LinksView } from '../systems/links/links-view.tsx';")]],
    accepts: [
      file('web/shell/app.tsx', "import { useStore } from '../kit/store.ts';\nimport { systems } from 'systems';"),
    ],
  },
  {
    name: 'the kit of the console imports neither the shell nor a system',
    fix: 'Give it as a property or an argument; the order is web/systems, web/shell, web/kit.',
    find: imports(/^web\/kit\//, (from) => /^web\/(?!kit\/)/.test(from)),
    refuses: [
      [file('web/kit/polled.ts', "import type { Tokens } from '../shell/session.ts';")],
      [file('web/kit/pages.tsx', "import { listJobs } from '../systems/jobs/api.ts';")],
    ],
    accepts: [
      file(
        'web/kit/polled.ts',
        "import type { Method } from '../../lambdas/shared/base/contract.ts';\nimport { createStore } from './store.ts';",
      ),
    ],
  },
];
