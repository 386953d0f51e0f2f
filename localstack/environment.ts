// Where a command works: which cloud (target), at which address, in which folder, so that environments never mix.
import { devNull } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { staged } from '../lib/stage.ts';
import { Failure } from './failure.ts';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const targets = ['local', 'localstack', 'aws'] as const;
export type Target = (typeof targets)[number];

/** Recognises speech for captions, if installed (captions/captions.ts). */
export const recogniser = join(root, 'localstack/.captions/bin/recognise');

export interface Environment {
  readonly target: Target;
  /** State, logs, outputs and the synthesised app of this environment. */
  readonly folder: string;
  /** `undefined` means AWS itself. */
  readonly endpoint: URL | undefined;
  readonly region: string;
  /** A copy beside others in its account and region; its names begin with it (lib/stage.ts). */
  readonly stage?: string;
  /** Context of the deployment beside the target and the endpoint, such as `faults=off`. */
  readonly context?: readonly string[];
  /** Its demo has media: a video is transcoded in the first minute, on all cores. */
  readonly withMedia?: boolean;
  /** Program that recognises speech; without it captions are samples. Tests use none. */
  readonly recogniser?: string;
  /** Seconds for which the emulator keeps the processes that a burst of calls leaves. Default: 60. */
  readonly keepWarmSeconds?: number;
}

const defaultEndpoint = 'http://localhost:4566';

/** Known keys and passwords must never reach a cloud that others can access: only loopback passes. */
export function loopbackEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const host = url?.hostname ?? '';
  const loopback = host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
  if (url?.protocol !== 'http:' || !loopback || url.pathname !== '/' || url.username || url.search)
    throw new Failure(
      `The endpoint '${text}' is not an emulator on this machine`,
      `Use an address like ${defaultEndpoint}, or deploy to AWS with --target aws.`,
    );
  return new URL(`http://localhost:${url.port || '80'}`);
}

export function environmentOf(target: Target, endpoint = defaultEndpoint, stage?: string): Environment {
  if (target === 'aws')
    return {
      target,
      folder: join(root, '.local', staged('aws', stage)),
      endpoint: undefined,
      region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1',
      ...(stage !== undefined && { stage }),
    };
  if (stage !== undefined)
    throw new Failure('A stage is for AWS only', 'Add --target aws, or leave --stage out: a laptop has one copy.');
  const folder = join(root, target === 'local' ? '.local' : '.local/localstack');
  const local = target === 'local' && { withMedia: true, recogniser };
  return { target, folder, endpoint: loopbackEndpoint(endpoint), region: 'us-east-1', ...local };
}

export const testEnvironment = (port: number): Environment => ({
  target: 'local',
  folder: join(root, '.local/test'),
  endpoint: new URL(`http://localhost:${port}`),
  region: 'us-east-1',
});

export const portOf = (environment: Environment): number => Number(environment.endpoint?.port);

const STAGE = 'SYSTEM_DESIGN_STAGE';

/** Begins the names of this copy's stacks, queues and alarms, and with slashes around it those of its log groups. */
export const prefixHere = (): string => staged('system-design', process.env[STAGE]);

/** Points every AWS SDK and CLI here and in children at the environment. Emulators never see real credentials. */
export function enter(environment: Environment): void {
  process.env.CDK_DISABLE_CLI_TELEMETRY = 'true';
  delete process.env[STAGE];
  if (environment.stage !== undefined) process.env[STAGE] = environment.stage;
  // cdk.json starts the app with the first `node` on the PATH, which must be one that runs TypeScript.
  process.env.PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;
  if (!environment.endpoint) return;
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: environment.endpoint.origin,
    // aws-cdk's own S3 client ignores the general variable when it publishes assets.
    AWS_ENDPOINT_URL_S3: environment.endpoint.origin,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: environment.region,
    AWS_DEFAULT_REGION: environment.region,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    // Validating every synth costs 2 s and 390 MB (measured, docs/decisions); CI validates once.
    CDK_VALIDATION: 'false',
  });
}
