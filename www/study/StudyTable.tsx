// The measurements of a study as a table: what the charts show, for those who cannot see them, and
// everything that they leave out.

import { count, duration, plusMinus, significant } from '../state/format';
import type { Analysis, Row } from './analysis';
import { Scroll } from './Scroll';
import type { Interval, Verdict } from './statistics';

interface StudyTableProps {
  id: string;
  analysis: Analysis;
  /** Label of the swept parameter. */
  param: string;
  unit: string | null;
  weak: boolean;
}

const WORDS: Record<Verdict, string> = {
  faster: '',
  slower: 'slower than the reference',
  noise: 'inside the noise',
  unknown: 'too few rounds to say',
};

export function StudyTable({ id, analysis, param, unit, weak }: StudyTableProps) {
  const tasks = analysis.rows.some((row) => row.tasks !== null);
  const serial = analysis.scaling;
  const efficiency = analysis.rows.some((row) => row.efficiency !== null);
  return (
    <Scroll label="Measurements of the study">
      <table class="metrics study-table" id={id} data-study-table>
        <thead>
          <tr>
            <th scope="col">{unit === null ? param : `${param} (${unit})`}</th>
            {tasks && <th scope="col">Tasks</th>}
            <th scope="col">Fastest</th>
            <th scope="col">Median</th>
            <th scope="col">Spread</th>
            <th scope="col">{weak ? 'Scaled speed-up' : 'Speed-up'}</th>
            {efficiency && <th scope="col">Efficiency</th>}
            {serial && <th scope="col">Serial share</th>}
          </tr>
        </thead>
        <tbody>
          {analysis.rows.map((row) => (
            <StudyRow key={row.label} row={row} shown={{ tasks, efficiency, serial }} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

interface StudyRowProps {
  row: Row;
  /** Columns that not every study has. */
  shown: { tasks: boolean; efficiency: boolean; serial: boolean };
}

function StudyRow({ row, shown }: StudyRowProps) {
  const { time, speedup, efficiency } = row;
  const at = String(row.value);
  if (row.failed !== null) {
    return (
      <tr>
        <th scope="row">{row.label}</th>
        <td class="study-failed" colSpan={4 + Number(shown.tasks) + Number(shown.efficiency) + Number(shown.serial)}>
          {row.failed}
        </td>
      </tr>
    );
  }
  return (
    <tr data-point={at} data-repeats={row.times.length}>
      <th scope="row">
        {row.label}
        {row.oversubscribed && <span class="study-over">oversubscribed</span>}
      </th>
      {shown.tasks && <td>{row.tasks === null ? '' : count(row.tasks)}</td>}
      <td>{time ? duration(time.min) : '–'}</td>
      <td data-metric={`time_ms:${at}`} data-value={time?.median}>
        {time ? duration(time.median) : '–'}
      </td>
      <td>{time ? plusMinus(time.median, time.mad) : ''}</td>
      <td data-metric={`speedup:${at}`} data-value={speedup?.value} data-verdict={row.verdict}>
        {speedup ? `${significant(speedup.value)}×` : '–'}
        <span class="study-interval">{intervalText(speedup, row.verdict)}</span>
      </td>
      {shown.efficiency && (
        <td data-metric={`efficiency:${at}`} data-value={efficiency?.value}>
          {efficiency ? `${significant(100 * efficiency.value)} %` : '–'}
        </td>
      )}
      {shown.serial && <td>{row.serial === null ? '' : `${significant(100 * row.serial)} %`}</td>}
    </tr>
  );
}

function intervalText(interval: Interval | null, verdict: Verdict): string {
  if (!interval) return '';
  const known = Number.isFinite(interval.low);
  const range = known ? `${significant(interval.low)} to ${significant(interval.high)}` : '';
  return [range, WORDS[verdict]].filter((text) => text !== '').join(', ');
}
