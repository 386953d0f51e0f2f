// Loaded into every Lambda worker of the emulator: injects the planned fault at the planned AWS call and logs it.
// The plan is read at each call, so arming needs no restart. A worker claims a fault by creating a file, so it fires once.
import { appendFileSync, existsSync, openSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import net, { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { platformBindings } from '../../../lambdas/shared/base/names.ts';

/**
 * `stop`: the process pauses before the call leaves, until the test continues it (SIGCONT to `pid`).
 * `kill-before`, `kill-after`: the process ends before the call leaves, or when its answer arrives. `lost`: the call takes
 * effect, but its answer is a broken connection. `slow`: the answer arrives after every time-out. `late`: the connection
 * takes 400 ms, as on a cold instance, and a call that gave up before never arrives. `throttle`, `error`, `reset`: the
 * call never arrives; the caller gets a throttle, a 500 or a broken connection.
 */
export type Kind = 'stop' | 'kill-before' | 'kill-after' | 'lost' | 'slow' | 'late' | 'throttle' | 'error' | 'reset';

export interface Fault {
  /** Number of the call, from 1, since the plan was armed or the previous fault fired; a new process starts over. */
  readonly call: number;
  readonly kind: Kind;
  /** That call in the recorded run; informative, since the count decides. */
  readonly target?: string;
  /** Instead of the count: the next call whose target contains this, regardless of the faults' order. */
  readonly at?: string;
}
export interface Plan {
  readonly id: string;
  readonly functionId: string;
  readonly record: boolean;
  /** Faults that fire one after the other. */
  readonly faults: readonly Fault[];
}
export interface Fired extends Fault {
  readonly plan: string;
  readonly functionId: string;
  readonly target: string;
  readonly pid: number;
}

const folder = process.env.FAULTS_FOLDER ?? '';
const functionId = process.env[platformBindings.functionId];
const SLOW_MS = 2500;
const LATE_MS = 400;

const refusals: Partial<Record<Kind, readonly [number, string]>> = {
  throttle: [400, 'ProvisionedThroughputExceededException'],
  error: [500, 'InternalServerError'],
};

let counting = '';
let calls = 0;

/** Claims and logs the fault of this call; undefined for nearly every call. */
function claim(target: string): Kind | undefined {
  let plan: Plan;
  try {
    plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as Plan;
  } catch {
    return undefined;
  }
  if (plan.functionId !== functionId) return undefined;
  const named = plan.faults.findIndex(({ at }, i) => at && target.includes(at) && !isClaimed(plan, i));
  if (named >= 0) return take(plan, named, target);
  let index = 0;
  while (isClaimed(plan, index)) index += 1;
  if (counting !== `${plan.id}.${index}`) calls = 0;
  counting = `${plan.id}.${index}`;
  calls += 1;
  if (plan.record) appendFileSync(join(folder, 'calls.log'), `${JSON.stringify({ plan: plan.id, target })}\n`);
  const fault = plan.faults[index];
  return fault?.call === calls && !fault.at ? take(plan, index, target) : undefined;
}

const isClaimed = (plan: Plan, index: number): boolean => existsSync(join(folder, `${plan.id}.${index}`));

/** Claims a fault; undefined when another worker was first. */
function take(plan: Plan, index: number, target: string): Kind | undefined {
  const fault = plan.faults[index] as Fault;
  try {
    openSync(join(folder, `${plan.id}.${index}`), 'wx');
  } catch {
    return undefined;
  }
  const { id, functionId } = plan;
  const fired: Fired = { ...fault, plan: id, functionId, target, pid: process.pid };
  appendFileSync(join(folder, 'faults.log'), `${JSON.stringify(fired)}\n`);
  return fault.kind;
}

const end = (): void => void process.kill(process.pid, 'SIGKILL');

/** Answers the calls that must not arrive, in AWS's formats. */
function startRefuser(): () => number {
  const server = http.createServer((request, response) => {
    const [status, type] = refusals[request.url?.slice(1) as Kind] ?? [];
    if (!status) return void request.socket.destroy();
    request.resume();
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': String(type) });
    response.end(JSON.stringify({ __type: `com.amazonaws#${type}`, message: 'A planned fault' }));
  });
  server.listen(0, '127.0.0.1').unref();
  return () => (server.address() as AddressInfo).port;
}

if (functionId && folder) {
  const request = http.request;
  const refuserPort = startRefuser();

  const withFault = (options: http.RequestOptions, rest: unknown[], kind: Kind): http.ClientRequest => {
    const send = request as (options: http.RequestOptions, ...rest: unknown[]) => http.ClientRequest;
    if (kind === 'kill-before') end();
    if (kind === 'stop') process.kill(process.pid, 'SIGSTOP');
    if (kind in refusals || kind === 'reset') {
      const host = '127.0.0.1';
      return send({ ...options, host, hostname: host, port: refuserPort(), path: `/${kind}`, agent: false }, ...rest);
    }
    if (kind === 'late') {
      const { port, host } = options;
      const createConnection: http.RequestOptions['createConnection'] = (_, onCreated) => {
        setTimeout(() => onCreated(null, net.connect(Number(port), host ?? undefined)), LATE_MS);
        return undefined;
      };
      return send({ ...options, agent: undefined, createConnection }, ...rest);
    }
    const sent = send(options, ...rest);
    const emit = sent.emit.bind(sent) as (event: string | symbol, ...values: unknown[]) => boolean;
    sent.emit = (event: string | symbol, ...values: unknown[]): boolean => {
      if (event !== 'response') return emit(event, ...values);
      if (kind === 'kill-after') end();
      if (kind === 'slow') {
        setTimeout(() => sent.destroyed || emit(event, ...values), SLOW_MS);
        return true;
      }
      (values[0] as http.IncomingMessage).resume();
      return emit('error', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    };
    return sent;
  };

  http.request = ((options: http.RequestOptions, ...rest: unknown[]) => {
    const headers = (options.headers ?? {}) as Record<string, string>;
    const kind = claim(headers['x-amz-target'] ?? headers['X-Amz-Target'] ?? `${options.method} ${options.path}`);
    return kind ? withFault(options, rest, kind) : (request as CallableFunction)(options, ...rest);
  }) as typeof http.request;
  syncBuiltinESMExports();
}
