/** What the palette offers, for the run on screen where there is one. Reactive through what it reads. */
import type { Run, ProgramId } from '#shared/protocol/model.ts'
import { CARDS, type ExperimentId } from '../experiments/experiments.ts'
import { startExperiment } from '../experiments/start.ts'
import { LANGUAGES, LANGS } from '#shared/model/languages.ts'
import { speak } from './speak.ts'
import { i18n } from '../text/index.svelte.ts'
import { setStepper } from '../program/stepper.ts'
import { runCommand } from '../join/commands.ts'
import { PROGRAM_IDS } from '#shared/model/programs.ts'
import { copyText } from '../ui/copy.ts'
import { placeOf } from '../ui/place.ts'
import { explain, lab } from '../store/lab.svelte.ts'
import { notices } from '../store/notices.svelte.ts'
import { preferences, THEMES } from '../storage/preferences.svelte.ts'
import { ui } from '../store/ui.svelte.ts'
import { PROMPT } from '../run/keys.ts'
import { keyOf, viewOf } from '../run/views.ts'
import { COACH_PATH, HOME_PATH, runPath } from '../router/route.ts'
import { router } from '../router/router.svelte.ts'
import { wordsOf } from '../worksheet/words.svelte.ts'

export interface Action {
  id: string
  label: string
  key?: string
  act: () => void
}
export interface ActionGroup {
  title: string
  actions: Action[]
}

export function paletteGroups(run: Run | undefined): ActionGroup[] {
  const { palette, nav } = i18n.t
  return [
    { title: palette.run, actions: run ? runActions(run) : [] },
    { title: palette.goTo, actions: places(run) },
    { title: nav.newRun, actions: lab.may('start') ? PROGRAM_IDS.map(start) : [] },
    {
      title: i18n.experiments.title,
      actions: lab.may('start') ? CARDS.flatMap((card) => card.experiments.map(experiment)) : [],
    },
    { title: palette.display, actions: looks() },
  ]
}

function runActions(run: Run): Action[] {
  const { palette, nav, toolbar, trace } = i18n.t
  const always: Action[] = [
    { id: 'filter', label: palette.focusFilter, key: '/', act: () => focus(`[aria-label="${toolbar.filter}"]`) },
    {
      id: 'trace',
      label: trace.show,
      key: keyOf(viewOf('trace')),
      act: () => element('[role="tab"][data-value="trace"]')?.click(),
    },
  ]
  always.push({ id: 'export', label: i18n.t.actions.takeHome, act: () => ui.show('export') })
  const socat = runCommand(run)
  if (run.state !== 'running') return always
  const write: Action = { id: 'write', label: palette.focusComposer, act: () => focus(PROMPT) }
  if (socat === null) return lab.showsPast(run.id) ? always : [write, ...always]
  return [
    { id: 'join', label: palette.join, act: () => ui.show('join') },
    { id: 'socat', label: palette.copySocat, act: () => void copy(socat) },
    ...(lab.showsPast(run.id) ? [] : [write, ...wakeUps(run), ...freezing(run)]),
    ...always,
    { id: 'help', label: nav.shortcuts, key: '?', act: () => ui.show('help') },
  ]
}

function freezing({ id }: Run): Action[] {
  const { actions } = i18n.t
  const frozen = lab.liveOf(id)?.frozen !== undefined
  if (!lab.may('freeze')) return []
  const act = (): void => void lab.class.freeze(id, !frozen).catch((fault: unknown) => notices.bad(explain(fault)))
  return [{ id: 'freeze', label: frozen ? actions.thaw : actions.freeze, act }]
}

/** Of a program that waits in select. */
function wakeUps({ id }: Run): Action[] {
  const { select } = i18n.t
  if (!lab.may('set-stepper', id)) return []
  switch (lab.liveOf(id)?.select?.state) {
    case undefined:
      return []
    case 'running':
      return [{ id: 'pause', label: select.pause, act: () => void setStepper(id, 'paused') }]
    default:
      return [
        { id: 'stepping', label: select.step, act: () => void setStepper(id, 'stepping') },
        { id: 'go on', label: select.goOn, act: () => void setStepper(id, 'running') },
      ]
  }
}

function places(current: Run | undefined): Action[] {
  const t = i18n.t
  const running = lab.runs.filter((run) => run.state === 'running' && run.id !== current?.id)
  return [
    { id: 'home', label: t.nav.home, act: () => router.go(HOME_PATH) },
    { id: 'coach', label: t.nav.coach, act: () => router.go(COACH_PATH) },
    ...running.map((run) => ({
      id: `run ${run.id}`,
      label: `${wordsOf(run.program).name} ${placeOf(run)}`,
      act: () => router.go(runPath(run.id)),
    })),
  ]
}

function start(id: ProgramId): Action {
  return { id: `start ${id}`, label: i18n.t.palette.start(wordsOf(id).name), act: () => ui.showStart(id) }
}

function experiment(id: ExperimentId): Action {
  const { start, guides } = i18n.experiments
  return { id: `experiment ${id}`, label: start(guides[id].title), act: () => void begin(id) }
}

async function begin(id: ExperimentId): Promise<void> {
  try {
    router.go(runPath((await startExperiment(id)).id, id))
  } catch (fault) {
    notices.bad(explain(fault))
  }
}

function looks(): Action[] {
  const { palette, nav } = i18n.t
  return [
    ...THEMES.map((theme) => ({
      id: `theme ${theme}`,
      label: palette.theme(nav.themes[theme]),
      act: () => (preferences.theme = theme),
    })),
    {
      id: 'projector',
      label: preferences.projector ? palette.projectorOff : palette.projectorOn,
      act: () => (preferences.projector = !preferences.projector),
    },
    ...LANGS.filter((lang) => lang !== i18n.lang).map((lang) => ({
      id: `language ${lang}`,
      label: palette.language(LANGUAGES[lang].name),
      act: () => speak(lang),
    })),
  ]
}

async function copy(text: string): Promise<void> {
  const { copied, copyFailed } = i18n.t.actions
  if (await copyText(text)) notices.good(`${copied}\u202f: ${text}`)
  else notices.bad(copyFailed)
}

function focus(selector: string): void {
  element(selector)?.focus()
}

const element = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector)
