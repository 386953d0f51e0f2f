// Sends mails with SES, as the one sender of the application.
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { env } from '../base/env.ts';
import { type LogFields, log } from '../base/log.ts';
import { platformBindings } from '../base/names.ts';
import { bounded } from './bounded.ts';

export interface Mail {
  readonly subject: string;
  readonly text: string;
  /** The same with markup. Default: text alone. */
  readonly html?: string;
}

let client: SESv2Client | undefined;

/**
 * A single try: SES has no idempotency token, so an SDK retry could send a second mail. Mail clients that support it show
 * mails with the same reference as one.
 */
export async function sendMail(to: string, { subject, text, html }: Mail, reference: string): Promise<void> {
  client ??= new SESv2Client(bounded({ maxAttempts: 1, requestTimeout: 5000 }));
  const part = (Data: string) => ({ Data, Charset: 'UTF-8' });
  await client.send(
    new SendEmailCommand({
      FromEmailAddress: env(platformBindings.mailSender),
      Destination: { ToAddresses: [to] },
      Content: {
        Simple: {
          Subject: part(subject),
          Body: { Text: part(text), ...(html !== undefined && { Html: part(html) }) },
          Headers: [{ Name: 'X-Entity-Ref-ID', Value: reference }],
        },
      },
    }),
  );
}

/** Whether SES said that no mail left. After its own fault or without a response, this is unknown. */
export function isRefusal(error: unknown): boolean {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500;
}

const NOT_SET_UP: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'AccountSuspendedException',
  'MailFromDomainNotVerifiedException',
  // The sender is not confirmed, or the account is in the sandbox and the recipient is not.
  'MessageRejected',
  'SendingPausedException',
]);

export const warnNotSetUp = (fields: LogFields, error: unknown): void =>
  log('warn', 'mail is not set up: confirm the sender in SES, and ask for its production access', fields, error);

/** Whether SES refuses until an operator sets it up: a next try of the same mail is refused as well. */
export const isNotSetUp = (error: unknown): boolean => error instanceof Error && NOT_SET_UP.has(error.name);
