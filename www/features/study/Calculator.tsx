// Lets the reader try Amdahl's law: a share of the work that runs in parallel and a number of threads give a speed-up,
// shown beside the measured points.

import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import * as app from '../../app/app';
import { addressOf } from '../../app/provenance';
import { Chart } from '../../charts/Chart';
import { amdahl, type Measured } from '../../study/laws';
import { plural, significant } from '../../text/format';

interface CalculatorProps {
  measured: readonly Measured[];
  /** Parallel share to begin with: the fitted one, if there is one. */
  fitted: number | null;
}

/** Largest number of threads of the slider. */
const MOST = 128;
const FIRST_SHARE = 0.95;

export function Calculator({ measured, fitted }: CalculatorProps) {
  // Null until a slider is moved: until then the law is the fitted one.
  const chosen = useSignal<number | null>(null);
  const exponent = useSignal(3);
  const p = chosen.value ?? (fitted === null ? FIRST_SHARE : Math.round(fitted * 1000) / 1000);
  const s = 2 ** exponent.value;
  const speedup = amdahl(p, s);
  const ids = { p: useId(), s: useId() };
  return (
    <div class="calculator">
      <div class="calculator-controls">
        <div class="calculator-field">
          <label for={ids.p}>Parallel share p</label>
          <output>{significant(100 * p)} %</output>
          <input
            id={ids.p}
            type="range"
            min={0}
            max={1000}
            step={1}
            value={Math.round(1000 * p)}
            data-calculator="p"
            aria-valuetext={`${significant(100 * p)} %`}
            style={{ '--filled': p }}
            onInput={(event) => {
              chosen.value = Number(event.currentTarget.value) / 1000;
            }}
          />
        </div>
        <div class="calculator-field">
          <label for={ids.s}>Threads s</label>
          <output>{s}</output>
          <input
            id={ids.s}
            type="range"
            min={0}
            max={Math.log2(MOST)}
            step={1}
            value={exponent.value}
            data-calculator="s"
            aria-valuetext={plural(s, 'thread')}
            style={{ '--filled': exponent.value / Math.log2(MOST) }}
            onInput={(event) => {
              exponent.value = Number(event.currentTarget.value);
            }}
          />
        </div>
        <dl class="calculator-figures">
          <div>
            <dt>Speed-up</dt>
            <dd data-metric="calculator_speedup" data-value={speedup}>
              {significant(speedup)}×
            </dd>
          </div>
          <div>
            <dt>Efficiency</dt>
            <dd>{significant((100 * speedup) / s)} %</dd>
          </div>
          <div>
            <dt>Limit, s → ∞</dt>
            <dd data-metric="calculator_limit" data-value={1 / (1 - p)}>
              {p === 1 ? 'none' : `${significant(1 / (1 - p))}×`}
            </dd>
          </div>
        </dl>
        <p class="study-note">
          S = 1 / ((1 − p) + p/s).{' '}
          {chosen.value !== null && fitted !== null && (
            <button
              type="button"
              class="button button-quiet button-small"
              onClick={() => {
                chosen.value = null;
              }}
            >
              Back to the fitted share
            </button>
          )}
        </p>
      </div>
      <Chart
        title={`Amdahl’s law for p = ${significant(100 * p)} %`}
        xLabel="Threads s"
        yLabel="Speed-up"
        fromZero
        joined={false}
        points={[
          ...measured.map(({ threads, speedup: y }) => ({
            x: threads,
            y,
            title: `measured on ${plural(threads, 'thread')}: ${significant(y)}×`,
          })),
          { x: s, y: speedup, title: `the law at ${plural(s, 'thread')}: ${significant(speedup)}×` },
        ]}
        lines={[
          { name: 'Amdahl’s law', tone: 'amdahl', at: (x) => amdahl(p, x) },
          { name: 'ideal', tone: 'ideal', at: (x) => x },
        ]}
        xMin={1}
        xMax={MOST}
        yMax={amdahl(p, MOST)}
        file={{ name: 'brigade-amdahl', link: addressOf(app.fragment.value) }}
        formatY={(y) => `${significant(y, 2)}×`}
      />
    </div>
  );
}
