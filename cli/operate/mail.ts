// `npm run mail`: the mails that the emulator's SES accepted. It never sends them.
import { styleText } from 'node:util';
import type { Environment } from '../../localstack/environment.ts';
import { Failure, unreadable } from '../../localstack/failure.ts';

export interface SentMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly atMs: number;
}

interface Kept {
  readonly Source: string;
  readonly To: readonly string[];
  readonly Subject: string;
  readonly BodyText: string;
  readonly BodyHtml: string | null;
  /** Seconds since 1970. */
  readonly Timestamp: number;
}

/** https://docs.localstack.cloud/aws/services/ses/#retrieve-sent-emails */
interface KeptByLocalStack {
  readonly Source: string;
  readonly Destination: { readonly ToAddresses?: readonly string[] };
  readonly Subject?: string;
  readonly Body?: { readonly text_part?: string | null; readonly html_part?: string | null };
  /** UTC, without a zone. */
  readonly Timestamp: string;
}

/** Where each emulator keeps mail, and how it says it. */
const boxes = {
  local: {
    path: '/_ministack/ses/messages',
    read: ({ messages }: { messages: Record<string, Kept[]> }): SentMail[] =>
      Object.values(messages)
        .flat()
        .map(({ Source, To, Subject, BodyText, BodyHtml, Timestamp }) => ({
          from: Source,
          to: To,
          subject: Subject,
          text: BodyText,
          html: BodyHtml ?? '',
          atMs: Timestamp * 1000,
        })),
  },
  localstack: {
    path: '/_aws/ses',
    read: ({ messages }: { messages: KeptByLocalStack[] }): SentMail[] =>
      messages.map(({ Source, Destination, Subject = '', Body, Timestamp }) => ({
        from: Source,
        to: Destination.ToAddresses ?? [],
        subject: Subject,
        text: Body?.text_part ?? '',
        html: Body?.html_part ?? '',
        atMs: Date.parse(/[Z+]/.test(Timestamp) ? Timestamp : `${Timestamp}Z`),
      })),
  },
};

/** All mails since the emulator started, oldest first; only those to `to` if given. */
export async function sentMails(
  endpoint: string,
  to?: string,
  target: keyof typeof boxes = 'local',
): Promise<SentMail[]> {
  const { path, read } = boxes[target];
  const response = await fetch(new URL(path, endpoint));
  if (!response.ok) throw new Error(`the emulator answered ${response.status}`);
  return read((await response.json()) as never)
    .filter((mail) => to === undefined || mail.to.includes(to))
    .sort((a, b) => a.atMs - b.atMs);
}

export async function mail({ endpoint, target }: Environment, to: string | undefined): Promise<void> {
  if (target === 'aws' || !endpoint)
    throw new Failure('Only the emulator keeps mail', 'AWS delivers it to its recipients.');
  const mails = await sentMails(endpoint.origin, to, target).catch(unreadable('The mail'));
  if (mails.length === 0) console.log(`No mail${to ? ` to ${to}` : ''} since the emulator started.`);
  for (const { to: receivers, subject, text, atMs } of mails) {
    console.log(`\n${new Date(atMs).toISOString()}  ${receivers.join(', ')}`);
    console.log(`${styleText('bold', subject)}\n\n${text.trimEnd().replaceAll(/^(?=.)/gm, '  ')}`);
  }
}
