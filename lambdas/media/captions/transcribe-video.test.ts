// Every error that AWS documents for the calls of Transcribe that we make, and what becomes of the captions.
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { fakeAws } from '../../../test/fake-aws.ts';
import { processing } from '../../../test/media/records.ts';
import { writtenLines } from '../../../test/written-lines.ts';
import { shardsBinding } from '../../shared/base/names.ts';
import { bindings } from '../resources.ts';
import { TranscribeRefused } from './transcribe-store.ts';
import { beginJob, finishJob } from './transcribe-video.ts';

/** Answers by action: an error's name with its status. Without one, the call is taken. */
let errors: Record<string, readonly [name: string, status: number]> = {};
/** States of captions that were stored. */
let stored: string[] = [];

function answerTo(action: string, body: string): [status: number, text: string] {
  const [name, status = 0] = errors[action] ?? [];
  if (name) return [status, JSON.stringify({ __type: `com.amazonaws.transcribe#${name}`, Message: 'No.' })];
  if (action === 'GetItem')
    return [200, JSON.stringify({ Item: marshall(processing, { removeUndefinedValues: true }) })];
  if (action === 'TransactWriteItems')
    stored.push(...[...body.matchAll(/"captions":\{"M":\{"state":\{"S":"(\w+)"/g)].map(([, state = '']) => state));
  return [200, '{"TranscriptionJob":{"TranscriptionJobStatus":"IN_PROGRESS"}}'];
}

fakeAws(
  (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      const [status, text] = answerTo(action, Buffer.concat(chunks).toString());
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(text);
    });
  },
  {
    [bindings.mediaTable]: 'media',
    [shardsBinding(bindings.mediaTable)]: '4',
    [bindings.quarantine]: 'quarantine',
    [bindings.renditions]: 'renditions',
    [bindings.publicUrl]: 'https://shop.example',
  },
);

const lines = writtenLines();

/** `thrown`: to the queue, which delivers again; a stream is never held. */
async function outcomeOf(work: () => Promise<void>): Promise<string> {
  stored = [];
  const end = await work().then(
    () => 'waits',
    (error: Error) => (error instanceof TranscribeRefused ? 'thrown' : String(error)),
  );
  return stored[0] ?? end;
}

/** Of both calls: https://docs.aws.amazon.com/transcribe/latest/APIReference/CommonErrors.html */
const common = [
  ['AccessDeniedException', 400, 'FAILED'],
  ['ExpiredTokenException', 403, 'waits'],
  ['IncompleteSignature', 403, 'waits'],
  ['InternalFailure', 500, 'waits'],
  ['MalformedHttpRequestException', 400, 'waits'],
  ['NotAuthorized', 401, 'FAILED'],
  ['OptInRequired', 403, 'FAILED'],
  ['RequestAbortedException', 400, 'waits'],
  ['RequestEntityTooLargeException', 413, 'waits'],
  ['RequestExpired', 400, 'waits'],
  ['RequestTimeoutException', 408, 'waits'],
  ['ServiceUnavailable', 503, 'waits'],
  ['SubscriptionRequiredException', 400, 'FAILED'],
  ['ThrottlingException', 400, 'waits'],
  ['UnrecognizedClientException', 403, 'FAILED'],
  ['ValidationException', 400, 'FAILED'],
  // Of each call.
  ['BadRequestException', 400, 'FAILED'],
  ['InternalFailureException', 500, 'waits'],
  ['LimitExceededException', 400, 'waits'],
  // One that AWS adds tomorrow.
  ['SomethingElseException', 400, 'waits'],
] as const;

describe('a video that is announced', () => {
  test.each([...common, ['ConflictException', 400, 'waits']] as const)(
    'that Transcribe answers %s (%i) holds no stream: its captions are %s',
    async (name, status, outcome) => {
      errors = { StartTranscriptionJob: [name, status] };
      expect(await outcomeOf(() => beginJob(processing))).toBe(outcome);
      if (name !== 'ConflictException')
        expect(lines.map((line) => JSON.parse(line)).filter(({ level }) => level !== 'info')).toMatchObject([
          { level: 'warn', reason: name },
        ]);
    },
  );

  test.each([...common, ['NotFoundException', 400, 'waits']] as const)(
    'whose job was there, and of which Transcribe then answers %s, holds no stream',
    async (name, status, outcome) => {
      errors = { StartTranscriptionJob: ['ConflictException', 400], GetTranscriptionJob: [name, status] };
      expect(await outcomeOf(() => beginJob(processing))).toBe(outcome);
    },
  );
});

test.each([...common, ['NotFoundException', 400, 'waits']] as const)(
  'a job that ended and of which Transcribe answers %s is asked for again unless that is in vain',
  async (name, status, outcome) => {
    errors = { GetTranscriptionJob: [name, status] };
    const asked = outcome === 'waits' && name !== 'NotFoundException' ? 'thrown' : outcome;
    expect(await outcomeOf(() => finishJob(processing.mediaId))).toBe(asked);
  },
);

test.each([
  ['ENOTFOUND', true],
  ['EAI_AGAIN', false],
  ['ECONNRESET', false],
] as const)('a name that nobody knows is a region without Transcribe, an outage is not: %s', (code, isFinal) => {
  const error = Object.assign(new Error('getaddrinfo'), { code });
  expect(new TranscribeRefused(error)).toMatchObject({ error: code, isFinal });
});

test('an error of our own stores is not taken for one of Transcribe', async () => {
  errors = { StartTranscriptionJob: ['ConflictException', 400], GetItem: ['ResourceNotFoundException', 400] };
  expect(await outcomeOf(() => beginJob(processing))).toContain('ResourceNotFoundException');
});
