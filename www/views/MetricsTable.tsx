// All metrics of a run, each with what it is and how it was got. The spread and the minimum of a time
// stand beside its median.

import type { Metric, Outcome } from '../engine/protocol';
import { figure, spreadOf, text } from '../state/format';
import { Empty } from './Empty';
import { Panel } from './Shell';

interface Row {
  metric: Metric;
  spread: Metric | undefined;
  minimum: Metric | undefined;
}

/** Names of a time's companions: `time_ms` has `time_spread_ms` and `time_min_ms`. */
const COMPANION = /^(.+)_(spread|min)_ms$/;

export function MetricsTable({ outcome }: { outcome: Outcome | null }) {
  const rows = outcome ? rowsOf(outcome.metrics) : [];
  const spreads = rows.some((row) => row.spread || row.minimum);
  const values = Object.entries(outcome?.values ?? {});
  return (
    <Panel title="Measurements">
      {rows.length === 0 ? (
        <Empty minHeight={120}>Every figure of a run will be listed here, with its spread.</Empty>
      ) : (
        <table class="metrics stacks">
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col">{spreads ? 'Median' : 'Value'}</th>
              {spreads && <th scope="col">Spread</th>}
              {spreads && <th scope="col">Fastest</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ metric, spread, minimum }) => (
              <tr key={metric.name}>
                <th scope="row">
                  <span class="metric-label">{metric.label}</span>
                  <span class="metric-help">{metric.help}</span>
                </th>
                <Cell metric={metric} />
                {spreads && <Cell metric={spread} shown={spread && `± ${spreadOf(metric.value, spread.value)}`} />}
                {spreads && <Cell metric={minimum} />}
              </tr>
            ))}
            {values.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">
                  <span class="metric-label">{name.replaceAll('_', ' ')}</span>
                </th>
                <td class="metric-words" colSpan={spreads ? 3 : 1} data-result={name}>
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

/** `shown`: instead of the usual text. */
function Cell({ metric, shown }: { metric: Metric | undefined; shown?: string | undefined }) {
  if (!metric) return <td />;
  return (
    <td title={metric.help} data-metric={metric.name} data-value={rawValue(metric)}>
      {shown ?? text(figure(metric))}
    </td>
  );
}

/** For `data-value`: the number without rounding, times in ms. */
export function rawValue(metric: Metric): string {
  return String(metric.unit === 's' ? metric.value * 1000 : metric.value);
}

/** Companions without a median stay rows of their own. */
function rowsOf(metrics: readonly Metric[]): Row[] {
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  const isCompanion = (name: string): boolean => {
    const base = COMPANION.exec(name)?.[1];
    return base !== undefined && byName.has(`${base}_ms`);
  };
  return (
    metrics
      // A yes or no: the verdict shows it, and the values have the word.
      .filter((metric) => metric.name !== 'identical' && !isCompanion(metric.name))
      .map((metric) => {
        const base = metric.name.endsWith('_ms') ? metric.name.slice(0, -3) : null;
        return {
          metric,
          spread: base === null ? undefined : byName.get(`${base}_spread_ms`),
          minimum: base === null ? undefined : byName.get(`${base}_min_ms`),
        };
      })
  );
}
