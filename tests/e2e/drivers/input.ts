// Keyboard, mouse and finger of a driven window, as WebDriver's actions.
import type { Tab } from './session';
import { BROWSER } from './which';

export interface Point {
  x: number;
  y: number;
}

// Names of keys in WebDriver.
const KEYS: Record<string, string> = {
  Escape: '\uE00C',
  Enter: '\uE007',
  Tab: '\uE004',
  Delete: '\uE017',
  Home: '\uE011',
  End: '\uE010',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Control: '\uE009',
  Space: ' ',
};

const down = (key: string) => ({ type: 'keyDown', value: KEYS[key] ?? key });
const up = (key: string) => ({ type: 'keyUp', value: KEYS[key] ?? key });

/** Returns the actions of pressing keys together, such as `Control+v`. */
function chord(keys: string): object[] {
  const held = keys.length > 1 ? keys.split('+') : [keys];
  return [...held.map(down), ...held.reverse().map(up)];
}

export class Input {
  /** Position of the mouse. */
  private at: Point = { x: 0, y: 0 };
  private readonly held = new Set<string>();

  constructor(private readonly tab: Tab) {}

  /** Presses and releases keys or chords, one after the other. */
  type = (keys: string[]) => this.keys(keys.flatMap(chord));

  readonly keyboard = {
    press: (key: string) => this.type([key]),
    down: async (key: string): Promise<void> => {
      await this.keys([down(key)]);
      this.held.add(key);
    },
    up: async (key: string): Promise<void> => {
      await this.keys([up(key)]);
      this.held.delete(key);
    },
  };

  readonly mouse = {
    move: async (x: number, y: number, { steps = 1 }: { steps?: number } = {}): Promise<void> => {
      const from = this.at;
      const moves = Array.from({ length: steps }, (_, i) =>
        move({ x: from.x + ((x - from.x) * (i + 1)) / steps, y: from.y + ((y - from.y) * (i + 1)) / steps }),
      );
      await this.pointer('mouse', moves);
      this.at = { x, y };
    },
    down: () => this.pointer('mouse', [{ type: 'pointerDown', button: 0 }]),
    up: () => this.pointer('mouse', [{ type: 'pointerUp', button: 0 }]),
    wheel: async (deltaX: number, deltaY: number): Promise<void> => {
      const scroll = { ...whole(this.at), deltaX, deltaY };
      if (BROWSER === 'webkit' && this.held.has('Control')) await this.tab.evaluate(`${turnWithControl}`, scroll);
      else await this.act({ type: 'wheel', id: 'wheel', actions: [{ type: 'scroll', ...scroll }] });
    },
  };

  /** Touches the page with a finger. */
  tap = (at: Point) =>
    this.pointer('touch', [move(at), { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }]);

  private keys = (actions: object[]) => this.act({ type: 'key', id: 'keyboard', actions });

  private pointer = (pointerType: 'mouse' | 'touch', actions: object[]) =>
    this.act({ type: 'pointer', id: pointerType, parameters: { pointerType }, actions });

  private async act(source: object): Promise<void> {
    await this.tab.command('POST', '/actions', { actions: [source] });
  }
}

/**
 * Turns the wheel with Ctrl. Runs in the page: WebKit's driver forgets which keys are held when the wheel turns, so the
 * event is made in the page.
 */
function turnWithControl({ x, y, ...delta }: Point & { deltaX: number; deltaY: number }): void {
  const at = { clientX: x, clientY: y, ctrlKey: true, bubbles: true, cancelable: true };
  document.elementFromPoint(x, y)?.dispatchEvent(new WheelEvent('wheel', { ...at, ...delta }));
}

const whole = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) });
const move = (to: Point) => ({ type: 'pointerMove', duration: 0, ...whole(to) });
