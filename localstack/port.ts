// Says whether a local TCP port is free and, if not, which process holds it.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { Failure } from './failure.ts';

export interface Holder {
  readonly pid: number;
  readonly command: string;
}

const answers = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1000 });
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => finish(true)).once('timeout', () => finish(true));
    socket.once('error', () => finish(false));
  });

/** Checks by connecting: binding would succeed beside a wildcard listener on macOS. */
export async function isPortFree(port: number): Promise<boolean> {
  return !(await answers(port, '127.0.0.1')) && !(await answers(port, '::1'));
}

export async function freePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + 100; port += 1) if (await isPortFree(port)) return port;
  throw new Failure(`No free port from ${preferred} to ${preferred + 99}`, 'Stop some servers on this machine.');
}

/** The inodes of sockets listening on the port, from `/proc/net/tcp` (hex addresses, state 0A = LISTEN). */
export function listeningInodes(table: string, port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(`:${hexPort}`) && fields[3] === '0A')
    .map((fields) => fields[9] ?? '');
}

export function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

function holderOnLinux(port: number): number | undefined {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFileSync(path, 'utf8'));
  const sockets = new Set(tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`));
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`))
        if (sockets.has(readlinkSync(`/proc/${pid}/fd/${fd}`))) return Number(pid);
    } catch {
      // Processes of other users, and those that end meanwhile, cannot be read.
    }
  }
  return undefined;
}

function holderByLsof(port: number): number | undefined {
  const output = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], { encoding: 'utf8' });
  return Number(output.split('\n')[0]) || undefined;
}

export function portHolder(port: number): Holder | undefined {
  try {
    const pid = process.platform === 'linux' ? holderOnLinux(port) : holderByLsof(port);
    return pid === undefined ? undefined : { pid, command: commandOf(pid) };
  } catch {
    return undefined;
  }
}

export function portTaken(port: number, holder: Holder | undefined): Failure {
  const by = holder ? `process ${holder.pid} (${holder.command.slice(0, 120)})` : 'another user’s process';
  const stop = holder ? `End it (kill ${holder.pid})` : 'End it';
  return new Failure(
    `Port ${port} is taken by ${by}`,
    `${stop}, or use another port: npm start -- --endpoint http://localhost:${port + 10}`,
  );
}
