// Starts the programs that a browser needs (its driver, a display) and ends them, with all that they started: each
// is in a process group of its own, and is ended by that group's number and never by a name.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';

export interface Running {
  /** What the program said that made it ready. */
  ready: string;
  stop(): Promise<void>;
}

interface ProgramOptions {
  env?: NodeJS.ProcessEnv;
  /** What it writes when it is ready; the first group is kept. Without it the program is ready at once. */
  says?: RegExp;
  /** Arguments may name the third stream of the program for what it says. */
  third?: boolean;
}

// Starts the program, and ends the whole group when the test run ends, in whichever way, as then its end of the first
// stream is closed. When asked to end, this waits until the program has done so.
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
    // There is nobody left in the group.
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
      // Browsers go on writing: only the end is of interest to anybody.
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
    // The driver has ended; a browser of its that has not does now.
    kill(child, 'SIGKILL');
  };
  const outcome = await Promise.race([ready, end.then(() => undefined)]);
  if (outcome === undefined) {
    await stop();
    throw new Error(`${command} could not be started: ${said.trim() || 'it ended and said nothing.'}`);
  }
  return { ready: outcome, stop };
}

/** A port of this machine that nobody listens on just now. */
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
