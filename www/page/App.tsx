// Puts the whole page together from the views and the state.

import { effect, signal } from '@preact/signals';
import * as app from '../app/app';
import { afterRun } from '../app/calm';
import { follow, halt, pick } from '../app/navigate';
import { run } from '../app/run';
import { runStudy } from '../app/run-study';
import { change, reset } from '../app/settings';
import { studying, studyText } from '../app/study';
import { stageOf } from '../families/registry';
import { act, OpenedFrom } from '../features/exports/door';
import { GalleryDoor } from '../features/gallery/door';
import { PinButton, PinnedRuns } from '../features/pins/door';
import { openShare, SenderPanel, ShareOverlay } from '../features/share/door';
import { presetLink } from '../link/link';
import { MetricsTable } from '../stage/MetricsTable';
import { LaterLostTime, VerdictTools } from '../stage/StageVerdict';
import { applyTheme } from '../text/colours';
import { closeDrawer } from '../widgets/drawer';
import { ErrorView } from '../widgets/ErrorView';
import { Lazy } from '../widgets/Lazy';
import { Shell, Stage } from '../widgets/Shell';
import { Steady } from '../widgets/Steady';
import { Lesson } from './Lesson';
import { Notices } from './Notices';
import { ParamForm } from './ParamForm';
import { Presets } from './Presets';
import { Rail } from './Rail';
import { RunBar } from './RunBar';
import { StageTabs } from './StageTabs';
import { TopBar } from './TopBar';

effect(() => applyTheme(app.theme.value, false));
effect(() => {
  const measuring = app.measuring.value;
  document.documentElement.toggleAttribute('data-measuring', measuring);
  // An animation that has already begun would go on.
  if (measuring) for (const animation of document.getAnimations()) animation.cancel();
});

/** Shows notices. Those that concern a run's figures and timeline stand below these; the others are about the link. */
function Noticed({ ofRun }: { ofRun: boolean }) {
  const told = studying.value ? [] : (app.told.value?.notices ?? []);
  const notices = app.notices.value.filter((notice) => told.includes(notice) === ofRun);
  return (
    <Notices
      notices={notices}
      problem={ofRun ? null : app.problem.value}
      onDismiss={() => {
        app.notices.value = app.notices.peek().filter((notice) => !notices.includes(notice));
        if (!ofRun) app.problem.value = null;
      }}
    />
  );
}

const again = (compare = app.link.peek().compare): void => {
  const other = app.instead.peek();
  if (other) other();
  else void (studying.peek() ? runStudy() : run(compare));
};

const save = (): void => act(({ saveRun }) => saveRun());

/** Text of the run bar while the picture does not change. */
const MEASURING = 'Measuring. The page rests meanwhile.';

const loadNoThreads = () => import('./NoThreads').then(({ NoThreads }) => NoThreads);

/** Whether what lies below the first view may be loaded. */
const hasEnded = signal(false);
afterRun(1000, () => {
  hasEnded.value = true;
});

const loadExport = () => import('../features/exports/Export').then(({ Export }) => Export);
const loadStudy = () => import('../features/study/StudyTab').then(({ StudyTab }) => StudyTab);

export function App() {
  return (
    <Shell
      topBar={<Top />}
      head={<GalleryDoor />}
      rail={<Rail catalog={app.catalog} current={app.scenario.value.id} onPick={pick} />}
      side={<Side />}
      overlays={<ShareOverlay save={save} />}
    >
      <Stage scenario={app.scenario.value.id} state={app.stage.value}>
        <Noticed ofRun={false} />
        {!app.environment.value.threadsAvailable && <Lazy load={loadNoThreads} minHeight={96} />}
        <Lesson scenario={app.scenario.value} />
        <div class="stage-bar">
          <StageTabs />
          <Bar />
        </div>
        {app.failure.value !== null && <ErrorView message={app.failure.value} onRetry={() => again()} />}
        <SenderPanel />
        {!studying.value && <OpenedFrom />}
        {studying.value ? <Lazy load={loadStudy} minHeight={600} /> : <Result />}
      </Stage>
    </Shell>
  );
}

function Top() {
  return (
    <TopBar
      facts={app.facts.value}
      theme={app.theme.value}
      onTheme={(theme) => {
        app.theme.value = theme;
        applyTheme(theme, true);
      }}
      onShare={() => void openShare()}
    />
  );
}

function Bar() {
  const scenario = app.scenario.value;
  const comparing = app.link.value.compare && app.comparable.value;
  const threads = app.poolSize(scenario, app.values.value, comparing) ?? 1;
  return (
    <RunBar
      state={app.stage.value}
      progress={app.progress}
      threads={threads}
      canCompare={!studying.value && app.comparable.value}
      compareWords={app.family.value.compare}
      text={app.measuring.value ? MEASURING : app.notice.value}
      changed={!studying.value && app.stale.value}
      {...(studying.value && { runLabel: 'Run the study', text: studyText.value })}
      onRun={() => again(false)}
      onCompare={() => void run(true)}
      onStop={halt}
    />
  );
}

function Result() {
  // A failure takes nothing away: the run that is shown still needs its own stage.
  const failed = app.stage.value === 'error' ? app.shown.value : null;
  const scenario = failed ? app.findScenario(failed.link.scenario) : app.scenario.value;
  const Lab = stageOf(scenario);
  return (
    <>
      <VerdictTools.Provider value={PinButton}>
        <Lab />
      </VerdictTools.Provider>
      <Noticed ofRun={true} />
      <Steady>
        <LaterLostTime />
      </Steady>
      <PinnedRuns />
      <MetricsTable outcome={app.told.value} />
      {hasEnded.value && <Lazy load={loadExport} minHeight={240} />}
    </>
  );
}

function Side() {
  const scenario = app.scenario.value;
  return (
    <>
      <Presets
        presets={scenario.presets}
        active={app.activePreset.value}
        onPick={(preset) => {
          closeDrawer();
          void follow(presetLink(preset.link));
        }}
      />
      <ParamForm
        key={scenario.id}
        scenario={scenario}
        values={app.values.value}
        threadsAvailable={app.environment.value.threadsAvailable}
        pristine={app.pristine.value}
        onChange={change}
        onReset={reset}
        onEnter={() => again()}
      />
    </>
  );
}
