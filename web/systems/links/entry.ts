// The console's entry for short links.
import { system } from '../../shell/system.ts';

export const entry = system({
  title: 'Links',
  group: 'Accounts and links',
  stations: [
    {
      name: 'Short links',
      design: 'One read per redirect; every click counts exactly once.',
      behind: 'Three functions, DynamoDB for links and counts, a Kinesis stream for clicks.',
      service: 'links',
      href: '#/links',
    },
  ],
  routes: {
    links: { path: '/links', title: 'Short links' },
    // `top` is too short to be a code.
    top: { path: '/links/top', title: 'Top links' },
    clicks: { path: '/links/:code', where: { code: '[0-9A-Za-z-]{4,32}' }, title: 'Clicks of :code' },
  },
  goal: {
    title: 'Short links, on a system you can read',
    lead: 'Shorten a URL, follow it, and watch its clicks arrive. The full design runs behind this page.',
    points: [
      ['A redirect is one read.', 'CloudFront, one small function, one DynamoDB item.'],
      ['A click counts once.', 'It travels over a stream; replays and crashes do not change the count.'],
      ['The same code on a laptop and on AWS.', 'One CDK application, with permissions enforced on both.'],
    ],
  },
  load: () => import('./pages.ts'),
});
