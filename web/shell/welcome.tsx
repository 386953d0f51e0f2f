// The sign-in and sign-up forms; creating an account signs in too.
import type { VNode } from 'preact';
import { FailureAlert, useAction } from '../kit/action.tsx';
import { Heading } from '../kit/heading.tsx';
import { useStore } from '../kit/store.ts';
import { sessionEnded, signIn, signUp } from './account.ts';
import type { Goal } from './system.ts';

function SignInForm(): VNode {
  const ended = useStore(sessionEnded);
  const { busy, failure, run } = useAction();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { email, password } = fieldsOf(event);
    void run(() => signIn({ email, password }));
  };
  return (
    <section class="card" aria-labelledby="way-in">
      <h2 id="way-in">Sign in</h2>
      {ended && (
        <p class="note" role="alert">
          Your session has ended. Sign in to continue where you were.
        </p>
      )}
      <form onSubmit={submit}>
        <Credentials account="old" />
        <FailureAlert failure={failure} />
        <button type="submit" class="primary wide" aria-disabled={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
      <p class="aside">
        New here? <a href="#/sign-up">Create an account</a>
      </p>
    </section>
  );
}

function SignUpForm(): VNode {
  const { busy, failure, run } = useAction();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { email, password, displayName } = fieldsOf(event);
    void run(() => signUp({ email, password, displayName }));
  };
  return (
    <section class="card" aria-labelledby="way-in">
      <h2 id="way-in">Create an account</h2>
      <form onSubmit={submit}>
        <div class="field">
          <label for="displayName">Your name</label>
          <input id="displayName" name="displayName" autocomplete="name" maxlength={64} required />
        </div>
        <Credentials account="new" />
        <FailureAlert failure={failure} />
        <button type="submit" class="primary wide" aria-disabled={busy}>
          {busy ? 'Creating the account…' : 'Create account'}
        </button>
      </form>
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
      <div class="field">
        <label for="email">E-mail</label>
        <input id="email" name="email" type="email" autocomplete="username" maxlength={254} required />
      </div>
      <div class="field">
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete={isNew ? 'new-password' : 'current-password'}
          maxlength={256}
          aria-describedby={isNew ? 'password-hint' : undefined}
          required
        />
        {isNew && (
          <p class="hint" id="password-hint">
            At least 10 characters, with upper and lower case letters, a digit and a symbol.
          </p>
        )}
      </div>
    </>
  );
}

function fieldsOf(event: SubmitEvent): { email: string; password: string; displayName: string } {
  const fields = new FormData(event.currentTarget as HTMLFormElement);
  const text = (name: string): string => String(fields.get(name) ?? '');
  return { email: text('email'), password: text('password'), displayName: text('displayName') };
}

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
