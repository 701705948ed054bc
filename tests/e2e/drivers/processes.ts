// Starts the programs that a browser needs (its driver, a display) and ends them with all that they started. Each has a
// process group of its own, and is ended by that group's number, never by a name.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';

export interface Running {
  /** The output of the program that said that it is ready. */
  ready: string;
  stop(): Promise<void>;
}

interface ProgramOptions {
  env?: NodeJS.ProcessEnv;
  /**
   * Output of a program that is ready; the first group of the match is kept. Without it the program is ready at once.
   */
  says?: RegExp;
  /** Whether the program's output is read from a third stream, which its arguments may name. */
  third?: boolean;
}

// Starts the program, and ends the whole group when the test run ends in any way, because that closes this end of the
// first stream. When asked to end, waits until the program has ended.
const GUARD = `
  trap : TERM
  exec 4<&0
  "$@" 4<&- </dev/null &
  program=$!
  { cat <&4; kill -KILL 0; } >/dev/null 2>&1 &
  wait "$program"
  wait "$program"
`;

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // The group is empty.
  }
}

/** Starts a program and waits until it says that it is ready. */
export async function startProgram(command: string, args: string[], options: ProgramOptions = {}): Promise<Running> {
  const child = spawn('sh', ['-c', GUARD, 'guard', command, ...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', options.third ? 'pipe' : 'ignore'],
    env: { ...process.env, ...options.env },
  });
  let said = '';
  let ended = false;
  const end = new Promise<void>((resolve) => {
    const done = () => {
      ended = true;
      resolve();
    };
    child.once('exit', done);
    child.once('error', (error) => {
      said += error.message;
      done();
    });
  });
  const ready = new Promise<string>((resolve) => {
    const listen = (data: Buffer) => {
      // Browsers write without end, and only the last output is of interest.
      said = (said + data).slice(-10_000);
      const match = options.says?.exec(said);
      if (match) resolve(match[1] ?? '');
    };
    for (const stream of child.stdio.slice(1)) stream?.on('data', listen);
    if (!options.says) resolve('');
  });
  const stop = async () => {
    kill(child, 'SIGTERM');
    const timer = setTimeout(() => kill(child, 'SIGKILL'), 5000);
    if (!ended) await end;
    clearTimeout(timer);
    // The driver has ended; a browser that it left behind is ended too.
    kill(child, 'SIGKILL');
  };
  const outcome = await Promise.race([ready, end.then(() => undefined)]);
  if (outcome === undefined) {
    await stop();
    throw new Error(`${command} could not be started: ${said.trim() || 'it ended and said nothing.'}`);
  }
  return { ready: outcome, stop };
}

/** Returns a port of this machine on which nothing listens at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (bound === null || typeof bound === 'string') throw new Error('There is no free port.');
  return bound.port;
}
