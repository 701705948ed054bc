// All metrics of a run, each with what it is and how it was got. What belongs to one figure stands in its
// row: a time's median with its interval (or its spread, where that is all there is) and its minimum; a
// speed-up as typically seen, with its interval, and of the fastest repeats.

import type { Metric, Outcome } from '../contract/protocol';
import { beside, between } from '../text/beside';
import { figure, plusMinus, text } from '../text/format';
import { Empty } from '../widgets/Empty';
import { Panel } from '../widgets/Shell';
import { rawValue } from './headlines';

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
    const [from = '', to = ''] = between(low.unit, metric.value, low.value, high.value).split(' to ');
    return (
      <td>
        {figured(low, from)} to {figured(high, to)}
      </td>
    );
  }
  return spread ? <td>{figured(spread, plusMinus(metric.value, spread.value) || '–')}</td> : <td />;
}

/** A companion without its figure stays a row of its own, as does a spread beside an interval. */
function rowsOf(metrics: readonly Metric[]): Row[] {
  const names = new Set(metrics.map(({ name }) => name));
  const isCompanion = ({ of, role }: Metric): boolean => {
    if (of === undefined) return false;
    if (role === 'spread' && beside(metrics, of, 'low')) return false;
    // A ratio that is withheld is still typically something.
    return names.has(of) || (role !== 'typical' && beside(metrics, of, 'typical') !== undefined);
  };
  return (
    metrics
      // A yes or no: the verdict shows it, and the values have the word.
      .filter((metric) => metric.role !== 'agreement' && !isCompanion(metric))
      .map((metric) => {
        const of = metric.role === 'typical' && metric.of !== undefined ? metric.of : metric.name;
        const typical = beside(metrics, of, 'typical');
        const [low, high] = [beside(metrics, of, 'low'), beside(metrics, of, 'high')];
        const interval = low !== undefined && high !== undefined;
        return {
          metric,
          median: typical ?? metric,
          low: interval ? low : undefined,
          high: interval ? high : undefined,
          spread: interval ? undefined : beside(metrics, of, 'spread'),
          fastest: typical && typical !== metric ? metric : beside(metrics, of, 'min'),
        };
      })
  );
}
