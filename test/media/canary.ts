// A server that must get no connection.
import { createServer } from 'node:net';

/** Runs the work beside a loopback server that counts connections. */
export async function canary<T>(work: (address: string, calls: () => number) => Promise<T>): Promise<T> {
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    return await work(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, () => calls);
  } finally {
    server.close();
  }
}
