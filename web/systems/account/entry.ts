// The console's entry for accounts.
import { system } from '../../shell/system.ts';

export const entry = system({
  title: 'Accounts',
  group: 'Accounts and links',
  stations: [
    {
      name: 'Accounts',
      design: 'Sign-up, sign-in and tokens, with Cognito.',
      behind: 'Cognito, one function, and a table for rate limits.',
      service: 'users',
      href: '#/account',
    },
  ],
  routes: { account: { path: '/account', title: 'Your account' } },
  load: () => import('./pages.ts'),
});
