// A WebDriver session: commands over HTTP, and scripts in the page whose arguments and results keep what JSON would
// lose. A slow script is started and polled, so that others can run meanwhile.

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** Time between two polls, in ms. */
export const INTERVAL = 30;

/**
 * Longest time for a command, in ms (loading a page takes longest); then for the start of a browser, and for its end.
 */
const LIMIT = 120_000;
const START_LIMIT = 90_000;
const END_LIMIT = 5_000;

type Method = 'GET' | 'POST' | 'DELETE';

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A refusal of the driver; `kind` is the standard's word for it. */
export class Refusal extends Error {
  readonly kind: string;

  constructor(kind: string, message: string) {
    super(`${kind}: ${message}`);
    this.kind = kind;
  }
}

/** The page's answer to a script: its value or that it is pending, and what was written to the console meanwhile. */
interface Answer {
  state: 'done' | 'failed' | 'pending' | 'lost';
  value?: unknown;
  call: number;
  url: string;
  messages: string[];
}

// Runs around every script in the page. `driven` holds the pending calls and the last answer: a driver that has lost
// the answer (as WebKit's does now and then) asks again by the same number, and the script does not run twice.
const PROLOGUE = `
  const [text, number] = arguments;
  const odd = (key, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? { oddNumber: String(value) } : value;
  const driven = (window.driven ??= { last: 0, calls: {} });
  if (driven.number === number) return driven.answer;
  const answer = (state, value, call = 0) => {
    const messages = (window.recordedMessages ?? []).splice(0);
    Object.assign(driven, { number, answer: JSON.stringify({ state, value, call, url: location.href, messages }, odd) });
    return driven.answer;
  };
`;

const start = (script: string) => `${PROLOGUE}
  const argument = text === null ? undefined : JSON.parse(text);
  const value = (${script})(argument);
  if (typeof value?.then !== 'function') return answer('done', value);
  const call = ++driven.last;
  driven.calls[call] = ['pending'];
  value.then(
    (result) => { driven.calls[call] = ['done', result]; },
    (error) => { driven.calls[call] = ['failed', String(error)]; },
  );
  return answer('pending', undefined, call);
`;

const ASK = `${PROLOGUE}
  const [state, value] = driven.calls[text] ?? ['lost'];
  if (state !== 'pending') delete driven.calls[text];
  return answer(state, value, text);
`;

const revive = (_: string, value: unknown) =>
  value !== null && typeof value === 'object' && 'oddNumber' in value ? Number(value.oddNumber) : value;

export class Session {
  /** The last command: drivers take them one at a time. */
  private last: Promise<unknown> = Promise.resolve();
  /** The window that commands go to. */
  private current = '';

  private constructor(private readonly base: string) {}

  /** Begins a session, and returns it with its first window. */
  static async begin(driver: string, capabilities: object): Promise<{ session: Session; window: string }> {
    const body = { capabilities: { alwaysMatch: capabilities } };
    const { sessionId } = (await send('POST', `${driver}/session`, body, START_LIMIT)) as { sessionId: string };
    const session = new Session(`${driver}/session/${sessionId}`);
    session.current = (await session.command('GET', '/window')) as string;
    return { session, window: session.current };
  }

  /** Sends a command to a window, after turning the session to it; '' is for commands that concern no window. */
  command(method: Method, path: string, body?: object, window = ''): Promise<unknown> {
    const next = this.last.then(async () => {
      if (window !== '' && this.current !== window) {
        await send('POST', `${this.base}/window`, { handle: window });
        this.current = window;
      }
      return send(method, `${this.base}${path}`, body);
    });
    this.last = next.catch(() => undefined);
    return next;
  }

  windows = () => this.command('GET', '/window/handles') as Promise<string[]>;

  /** Ends the browser without waiting for its pending commands, because it may hang. */
  end = () => send('DELETE', this.base, undefined, END_LIMIT);
}

/** One window of the browser, with a page in it. */
export class Tab {
  /** Address of the page at the last command. */
  url = 'about:blank';
  /** Number of scripts that were run. */
  private static asked = 0;

  constructor(
    readonly session: Session,
    readonly window: string,
    /** Receives what the page writes to the console. */
    readonly messages: string[],
  ) {}

  command(method: Method, path: string, body?: object): Promise<unknown> {
    return this.session.command(method, path, body, this.window);
  }

  /** Runs the text of a function in the page with one argument, and waits for its promise. */
  async evaluate(script: string, argument?: unknown): Promise<unknown> {
    const text = argument === undefined ? null : JSON.stringify(argument);
    let answer = await this.script(start(script), text);
    while (answer.state === 'pending') {
      await pause(INTERVAL);
      answer = await this.script(ASK, answer.call);
    }
    if (answer.state === 'failed') throw new Error(String(answer.value));
    if (answer.state === 'lost') throw new Error('The page was left before the script had ended.');
    return answer.value;
  }

  /** Runs the text of a script in the page, for its effect. */
  async execute(script: string): Promise<void> {
    await this.command('POST', '/execute/sync', { script: `${script}\nreturn null;`, args: [] });
  }

  /** Returns the element that the text of a function finds in the page, as the driver names it. */
  async element(script: string, argument: unknown): Promise<string> {
    const found = await this.command('POST', '/execute/sync', {
      script: `return (${script})(JSON.parse(arguments[0]));`,
      args: [JSON.stringify(argument)],
    });
    const id = (found as Record<string, string> | null)?.[ELEMENT];
    if (id === undefined) throw new Refusal('no such element', 'it was there a moment ago.');
    return id;
  }

  private async script(script: string, argument: unknown): Promise<Answer> {
    const body = { script, args: [argument, ++Tab.asked] };
    const send = () => this.command('POST', '/execute/sync', body);
    const value = await send().catch((error) => {
      if (/Could not parse script result/.test(String(error))) return send();
      throw error;
    });
    // While a page is being left, a driver may answer without a value.
    if (typeof value !== 'string') throw new Refusal('no such window', 'the page is being left.');
    const answer = JSON.parse(value, revive) as Answer;
    this.url = answer.url;
    this.messages.push(...answer.messages);
    return answer;
  }
}

async function send(method: string, url: string, body?: object, limit = LIMIT): Promise<unknown> {
  const late = (error: Error) => {
    if (error.name !== 'TimeoutError') throw error;
    throw new Error(`The driver gave no answer to ${method} ${new URL(url).pathname} within ${limit} ms.`);
  };
  const response = await fetch(url, {
    method,
    headers: { 'Content-Type': 'application/json' },
    signal: AbortSignal.timeout(limit),
    ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
  }).catch(late);
  const { value } = (await response.json()) as { value: unknown };
  if (!response.ok) {
    const { error, message } = value as { error: string; message: string };
    throw new Refusal(error, message);
  }
  return value;
}
