// All metrics of a run, each with what it is and how it was got. What belongs to one figure stands in its
// row: a time's median with its interval (or its spread, where that is all there is) and its minimum; a
// speed-up as typically seen, with its interval, and of the fastest repeats.

import type { Metric, Outcome } from '../contract/protocol';
import { factorsBetween, figure, plusMinus, text, timesBetween } from '../text/format';
import { Empty } from '../widgets/Empty';
import { Panel } from '../widgets/Shell';

interface Row {
  /** Has the row's label and help. */
  metric: Metric;
  /** In the first column: the figure itself, or what it typically is. */
  median: Metric | undefined;
  low: Metric | undefined;
  high: Metric | undefined;
  spread: Metric | undefined;
  fastest: Metric | undefined;
}

/** Names of a figure's companions: `time_ms` has `time_low_ms` and `time_min_ms`, `speedup` has `speedup_low`. */
const COMPANION = /^(.+?)_(spread|low|high|min|typical)(_ms)?$/;
/** Exact numbers, which no figure can hold, and the bits of one. Words and sentences stand where they belong. */
const EXACT = /^-?\d+(\.\d+)?$|^[0-9a-f]{16}$/;

export function MetricsTable({ outcome }: { outcome: Outcome | null }) {
  const rows = outcome ? rowsOf(outcome.metrics) : [];
  const intervals = rows.some((row) => row.low);
  const columns = intervals || rows.some((row) => row.spread || row.fastest);
  const values = Object.entries(outcome?.values ?? {}).filter(([, value]) => EXACT.test(value));
  return (
    <Panel title="Measurements">
      {rows.length === 0 ? (
        <Empty minHeight={120}>Every figure of a run will be listed here, with its spread.</Empty>
      ) : (
        <table class="metrics stacks">
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col">{columns ? 'Median' : 'Value'}</th>
              {columns && <th scope="col">{intervals ? '95 % interval' : 'Spread'}</th>}
              {columns && <th scope="col">Fastest</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ metric, median, fastest, ...around }) => (
              <tr key={metric.name}>
                <th scope="row">
                  <span class="metric-label">{metric.label}</span>
                  <span class="metric-help">{metric.help}</span>
                </th>
                <Cell metric={median} />
                {columns && <Around metric={metric} {...around} />}
                {columns && <Cell metric={fastest} />}
              </tr>
            ))}
            {values.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">
                  <span class="metric-label">{name.replaceAll('_', ' ')}</span>
                </th>
                <td class="metric-exact" colSpan={columns ? 3 : 1} data-result={name}>
                  {value}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function Cell({ metric }: { metric: Metric | undefined }) {
  return metric ? <td>{figured(metric, text(figure(metric)))}</td> : <td />;
}

const figured = (metric: Metric, shown: string) => (
  <span title={metric.help} data-metric={metric.name} data-value={rawValue(metric)}>
    {shown}
  </span>
);

/** Where a figure lies: its interval, else its spread. */
function Around({ metric, low, high, spread }: Pick<Row, 'metric' | 'low' | 'high' | 'spread'>) {
  if (low && high) {
    const between = low.unit === 'ms' ? timesBetween : (_: number, a: number, b: number) => factorsBetween(a, b);
    const [from = '', to = ''] = between(metric.value, low.value, high.value).split(' to ');
    return (
      <td>
        {figured(low, from)} to {figured(high, to)}
      </td>
    );
  }
  return spread ? <td>{figured(spread, plusMinus(metric.value, spread.value) || '–')}</td> : <td />;
}

/** For `data-value`: the number without rounding, times in ms. */
export function rawValue(metric: Metric): string {
  return String(metric.unit === 's' ? metric.value * 1000 : metric.value);
}

/** A companion without its figure stays a row of its own, as does a spread beside an interval. */
function rowsOf(metrics: readonly Metric[]): Row[] {
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  const isCompanion = (name: string): boolean => {
    const [, base, kind, unit = ''] = COMPANION.exec(name) ?? [];
    if (base === undefined) return false;
    if (kind === 'spread' && byName.has(`${base}_low${unit}`)) return false;
    // A ratio that is withheld is still typically something.
    return byName.has(base + unit) || (kind !== 'typical' && byName.has(`${base}_typical${unit}`));
  };
  return (
    metrics
      // A yes or no: the verdict shows it, and the values have the word.
      .filter((metric) => metric.name !== 'identical' && !isCompanion(metric.name))
      .map((metric) => {
        const [, stem = '', unit = ''] = /^(.+?)(?:_typical)?(_ms)?$/.exec(metric.name) ?? [];
        const find = (kind: string) => byName.get(`${stem}_${kind}${unit}`);
        const typical = find('typical');
        const interval = find('high') && find('low');
        return {
          metric,
          median: typical ?? metric,
          low: interval,
          high: interval && find('high'),
          spread: interval ? undefined : find('spread'),
          fastest: typical && typical !== metric ? metric : find('min'),
        };
      })
  );
}
