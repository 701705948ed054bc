// Shows the measurements of a study as a table: the data of the charts, for those who cannot see them, and all that the
// charts leave out.

import { Scroll } from '../../charts/Scroll';
import type { Analysis, Row } from '../../study/analysis';
import { percentOf, rangeOf, remarksOf } from '../../study/sentences';
import type { Interval } from '../../study/statistics';
import { count, duration, significant } from '../../text/format';

interface StudyTableProps {
  id: string;
  analysis: Analysis;
  /** Label of the swept parameter. */
  param: string;
  unit: string | null;
  weak: boolean;
}

export function StudyTable({ id, analysis, param, unit, weak }: StudyTableProps) {
  const { rows, complete, scaling } = analysis;
  const shown = {
    tasks: rows.some((row) => row.tasks !== null),
    serial: scaling && rows.some((row) => row.serial !== null),
    efficiency: rows.some((row) => row.efficiency !== null),
  };
  return (
    <Scroll label="Measurements of the study">
      <table class="metrics study-table" id={id} data-study-table>
        <thead>
          <tr>
            <th scope="col">{unit === null ? param : `${param} (${unit})`}</th>
            {shown.tasks && <th scope="col">Tasks</th>}
            <th scope="col">Fastest</th>
            <th scope="col">Median</th>
            <th scope="col">{weak ? 'Scaled speed-up' : 'Speed-up'}</th>
            {shown.efficiency && <th scope="col">Efficiency</th>}
            {shown.serial && <th scope="col">Serial share</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <StudyRow key={row.label} row={row} shown={shown} complete={complete} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

interface StudyRowProps {
  row: Row;
  complete: boolean;
  /** Columns that only some studies have. */
  shown: { tasks: boolean; efficiency: boolean; serial: boolean };
}

function StudyRow({ row, shown, complete }: StudyRowProps) {
  const { time, typical, speedup, efficiency } = row;
  const at = String(row.value);
  if (row.failed !== null) {
    return (
      <tr>
        <th scope="row">{row.label}</th>
        <td class="study-failed" colSpan={3 + Number(shown.tasks) + Number(shown.efficiency) + Number(shown.serial)}>
          {row.failed}
        </td>
      </tr>
    );
  }
  return (
    <tr data-point={at} data-repeats={row.rounds.length}>
      <th scope="row">
        {row.label}
        {row.oversubscribed && <span class="study-over">oversubscribed</span>}
      </th>
      {shown.tasks && <td>{row.tasks === null ? '' : count(row.tasks)}</td>}
      <td>{time ? duration(time.min) : '–'}</td>
      <td data-metric={`time_ms:${at}`} data-value={time?.median}>
        {time ? duration(time.median) : '–'}
        {typical && <span class="study-interval">{durationsOf(typical)}</span>}
      </td>
      <td data-metric={`speedup:${at}`} data-value={speedup?.value} data-judged={row.verdict}>
        {speedup ? `${significant(speedup.value)}×` : '–'}
        {speedup && Number.isFinite(speedup.low) && <span class="study-interval">{rangeOf(speedup)}</span>}
        {remarksOf(row, complete).map((remark) => (
          <span key={remark} class="study-interval study-remark">
            {remark}
          </span>
        ))}
      </td>
      {shown.efficiency && (
        <td data-metric={`efficiency:${at}`} data-value={efficiency?.value}>
          {efficiency ? percentOf(efficiency.value) : '–'}
        </td>
      )}
      {shown.serial && <td>{row.serial === null ? '' : percentOf(row.serial)}</td>}
    </tr>
  );
}

/** Writes both ends with their units, which may differ. */
function durationsOf({ low, high }: Interval): string {
  const [from, to] = [duration(low), duration(high)];
  return from === to ? from : `${from} to ${to}`;
}
