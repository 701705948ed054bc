// Starts the programs that a browser needs (its driver, a display) and ends them, with all that they started: each
// is the head of a process group of its own, and is ended by that group's number and never by a name.
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

const running = new Set<ChildProcess>();

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // There is nobody left in the group.
  }
}

// A test run that is broken off leaves nothing behind either.
process.once('exit', () => {
  for (const child of running) kill(child, 'SIGKILL');
});

/** Starts a program and waits until it says that it is ready. */
export async function startProgram(command: string, args: string[], options: ProgramOptions = {}): Promise<Running> {
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', options.third ? 'pipe' : 'ignore'],
    env: { ...process.env, ...options.env },
  });
  running.add(child);
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
    for (const stream of child.stdio) if (stream && 'on' in stream) stream.on('data', listen);
    if (!options.says) resolve('');
  });
  const stop = async () => {
    kill(child, 'SIGTERM');
    const timer = setTimeout(() => kill(child, 'SIGKILL'), 5000);
    if (!ended) await end;
    clearTimeout(timer);
    // The driver has ended; a browser of its that has not does now.
    kill(child, 'SIGKILL');
    running.delete(child);
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
