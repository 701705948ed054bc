// Checks the header of a saved run against the catalog. What it returns is of the right kind, within its limits, and of
// a scenario that this page has. Pure.

import type { Machine } from '../contract/machine';
import {
  ACTS,
  ARGUMENTS,
  type Catalog,
  type EndState,
  type Headline,
  type ImageSummary,
  KINDS,
  type Metric,
  type Outcome,
  type ParamValue,
  type ParamValues,
  RESOURCE_KINDS,
  type ScenarioInfo,
} from '../contract/protocol';
import { ROLES, TONES, UNITS } from '../generated/words';
import { decodeLink, type LinkState, MAX_LENGTH } from '../link/link';
import { completed } from '../link/names';
import { LOGICAL_CORES, resolve, resolveValues } from '../params/values';
import { clip } from '../text/format';
import { EVENT_BYTES, type Label, type Lane, type Resource } from '../trace/table';
import { withHeadlines } from './before';
import { FileProblem, fields, flag, list, moment, number, oneOf, text, texts, whole } from './check';
import { FORMAT, LIMITS, VERSION } from './file-format';
import { completeLabel, completeLanes } from './first-version';
import { programOf } from './told-program';

/** What a header says, checked. Dates in ms since the epoch. */
export interface Checked {
  ran: number;
  saved: number;
  link: LinkState;
  scenario: ScenarioInfo;
  machine: Machine;
  values: ParamValues;
  compare: boolean;
  explored: boolean;
  state: EndState;
  outcome: Outcome | null;
  origin: number;
  dropped: number;
  labels: Label[];
  resources: Resource[];
  lanes: (Lane & { events: number })[];
  images: { id: 'parallel' | 'sequential'; width: number; height: number }[];
  frames: number;
  /** Number of bytes that must follow. */
  body: number;
}

const SIDES = ['parallel', 'sequential'] as const;
/** An integer, as text. The page calculates with such values of an outcome. */
const WHOLE = /^-?\d{1,1000}$/;

export function checkHeader(line: string, catalog: Catalog): Checked {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw new FileProblem('it is not one');
  }
  const header = fields(parsed, 'header');
  if (header.format !== FORMAT) throw new FileProblem('it is not one');
  const version = whole(header.version, 'version', 1, 1e6);
  if (version > VERSION) {
    throw new FileProblem(
      `a newer version of this page has written it (version ${version}; this page reads ${VERSION})`,
    );
  }
  const run = fields(header.run, 'run');
  const id = text(run.scenario, 'run.scenario', 64);
  const scenario = catalog.scenarios.find((candidate) => candidate.id === id);
  if (!scenario) throw new FileProblem(`it is of a scenario that is not here, “${clip(id)}”`);
  const machine = machineOf(header.machine);
  const values = valuesOf(run.values, scenario, machine);
  const state = oneOf(run.state, 'run.state', ['done', 'stopped', 'stuck']);
  const compare = flag(run.compare, 'run.compare') && scenario.can_compare;
  const explored = flag(run.explored, 'run.explored');
  const trace = fields(header.trace, 'trace');
  const lanes = list(trace.lanes, 'trace.lanes', LIMITS.lanes, laneOf);
  if (lanes[0]?.role !== 'coordinator' || lanes.filter(({ role }) => role === 'coordinator').length > 1) {
    throw new FileProblem('its trace has not exactly one coordinator, in front');
  }
  const labels = list(trace.labels, 'trace.labels', LIMITS.labels, labelOf);
  const images = list(header.images, 'images', LIMITS.pictures, (value, name) => {
    const image = fields(value, name);
    return {
      id: oneOf(image.id, `${name}.id`, SIDES),
      width: whole(image.width, `${name}.width`, 1, LIMITS.side),
      height: whole(image.height, `${name}.height`, 1, LIMITS.side),
    };
  });
  if (images.length === 2 && images[0]?.id === images[1]?.id) throw new FileProblem('it has one picture twice');
  const frames = whole(header.frames, 'frames', 0, LIMITS.frames);
  const events = lanes.reduce((sum, lane) => sum + lane.events, 0);
  const body = images.reduce(
    (sum, { width, height }) => sum + width * (height + 1),
    events * EVENT_BYTES + frames * 16,
  );
  if (body > LIMITS.body) throw new FileProblem('it is larger than any run');
  return {
    ran: moment(header.ran, 'ran'),
    saved: moment(header.saved, 'saved'),
    link: linkOf(text(header.link, 'link', MAX_LENGTH), catalog, { scenario, values, compare, explored }),
    scenario,
    machine,
    values,
    compare,
    explored,
    state,
    outcome: header.outcome === null ? null : outcomeOf(header.outcome, scenario, values, state),
    origin: number(trace.origin_ms, 'trace.origin_ms', 0, 8e12),
    dropped: whole(trace.dropped, 'trace.dropped', 0, 2 ** 32 - 1),
    labels: version === 1 ? labels.map(completeLabel) : labels,
    resources: version === 1 ? [] : list(trace.resources, 'trace.resources', LIMITS.resources, resourceOf),
    lanes: version === 1 ? completeLanes(lanes, labels) : lanes,
    images,
    frames,
    body,
  };
}

