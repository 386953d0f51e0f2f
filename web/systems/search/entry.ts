// The console's entry for search.
import { system } from '../../shell/system.ts';

export const entry = system({
  title: 'Search',
  group: 'Data',
  stations: [
    {
      name: 'Search',
      design: 'An inverted index, always fresh.',
      behind: 'Segments and a manifest in S3, merged by a function every minute; documents in DynamoDB.',
      service: 'search',
      href: '#/search',
    },
  ],
  routes: {
    search: { path: '/search', query: ['q'], title: 'Search', isPublic: true },
    document: {
      path: '/search/:documentId',
      where: { documentId: '[a-z0-9._-]{1,120}' },
      title: 'Document',
      isPublic: true,
    },
  },
  load: () => import('./pages.ts'),
});
