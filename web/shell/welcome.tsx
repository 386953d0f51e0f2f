// The sign-in and sign-up forms; creating an account signs in too.
import type { VNode } from 'preact';
import { Field, Form, textOf } from '../kit/form.tsx';
import { Heading } from '../kit/heading.tsx';
import { useStore } from '../kit/store.ts';
import { sessionEnded, signIn, signUp } from './account.ts';
import type { Goal } from './system.ts';

function SignInForm(): VNode {
  const ended = useStore(sessionEnded);
  return (
    <section class="card" aria-labelledby="way-in">
      <h2 id="way-in">Sign in</h2>
      {ended && (
        <p class="note" role="alert">
          Your session has ended. Sign in to continue where you were.
        </p>
      )}
      <Form verb="Sign in" doing="Signing in…" send={(fields) => signIn(credentialsOf(fields))}>
        <Credentials account="old" />
      </Form>
      <p class="aside">
        New here? <a href="#/sign-up">Create an account</a>
      </p>
    </section>
  );
}

function SignUpForm(): VNode {
  const send = (fields: FormData): Promise<void> =>
    signUp({ ...credentialsOf(fields), displayName: textOf(fields, 'displayName') });
  return (
    <section class="card" aria-labelledby="way-in">
      <h2 id="way-in">Create an account</h2>
      <Form verb="Create account" doing="Creating the account…" send={send}>
        <Field label="Your name" name="displayName" autocomplete="name" maxlength={64} required />
        <Credentials account="new" />
      </Form>
      <p class="aside">
        Already have an account? <a href="#/sign-in">Sign in</a>
      </p>
    </section>
  );
}

function Credentials({ account }: { account: 'old' | 'new' }): VNode {
  const isNew = account === 'new';
  return (
    <>
      <Field label="E-mail" name="email" type="email" autocomplete="username" maxlength={128} required />
      <Field
        label="Password"
        name="password"
        type="password"
        autocomplete={isNew ? 'new-password' : 'current-password'}
        maxlength={256}
        hint={isNew && 'At least 10 characters, with upper and lower case letters, a digit and a symbol.'}
        required
      />
    </>
  );
}

const credentialsOf = (fields: FormData) => ({ email: textOf(fields, 'email'), password: textOf(fields, 'password') });

export function Welcome({ view, goal }: { view: 'sign-in' | 'sign-up'; goal: Goal }): VNode {
  const { title, lead, points } = goal;
  return (
    <div class="welcome">
      <div class="intro">
        <Heading title={view === 'sign-up' ? 'Create an account' : 'Sign in'}>{title}</Heading>
        <p class="lead">{lead}</p>
      </div>
      {view === 'sign-up' ? <SignUpForm /> : <SignInForm />}
      <ul class="points">
        {points.map(([point, why]) => (
          <li key={point}>
            <strong>{point}</strong> {why}
          </li>
        ))}
      </ul>
    </div>
  );
}
