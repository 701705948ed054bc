// An editor for one's own recipe: tasks and their steps can be added, removed and moved; what cannot be cooked
// is said in words, and not taken over. Loaded when it is first opened.

import { useEffect, useId, useRef, useState } from 'preact/hooks';
import '../../../styles/dialog.css';
import './recipe-editor.css';
import { Icon, type IconName } from '../../../widgets/icons';
import type { TextEditorProps } from '../../../widgets/TextField';
import { taskVariable } from '../span-look';
import { addTask, duplicateName, moveTask, removeTask } from './edit';
import {
  checkRecipe,
  decimal,
  LONGEST_NAME,
  LONGEST_TEXT,
  MOST_STEPS,
  MOST_TASKS,
  parseRecipe,
  type Recipe,
  recipeText,
  type Step,
  spanOf,
  type Task,
  tenthsOf,
  workOf,
} from './recipe';

export function RecipeEditor({ text, onSave, onClose }: TextEditorProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [recipe, setRecipe] = useState<Recipe>(() => {
    const read = parseRecipe(text);
    return 'recipe' in read ? read.recipe : { tasks: [] };
  });
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);

  const written = recipeText(recipe);
  const fault =
    checkRecipe(recipe) ??
    (new TextEncoder().encode(written).length > LONGEST_TEXT ? 'it has become too long for a link' : null);
  const change = (index: number, task: Task): void =>
    setRecipe({ tasks: recipe.tasks.map((old, i) => (i === index ? task : old)) });
  return (
    <dialog class="dialog recipe-dialog" ref={dialog} aria-labelledby={`${id}title`} onClose={onClose}>
      <form
        class="dialog-box"
        onSubmit={(event) => {
          event.preventDefault();
          if (fault === null) onSave(written);
        }}
      >
        <div class="dialog-head">
          <h2 id={`${id}title`}>Your recipe</h2>
          <Small icon="cross" label="Close without a change" action="close" onClick={() => dialog.current?.close()} />
        </div>
        <div class="recipe-scroll">
          <p class="dialog-text">
            Cooks take tasks in this order, each as soon as what it needs is done. Active steps take a cook’s hands.
          </p>
          <ol class="recipe-tasks">
            {recipe.tasks.map((task, index) => (
              <TaskEditor
                // Names are being edited, so only the place tells tasks apart.
                key={index}
                recipe={recipe}
                index={index}
                task={task}
                onChange={(next) => change(index, next)}
                onMove={(by) => setRecipe(moveTask(recipe, index, by))}
                onRemove={() => setRecipe(removeTask(recipe, index))}
              />
            ))}
          </ol>
          <button
            type="button"
            class="button"
            data-action="add-task"
            disabled={recipe.tasks.length >= MOST_TASKS}
            onClick={() => setRecipe(addTask(recipe))}
          >
            <Icon name="add" />
            <span>Add a task</span>
          </button>
        </div>
        <div class="recipe-foot">
          <p class="field-problem" role="alert" data-recipe-fault>
            {fault !== null && `This is no recipe: ${fault}.`}
          </p>
          {fault === null && (
            <p class="recipe-figures">
              work {decimal(workOf(recipe))} s, span {decimal(spanOf(recipe).tenths)} s
            </p>
          )}
          <button type="submit" class="button button-primary" data-action="save-recipe" disabled={fault !== null}>
            Use this recipe
          </button>
        </div>
      </form>
    </dialog>
  );
}

