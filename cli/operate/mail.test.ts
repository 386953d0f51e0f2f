// The mails that an emulator keeps, as each says them.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sentMails } from './mail.ts';

let server: Server;
let endpoint: string;

/** The answer of LocalStack is its documentation's own example: https://docs.localstack.cloud/aws/services/ses/ */
const kept: Record<string, object> = {
  '/_ministack/ses/messages': {
    messages: {
      'us-east-1': [
        { Source: 's', To: ['b'], Subject: 'Second', BodyText: 'Text', BodyHtml: null, Timestamp: 1_694_421_494 },
        { Source: 's', To: ['a'], Subject: 'First', BodyText: 'Text', BodyHtml: '<p>', Timestamp: 1_694_421_493 },
      ],
    },
  },
  '/_aws/ses': {
    messages: [
      {
        Id: 'dqxhhgoutkmylpbc-ffuqlkjs-ljld-fckp-hcph-wcsrkmxhhldk-pvadjc',
        Region: 'eu-central-1',
        Destination: { ToAddresses: ['jeff@aws.com'] },
        Source: 'hello@example.com',
        Subject: 'This is the email subject',
        Body: { text_part: 'This is the email body', html_part: null },
        Timestamp: '2023-09-11T08:37:13',
      },
    ],
  },
};

beforeEach(async () => {
  server = createServer((request, response) => response.end(JSON.stringify(kept[request.url ?? ''])));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test('the emulator has them oldest first, and those of one receiver', async () => {
  expect((await sentMails(endpoint)).map(({ subject }) => subject)).toEqual(['First', 'Second']);
  expect(await sentMails(endpoint, 'b')).toEqual([
    { from: 's', to: ['b'], subject: 'Second', text: 'Text', html: '', atMs: 1_694_421_494_000 },
  ]);
});

test('LocalStack has them at another path, in its own words', async () => {
  expect(await sentMails(endpoint, undefined, 'localstack')).toEqual([
    {
      from: 'hello@example.com',
      to: ['jeff@aws.com'],
      subject: 'This is the email subject',
      text: 'This is the email body',
      html: '',
      atMs: Date.UTC(2023, 8, 11, 8, 37, 13),
    },
  ]);
  expect(await sentMails(endpoint, 'nobody@aws.com', 'localstack')).toEqual([]);
});
