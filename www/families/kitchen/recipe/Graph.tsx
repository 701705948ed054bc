// What needs what, as a graph, and what follows from it: work, span and the bound, beside what was measured.

import type { ParamValues } from '../../../contract/protocol';
import { Panel } from '../../../widgets/Shell';
import { useWidth } from '../../../widgets/width';
import { boundOf, directNeeds, placeTasks } from '../dinner-bounds';
import type { Film, Mode } from '../film';
import { taskVariable } from '../span-look';
import { activeOf, decimal, type Recipe, spanOf, taskTenths, workOf } from './recipe';

interface GraphProps {
  recipe: Recipe;
  /** What was cooked. */
  films: readonly Film[];
  values: ParamValues;
  modes: readonly Mode[];
}

const BOX = { height: 46, down: 14 };
/** Widths of a task and of the way to the next, from narrow screens to wide ones. */
const WIDTHS = { task: [88, 132], way: [20, 48] } as const;

export function Graph({ recipe, films, values, modes }: GraphProps) {
  const { tenths: span, chain } = spanOf(recipe);
  const [box, room] = useWidth();
  return (
    <Panel title="What needs what">
      <div class="graph-box">
        <div ref={box}>
          <GraphPicture recipe={recipe} chain={chain} room={room} />
        </div>
        <dl class="graph-figures">
          <Figure name="work" value={workOf(recipe)} note="all steps together" />
          <Figure name="active" value={activeOf(recipe)} note="of it with the hands" />
          <Figure name="span" value={span} note={`the longest chain: ${chain.length > 1 ? 'outlined' : 'one task'}`} />
        </dl>
      </div>
      <Bounds recipe={recipe} films={films} values={values} modes={modes} />
    </Panel>
  );
}

function Figure({ name, value, note }: { name: string; value: number; note: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b data-graph={name} data-value={value / 10}>
          {decimal(value)} s
        </b>
        <span>{note}</span>
      </dd>
    </div>
  );
}

interface PictureProps {
  recipe: Recipe;
  chain: readonly number[];
  /** CSS px. */
  room: number;
}

function GraphPicture({ recipe, chain, room }: PictureProps) {
  const places = placeTasks(recipe);
  const levels = Math.max(1, ...places.map(({ level }) => level + 1));
  const rows = Math.max(1, ...places.map(({ row }) => row + 1));
  const across = room < 480 ? WIDTHS.way[0] : WIDTHS.way[1];
  const fitting = (room - 4 - (levels - 1) * across) / levels;
  const boxWidth = Math.min(Math.max(fitting, WIDTHS.task[0]), WIDTHS.task[1]);
  const letters = Math.floor((boxWidth - 16) / 6.6);
  const width = levels * (boxWidth + across) - across + 4;
  const height = rows * (BOX.height + BOX.down) - BOX.down + 4;
  const x = (task: number): number => 2 + (places[task]?.level ?? 0) * (boxWidth + across);
  const y = (task: number): number => 2 + (places[task]?.row ?? 0) * (BOX.height + BOX.down);
  const onChain = (from: number, to: number): boolean => {
    const at = chain.indexOf(from);
    return at >= 0 && chain[at + 1] === to;
  };
  const words = recipe.tasks
    .map(({ name, needs }) => {
      const names = needs.map((need) => recipe.tasks[need]?.name).join(' and ');
      return names === '' ? `${name} needs nothing` : `${name} needs ${names}`;
    })
    .join('; ');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long recipes scroll, which must be possible by keyboard.
    <section class="graph-scroll" tabIndex={0} aria-label="What needs what">
      <svg
        class="graph"
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label={`Dependencies: ${words}.`}
      >
        {recipe.tasks.flatMap((_, to) =>
          directNeeds(recipe.tasks, to).map((from) => {
            const [x0, y0] = [x(from) + boxWidth, y(from) + BOX.height / 2];
            const [x1, y1] = [x(to), y(to) + BOX.height / 2];
            const bend = Math.max(12, (x1 - x0) / 2);
            return (
              <path
                key={`${from} ${to}`}
                class={onChain(from, to) ? 'graph-need graph-chain' : 'graph-need'}
                d={`M${x0} ${y0} C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1 - 5} ${y1} m-5 -4 l5 4 l-5 4`}
              />
            );
          }),
        )}
        {recipe.tasks.map((task, i) => (
          <g key={task.name} transform={`translate(${x(i)} ${y(i)})`} style={`--task:var(${taskVariable(i)})`}>
            <rect
              class={chain.includes(i) ? 'graph-task graph-chain' : 'graph-task'}
              width={boxWidth}
              height={BOX.height}
              rx={5}
            />
            <rect class="graph-mark" x={0} y={5} width={4} height={BOX.height - 10} rx={2} />
            <text class="graph-name" x={12} y={19}>
              <title>{task.name}</title>
              {task.name.length > letters ? `${task.name.slice(0, letters - 1)}…` : task.name}
            </text>
            <text class="graph-time" x={12} y={36}>
              {decimal(taskTenths(task))} s
              {task.steps.length > 0 && `, ${task.steps.length} ${task.steps.length === 1 ? 'step' : 'steps'}`}
            </text>
          </g>
        ))}
      </svg>
    </section>
  );
}

const MODE_TEXT: Record<Mode, string> = { sequential: 'One by one', threads: 'Threads', async: 'Async' };

function Bounds({ recipe, films, values, modes }: GraphProps) {
  const rows = modes.map((mode) => {
    const measured = films.find((film) => film.mode === mode)?.servedAt ?? null;
    return { mode, measured, bound: boundOf(recipe, mode, values) };
  });
  const longest = Math.max(workOf(recipe) / 10, ...rows.map(({ measured }) => measured ?? 0), 0.1);
  const percent = (seconds: number): string => `${(100 * seconds) / longest}%`;
  const simulated = values.clock === 'virtual';
  return (
    <table class="bounds stacks">
      <thead>
        <tr>
          <th scope="col">Cooking</th>
          <th scope="col">Cooks</th>
          <th scope="col">Bound</th>
          <th scope="col">{simulated ? 'Simulated' : 'Measured'}</th>
          <th scope="col" class="bounds-wide">
            On one scale
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ mode, measured, bound }) => (
          <tr key={mode} data-bounds={mode}>
            <th scope="row">{MODE_TEXT[mode]}</th>
            <td>{bound.cooks}</td>
            <td title={bound.why}>
              {bound.seconds.toFixed(1)} s <span class="bounds-why">{bound.why}</span>
            </td>
            <td>{measured === null ? '–' : `${measured.toFixed(2)} s`}</td>
            <td class="bounds-wide">
              <span class="bounds-track" aria-hidden="true">
                {measured !== null && <span class="bounds-bar" style={{ width: percent(measured) }} />}
                <span class="bounds-limit" style={{ left: percent(bound.seconds) }} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