interface TaskEditorProps {
  recipe: Recipe;
  index: number;
  task: Task;
  onChange: (task: Task) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function TaskEditor({ recipe, index, task, onChange, onMove, onRemove }: TaskEditorProps) {
  const setStep = (at: number, step: Step): void =>
    onChange({ ...task, steps: task.steps.map((old, i) => (i === at ? step : old)) });
  const moveStep = (at: number, by: -1 | 1): void => {
    const steps = [...task.steps];
    const [step] = steps.splice(at, 1);
    if (step) steps.splice(at + by, 0, step);
    onChange({ ...task, steps });
  };
  const name = task.name || `task ${index + 1}`;
  return (
    <li class="recipe-task" data-recipe-task={index} style={`--task:var(${taskVariable(index)})`}>
      <div class="recipe-line">
        <input
          type="text"
          class="recipe-name"
          aria-label={`Name of task ${index + 1}`}
          value={task.name}
          maxLength={LONGEST_NAME}
          onInput={(event) => onChange({ ...task, name: event.currentTarget.value })}
        />
        <Small icon="up" label={`Move ${name} up`} off={index === 0} onClick={() => onMove(-1)} />
        <Small
          icon="down"
          label={`Move ${name} down`}
          off={index === recipe.tasks.length - 1}
          onClick={() => onMove(1)}
        />
        <Small icon="cross" label={`Remove ${name}`} action="remove-task" onClick={onRemove} />
      </div>
      <ul class="recipe-steps">
        {task.steps.map((step, at) => (
          <StepEditor
            // Two steps may be alike, only their places differ.
            key={at}
            step={step}
            of={name}
            first={at === 0}
            last={at === task.steps.length - 1}
            onChange={(next) => setStep(at, next)}
            onMove={(by) => moveStep(at, by)}
            onRemove={() => onChange({ ...task, steps: task.steps.filter((_, i) => i !== at) })}
          />
        ))}
      </ul>
      <div class="recipe-line recipe-more">
        <button
          type="button"
          class="button button-small button-quiet"
          data-action="add-step"
          disabled={task.steps.length >= MOST_STEPS}
          onClick={() =>
            onChange({
              ...task,
              steps: [...task.steps, { name: duplicateName('step', task.steps), tenths: 10, active: true }],
            })
          }
        >
          <Icon name="add" />
          <span>Step</span>
        </button>
        <HeatEditor task={task} name={name} onChange={onChange} />
      </div>
      <Needs recipe={recipe} index={index} task={task} onChange={onChange} />
    </li>
  );
}

interface StepEditorProps {
  step: Step;
  of: string;
  first: boolean;
  last: boolean;
  onChange: (step: Step) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function StepEditor({ step, of, first, last, onChange, onMove, onRemove }: StepEditorProps) {
  // What is being typed: “1.” is on the way to “1.5”.
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <li class="recipe-line">
      <input
        type="text"
        class="recipe-step"
        aria-label={`Step of ${of}`}
        value={step.name}
        maxLength={LONGEST_NAME}
        onInput={(event) => onChange({ ...step, name: event.currentTarget.value })}
      />
      <label class="recipe-seconds">
        <input
          type="text"
          inputMode="decimal"
          aria-label={`Seconds of ${step.name}`}
          value={draft ?? decimal(step.tenths)}
          aria-invalid={draft !== null && tenthsOf(draft) === null}
          onInput={(event) => {
            const typed = event.currentTarget.value.trim();
            setDraft(typed);
            const tenths = tenthsOf(typed);
            if (tenths !== null) onChange({ ...step, tenths });
          }}
          onBlur={() => setDraft(null)}
        />{' '}
        s
      </label>
      <select
        aria-label={`Whether ${step.name} takes the cook’s hands`}
        value={step.active ? 'active' : 'passive'}
        onChange={(event) => onChange({ ...step, active: event.currentTarget.value === 'active' })}
      >
        <option value="active">active</option>
        <option value="passive">passive</option>
      </select>
      <Small icon="up" label={`Move ${step.name} up`} off={first} onClick={() => onMove(-1)} />
      <Small icon="down" label={`Move ${step.name} down`} off={last} onClick={() => onMove(1)} />
      <Small icon="cross" label={`Remove ${step.name}`} action="remove-step" onClick={onRemove} />
    </li>
  );
}

function HeatEditor({ task, name, onChange }: { task: Task; name: string; onChange: (task: Task) => void }) {
  const { heat } = task;
  const number = (text: string, most: number): number => Math.min(Math.max(Math.round(Number(text)) || 0, 0), most);
  return (
    <span class="recipe-heat">
      <label>
        <input
          type="checkbox"
          checked={heat !== null}
          onChange={(event) =>
            onChange({ ...task, heat: event.currentTarget.checked ? { celsius: 80, loss: 10 } : null })
          }
        />{' '}
        hot
      </label>
      {heat && (
        <>
          <label>
            <input
              type="number"
              min={0}
              max={300}
              aria-label={`Degrees of ${name} when done`}
              value={heat.celsius}
              onInput={(event) =>
                onChange({ ...task, heat: { ...heat, celsius: number(event.currentTarget.value, 300) } })
              }
            />{' '}
            °C, loses
          </label>
          <label>
            <input
              type="number"
              min={0}
              max={10}
              step={0.1}
              aria-label={`Degrees that ${name} loses each second`}
              value={heat.loss / 10}
              onInput={(event) =>
                onChange({
                  ...task,
                  heat: { ...heat, loss: number(String(10 * Number(event.currentTarget.value)), 100) },
                })
              }
            />{' '}
            a second
          </label>
        </>
      )}
    </span>
  );
}

function Needs({ recipe, index, task, onChange }: Pick<TaskEditorProps, 'recipe' | 'index' | 'task' | 'onChange'>) {
  return (
    <fieldset class="recipe-needs">
      <legend>needs</legend>
      {recipe.tasks.map((other, i) =>
        i === index ? null : (
          // Names are being edited, so only the place tells tasks apart.
          <label key={i}>
            <input
              type="checkbox"
              checked={task.needs.includes(i)}
              onChange={(event) => {
                const needs = task.needs.filter((need) => need !== i);
                if (event.currentTarget.checked) needs.push(i);
                onChange({ ...task, needs: needs.sort((a, b) => a - b) });
              }}
            />{' '}
            {other.name || `task ${i + 1}`}
          </label>
        ),
      )}
    </fieldset>
  );
}

interface SmallProps {
  icon: IconName;
  label: string;
  action?: string;
  off?: boolean;
  onClick: () => void;
}

function Small({ icon, label, action, off = false, onClick }: SmallProps) {
  return (
    <button
      type="button"
      class="button button-quiet button-icon button-small"
      aria-label={label}
      title={label}
      data-action={action}
      disabled={off}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