export function machineOf(value: unknown): Machine {
  const machine = fields(value, 'machine');
  return {
    cores: whole(machine.cores, 'machine.cores', 1, 4096),
    isolated: flag(machine.isolated, 'machine.isolated'),
    threads: machine.threads === null ? null : whole(machine.threads, 'machine.threads', 0, 65_536),
    timer_us: number(machine.timer_us, 'machine.timer_us', 0, 1e9),
    simd: flag(machine.simd, 'machine.simd'),
    browser: text(machine.browser, 'machine.browser', 32).replace(/[^ -~]/g, ''),
  };
}

/** Reads the run's values: those of the parameters that this page's scenario has, within its schema. */
function valuesOf(value: unknown, scenario: ScenarioInfo, machine: Machine): ParamValues {
  const given = fields(value, 'run.values');
  const known: ParamValues = {};
  for (const param of scenario.params) {
    // A parameter that was added after the file was saved has its default.
    if (!Object.hasOwn(given, param.name)) continue;
    const one = given[param.name];
    if (typeof one !== 'string' && typeof one !== 'number' && typeof one !== 'boolean') {
      throw new FileProblem(`its setting ${param.name} is missing or of another kind`);
    }
    known[param.name] = one as ParamValue;
  }
  const { values, notices } = resolveValues(scenario, known, { logicalCores: machine.cores, threadsAvailable: true });
  if (notices[0] !== undefined)
    throw new FileProblem(`of its settings, ${notices[0].replace(/: [^:]* is used\.$/, '')}`);
  return values;
}

/**
 * Returns the link that the run was made from. Values that the link left to the machine are written out, because this
 * machine would choose others; so are values whose default has changed since.
 */
function linkOf(
  link: string,
  catalog: Catalog,
  { scenario, values, compare, explored }: Pick<Checked, 'scenario' | 'values' | 'compare' | 'explored'>,
): LinkState {
  const decoded = decodeLink(link, catalog);
  if (decoded.problem !== null || decoded.scenario !== scenario.id) throw new FileProblem('its link does not match it');
  const environment = { logicalCores: 1, threadsAvailable: true };
  const { explicit, values: now } = resolve(scenario, decoded.raw, environment);
  for (const { name, default: standard } of scenario.params) {
    const value = values[name];
    // The values of a look around are in no link.
    const changed = !explored && value !== now[name];
    if (value !== undefined && (standard === LOGICAL_CORES || changed)) explicit[name] = value;
  }
  return { scenario: scenario.id, explicit, compare };
}

function labelOf(value: unknown, name: string): Label {
  const { argument = 'none', act = null, ...label } = fields(value, name);
  return {
    name: text(label.name, `${name}.name`, LIMITS.word),
    kind: oneOf(label.kind, `${name}.kind`, KINDS),
    argument: oneOf(argument, `${name}.argument`, ARGUMENTS),
    act: act === null ? null : oneOf(act, `${name}.act`, ACTS),
  };
}

function resourceOf(value: unknown, name: string): Resource {
  const { size = null, ...resource } = fields(value, name);
  return {
    name: text(resource.name, `${name}.name`, LIMITS.word),
    kind: oneOf(resource.kind, `${name}.kind`, RESOURCE_KINDS),
    size: size === null ? null : whole(size, `${name}.size`, 0, 2 ** 32 - 1),
  };
}

