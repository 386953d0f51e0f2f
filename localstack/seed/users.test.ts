// The demo users as `.local/outputs.json` lists them.
import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { roles } from '../../lambdas/shared/base/contract.ts';
import { SignIn, SignUp } from '../../lambdas/users/contract.ts';
import { accountsOf, type Person, people } from './users.ts';

test('there is one of each role under its name, and a customer', () => {
  for (const role of roles) expect(people).toContainEqual({ name: role, roles: [role] });
  expect(people).toContainEqual({ name: 'customer', roles: [] });
  expect(new Set(people.map(({ name }) => name)).size).toBe(people.length);
});

test('a second customer stands beside the first, under a name of its own', () => {
  const all: Person[] = [...people, { name: 'ruth', roles: [] }];
  expect(accountsOf(all)).toEqual({
    ...accountsOf(people),
    ruth: { email: 'ruth@demo.example', password: 'Demo-ruth-1!' },
  });
  const names = Object.keys(accountsOf(people));
  expect(names).toEqual(expect.arrayContaining(['customer', 'merchant', 'driver', 'admin']));
  expect(names).toEqual(people.map(({ name }) => name));
});

test('each account is valid for sign-up and sign-in', () => {
  for (const account of Object.values(accountsOf(people))) {
    expect(z.safeParse(SignIn, account).success).toBe(true);
    expect(z.safeParse(SignUp, { ...account, displayName: 'Demo' }).success).toBe(true);
  }
});
