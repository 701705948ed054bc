// The trace as Chrome trace-event JSON, which Perfetto and the browsers' own tools open. Format:
// https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU. Pure.

import { kindOf, type SpanTable, spansOf } from './spans';
import type { TraceTable } from './table';

export interface ExportInfo {
  /** Shown as the process's name, for instance the scenario's link. */
  title: string;
  /** Further information on the trace, written into `otherData`. */
  details?: Record<string, string | number | boolean>;
}

const PROCESS = 1;
const EVENTS_PER_PART = 4096;

/** A double resolves nanoseconds here; more decimals only make the file larger. */
const micros = (time: number): number => Math.round(time * 1000) / 1000;

function argumentsOf(spans: SpanTable, row: number): Record<string, number | boolean> {
  const first = spans.first[row] as number;
  const open = spans.open[row] === 1;
  // Only a span with a range of items ends with another argument than it began with.
  if (kindOf(spans.labels, spans.label[row] as number) !== 'work' || (!open && spans.last[row] === first))
    return open ? { number: first, open } : { number: first };
  return open ? { first, open } : { first, last: (spans.last[row] as number) - 1 };
}

/** Returns the file in parts, ready for `new Blob(parts)`: a large trace as one long string would be copied often. */
export function chromeTraceParts(table: TraceTable, info: ExportInfo): string[] {
  const spans = spansOf(table);
  const parts: string[] = [];
  let lines: string[] = [];
  let first = true;
  const flush = (): void => {
    if (lines.length > 0) parts.push((first ? '' : ',\n') + lines.join(',\n'));
    first = first && lines.length === 0;
    lines = [];
  };
  const write = (event: object): void => {
    lines.push(JSON.stringify(event));
    if (lines.length >= EVENTS_PER_PART) flush();
  };
  const name = (label: number): string => table.labels[label]?.name ?? `label ${label}`;

  parts.push('{"displayTimeUnit":"ms","traceEvents":[\n');
  write({ ph: 'M', pid: PROCESS, tid: 0, name: 'process_name', args: { name: info.title } });
  table.lanes.forEach((lane, index) => {
    const tid = index + 1;
    write({ ph: 'M', pid: PROCESS, tid, name: 'thread_name', args: { name: lane.name } });
    write({ ph: 'M', pid: PROCESS, tid, name: 'thread_sort_index', args: { sort_index: tid } });
  });
  for (let row = 0; row < spans.count; row++) {
    const start = spans.start[row] as number;
    const label = spans.label[row] as number;
    write({
      ph: 'X',
      pid: PROCESS,
      tid: (spans.lane[row] as number) + 1,
      name: name(label),
      cat: kindOf(spans.labels, label),
      ts: micros(start),
      dur: micros((spans.end[row] as number) - start),
      args: argumentsOf(spans, row),
    });
  }
  const { instants } = spans;
  for (let i = 0; i < instants.count; i++) {
    const label = instants.label[i] as number;
    write({
      ph: 'i',
      s: 't',
      pid: PROCESS,
      tid: (instants.lane[i] as number) + 1,
      name: name(label),
      cat: kindOf(spans.labels, label),
      ts: micros(instants.time[i] as number),
      args: { number: instants.arg[i] as number },
    });
  }
  flush();
  parts.push(`\n],"otherData":${JSON.stringify({ ...info.details, dropped_events: table.dropped })}}\n`);
  return parts;
}

export function chromeTrace(table: TraceTable, info: ExportInfo): string {
  return chromeTraceParts(table, info).join('');
}