function laneOf(value: unknown, name: string): Lane & { events: number } {
  const { track = null, actor = null, on_loop = false, ...lane } = fields(value, name);
  return {
    name: clip(text(lane.name, `${name}.name`, LIMITS.word), LIMITS.word),
    role: oneOf(lane.role, `${name}.role`, ['coordinator', 'worker', 'task']),
    thread: lane.thread === null ? null : whole(lane.thread, `${name}.thread`, 0, 4096),
    track: track === null ? null : text(track, `${name}.track`, LIMITS.word),
    actor: actor === null ? null : text(actor, `${name}.actor`, LIMITS.word),
    on_loop: flag(on_loop, `${name}.on_loop`),
    events: whole(lane.events, `${name}.events`, 0, LIMITS.laneEvents),
  };
}

function outcomeOf(value: unknown, scenario: ScenarioInfo, params: ParamValues, state: EndState): Outcome {
  const outcome = fields(value, 'outcome');
  const sentence = (item: unknown, name: string): string => text(item, name, LIMITS.sentence);
  const values = texts(outcome.values, 'outcome.values', LIMITS.values, LIMITS.value);
  // A total without bits is a number that the page calculates with.
  if (values.total !== undefined && values.bits === undefined && !WHOLE.test(values.total)) {
    throw new FileProblem('its field “outcome.values.total” is not a whole number');
  }
  const metrics = list(outcome.metrics, 'outcome.metrics', LIMITS.metrics, metricOf);
  const told = {
    scenario: scenario.id,
    params,
    state,
    metrics,
    values,
    images: list(outcome.images, 'outcome.images', LIMITS.pictures, imageOf),
    verdict: sentence(outcome.verdict, 'outcome.verdict'),
    log: list(outcome.log, 'outcome.log', LIMITS.lines, sentence),
    notices: list(outcome.notices, 'outcome.notices', LIMITS.lines, sentence),
  };
  const program = outcome.program === undefined ? {} : { program: programOf(outcome.program, 'outcome.program') };
  // A file from before the core said it.
  if (outcome.headlines === undefined) return withHeadlines({ ...told, metrics: completed(metrics) });
  return {
    ...told,
    ...program,
    headlines: list(outcome.headlines, 'outcome.headlines', LIMITS.headlines, headlineOf),
    vague: flag(outcome.vague, 'outcome.vague'),
  };
}

function headlineOf(value: unknown, name: string): Headline {
  const { metric, notes, label, help, word, tone } = fields(value, name);
  const sentence = (item: unknown, of: string): string => text(item, of, LIMITS.sentence);
  return {
    metric: text(metric, `${name}.metric`, LIMITS.word),
    notes: list(notes, `${name}.notes`, LIMITS.notes, sentence),
    ...(label !== undefined && { label: sentence(label, `${name}.label`) }),
    ...(help !== undefined && { help: sentence(help, `${name}.help`) }),
    ...(word !== undefined && { word: text(word, `${name}.word`, LIMITS.word) }),
    ...(tone !== undefined && { tone: oneOf(tone, `${name}.tone`, TONES) }),
  };
}

function metricOf(value: unknown, name: string): Metric {
  const metric = fields(value, name);
  return {
    name: text(metric.name, `${name}.name`, LIMITS.word),
    label: text(metric.label, `${name}.label`, LIMITS.sentence),
    // JSON has no infinity: it is written as null.
    value: metric.value === null ? Number.NaN : number(metric.value, `${name}.value`, -1e308, 1e308),
    unit: oneOf(metric.unit, `${name}.unit`, UNITS),
    help: text(metric.help, `${name}.help`, LIMITS.sentence),
    ...(metric.of !== undefined && { of: text(metric.of, `${name}.of`, LIMITS.word) }),
    ...(metric.role !== undefined && { role: oneOf(metric.role, `${name}.role`, ROLES) }),
  };
}

function imageOf(value: unknown, name: string): ImageSummary {
  const image = fields(value, name);
  return {
    id: text(image.id, `${name}.id`, LIMITS.word),
    width: whole(image.width, `${name}.width`, 1, LIMITS.side),
    height: whole(image.height, `${name}.height`, 1, LIMITS.side),
    sum: whole(image.sum, `${name}.sum`, 0, Number.MAX_SAFE_INTEGER),
    crc32: whole(image.crc32, `${name}.crc32`, 0, 2 ** 32 - 1),
  };
}
