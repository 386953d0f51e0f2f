// The console's entry for the API reference.
import { system } from '../../shell/system.ts';

export const entry = system({
  title: 'API',
  group: 'Learn',
  stations: [
    {
      name: 'API reference',
      design: 'Every operation, from the API’s OpenAPI document.',
      behind: 'The contracts that define the routes of API Gateway and the functions.',
      service: 'api',
      href: '#/api',
    },
  ],
  routes: {
    reference: { path: '/api/:operation?', where: { operation: '[\\w-]+' }, title: 'API', isPublic: true },
  },
  load: () => import('./pages.ts'),
});
