// The way in: sign in, or open an account, which signs in too.
import type { VNode } from 'preact';
import { FailureAlert, useAction } from '../kit/action.tsx';
import { Heading } from '../kit/heading.tsx';
import { useStore } from '../kit/store.ts';
import { sessionEnded, signIn, signUp } from './account.ts';

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
          Your session has ended. Sign in to go on where you were.
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
        Have one already? <a href="#/sign-in">Sign in</a>
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
            10 characters or more, with upper and lower case, a digit and a symbol.
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

const links = {
  title: 'Short links, on a system you can read',
  lead: 'Shorten a URL, follow it, and watch its clicks arrive. Behind the page runs the whole design, not a sketch of it.',
  points: [
    ['A redirect is one read.', 'CloudFront, one small function, one DynamoDB item.'],
    ['A click counts once.', 'It travels over a stream; replays and crashes change nothing.'],
    ['The same code on a laptop and on AWS.', 'One CDK application, permissions enforced in both.'],
  ],
} as const;
const shop = {
  title: 'Sign in to go on in the shop',
  lead: 'What is in your cart comes along. Then order with a test card, and watch every step of it.',
  points: [
    ['An order is a saga.', 'Each step has its way back; you see both.'],
    ['Nobody is charged twice.', 'Not by a retry, not by a lost answer, not by two clicks.'],
    ['No real money moves.', 'The payment provider is a simulated one.'],
  ],
} as const;

const jobs = {
  title: 'Sign in to start a job',
  lead: 'Count words, index documents or read a log, with many functions at once, and watch every task of it.',
  points: [
    ['The answer is never half of one.', 'A job succeeds as a whole, or says which task failed and why.'],
    ['A task may die.', 'Another attempt takes its place, and the result is the same to the byte.'],
    ['A sample is there.', 'No file of yours is needed to see it work.'],
  ],
} as const;
const media = {
  title: 'Sign in to share a picture or a video',
  lead: 'Drop a photograph and get it back upright, in three sizes; drop a video and watch it being transcoded, then play it.',
  points: [
    ['Nothing is half there.', 'A picture is shown when all of its sizes are, a video when all of it plays.'],
    ['A file is judged before it is opened.', 'What only says that it is a picture or a video is told why not.'],
    ['It is yours until you say otherwise.', 'What you show to everybody you can take back.'],
  ],
} as const;
const goals = { links, shop, jobs, media };
export type Goal = keyof typeof goals;

export function Welcome({ view, goal }: { view: 'sign-in' | 'sign-up'; goal: Goal }): VNode {
  const { title, lead, points } = goals[goal];
  return (
    <div class="welcome">
      <div class="intro">
        <Heading title={view === 'sign-up' ? 'Create an account' : 'Sign in'}>{title}</Heading>
        <p class="lead">{lead}</p>
      </div>
      {view === 'sign-up' ? <SignUpForm /> : <SignInForm />}
      <ul class="points">
        {points.map(([point, why]) => (
          <li>
            <strong>{point}</strong> {why}
          </li>
        ))}
      </ul>
    </div>
  );
}
