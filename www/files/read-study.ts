// Reads the JSON export of a study: makes the plan again from its link, and puts the measured times into it. Every
// field is checked; one that does not fit throws a `FileProblem`. Pure.

import type { Catalog } from '../contract/protocol';
import { decodeLink, type LinkState, MAX_LENGTH } from '../link/link';
import { readSweep } from '../link/sweep';
import { resolve } from '../params/values';
import type { Bounds } from '../study/bounds';
import { type Plan, type PoolOf, planStudy } from '../study/plan';
import { emptyPoint, type PointData, type StudyData } from '../study/runner';
import { clip } from '../text/format';
import { FileProblem, fields, list, moment, number, oneOf, text, whole } from './check';

/** Limits of what is read: rounds of a point, and points. */
const ROUNDS = 2000;
const POINTS = 256;

export function readStudy(
  json: string,
  catalog: Catalog,
  poolOf: PoolOf,
): { link: LinkState; data: StudyData; cores: number; saved: number } {
  const parsed = fields(parse(json), 'study');
  if (parsed.format !== 'brigade-study') throw new FileProblem('it is not the export of a study');
  if (whole(parsed.version, 'version', 1, 1e6) > 1)
    throw new FileProblem('a newer version of this page has written it');
  const machine = fields(parsed.machine, 'machine');
  const cores = whole(machine.logical_cores, 'machine.logical_cores', 1, 4096);
  const seen = machine.cores == null ? null : whole(machine.cores, 'machine.cores', 1, 4096);
  const decoded = decodeLink(text(parsed.link, 'link', MAX_LENGTH), catalog);
  const id = text(parsed.scenario, 'scenario', 64);
  const scenario = catalog.scenarios.find((candidate) => candidate.id === id);
  if (!scenario) throw new FileProblem(`it is of a scenario that is not here, “${clip(id)}”`);
  const { sweep } = readSweep(text(parsed.sweep, 'sweep', 1000), scenario);
  if (decoded.problem !== null || decoded.scenario !== id || !sweep)
    throw new FileProblem('its link is not of a study');
  const weak = oneOf(parsed.mode, 'mode', ['strong', 'weak']) === 'weak';
  const environment = { logicalCores: cores, threadsAvailable: true };
  const { explicit } = resolve(scenario, decoded.raw, environment);
  const plan = planStudy(scenario, explicit, sweep, weak ? 'weak' : 'strong', environment, poolOf);
  if ('problem' in plan) throw new FileProblem(`its plan cannot be made: ${plan.problem}`);
  const link: LinkState = { scenario: id, explicit, compare: decoded.compare, sweep: sweep.text, weak };
  return { link, data: dataOf(parsed, plan, seen), cores, saved: moment(parsed.saved, 'saved') };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new FileProblem('it is damaged, or something else');
  }
}

function dataOf(parsed: Record<string, unknown>, plan: Plan, cores: number | null): StudyData {
  const points = list(parsed.points, 'points', POINTS, pointOf);
  const references = list(parsed.references, 'references', POINTS, (value, name) => {
    const reference = fields(value, name);
    return {
      ...emptyPoint(),
      times: times(reference.times_ms, `${name}.times_ms`),
      again: times(reference.again_ms, `${name}.again_ms`),
      left: left(reference.left_out, `${name}.left_out`),
    };
  });
  const same = points.length === plan.points.length && points.every(({ value }, i) => value === plan.points[i]?.value);
  if (!same || references.length !== plan.references.length) throw new FileProblem('its points do not match its link');
  const state = oneOf(parsed.state, 'state', ['done', 'stopped', 'error', 'running']);
  return {
    plan,
    state: state === 'running' ? 'stopped' : state,
    points: points.map(({ data }) => data),
    references,
    cores,
    done: state === 'done' ? plan.steps.length : 0,
    step: null,
    error: null,
    notices: plan.notices,
  };
}

const times = (value: unknown, name: string): number[] =>
  list(value, name, ROUNDS, (one, at) => number(one, at, 0, 1e9));

/** Reads the numbers of the rounds that were left out; older files have none. */
const left = (value: unknown, name: string): number[] =>
  value == null ? [] : list(value, name, ROUNDS, (one, at) => whole(one, at, 0, ROUNDS));

function pointOf(value: unknown, name: string): { value: unknown; data: PointData } {
  const point = fields(value, name);
  const tasks = point.tasks == null ? null : number(point.tasks, `${name}.tasks`, 0, 1e15);
  return {
    value: point.value,
    data: {
      ...emptyPoint(),
      times: times(point.times_ms, `${name}.times_ms`),
      left: left(point.left_out, `${name}.left_out`),
      tasks,
      bounds: point.bounds_ms == null ? null : boundsOf(point.bounds_ms, `${name}.bounds_ms`),
      failed: point.failed == null ? null : text(point.failed, `${name}.failed`, 2000),
    },
  };
}

function boundsOf(value: unknown, name: string): Bounds {
  const bounds = fields(value, name);
  // JSON has no infinity: it is written as null.
  const time = (key: keyof Bounds): number =>
    bounds[key] === null ? Number.POSITIVE_INFINITY : number(bounds[key], `${name}.${key}`, 0, 1e12);
  return {
    work: time('work'),
    span: time('span'),
    parallelism: time('parallelism'),
    threads: time('threads'),
    greedy: time('greedy'),
    least: time('least'),
    measured: time('measured'),
    chunks: time('chunks'),
  };
}
