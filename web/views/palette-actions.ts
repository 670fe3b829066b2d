/** What the palette offers, for the run on screen where there is one. Reactive through what it reads. */
import type { Run, ScenarioId } from '../../server/wire/model.ts'
import { LANGS } from '../i18n/format.ts'
import { i18n } from '../i18n/index.svelte.ts'
import { commandOf } from '../scenario/commands.ts'
import { sheetOrder } from '../scenario/sheet.ts'
import { copyText } from '../shared/copy.ts'
import { mostReachable } from '../shared/hosts.ts'
import { placeOf } from '../shared/place.ts'
import { lab } from '../state/lab.svelte.ts'
import { notices } from '../state/notices.svelte.ts'
import { preferences, THEMES } from '../state/preferences.svelte.ts'
import { ui } from '../state/ui.svelte.ts'
import { runPath } from './route.ts'
import { router } from './router.svelte.ts'

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
    { title: nav.newRun, actions: sheetOrder(lab.info?.scenarios ?? []).map(({ id }) => start(id)) },
    { title: palette.display, actions: looks() },
  ]
}

function runActions(run: Run): Action[] {
  const { palette, nav, toolbar } = i18n.t
  const always: Action[] = [
    { id: 'filter', label: palette.focusFilter, key: '/', act: () => focus(`[aria-label="${toolbar.filter}"]`) },
  ]
  const door = run.doors[0]
  const host = mostReachable(door?.reachable ?? [])
  if (run.state !== 'running') return always
  const fields = ['message', 'keyboard', 'name'].map((id) => `[data-testid="${id}"]`).join(', ')
  const write: Action = { id: 'write', label: palette.focusComposer, act: () => focus(fields) }
  if (!door || !host) return [write, ...always]
  return [
    { id: 'join', label: palette.join, act: () => ui.show('join') },
    { id: 'socat', label: palette.copySocat, act: () => void copy(commandOf(run.scenario, 'socat', host, door.port)) },
    write,
    ...always,
    { id: 'help', label: nav.shortcuts, key: '?', act: () => ui.show('help') },
  ]
}

function places(current: Run | undefined): Action[] {
  const t = i18n.t
  const running = lab.runs.filter((run) => run.state === 'running' && run.id !== current?.id)
  return [
    { id: 'home', label: t.nav.home, act: () => router.go('/') },
    ...running.map((run) => ({
      id: `run ${run.id}`,
      label: `${t.scenarios[run.scenario].name} ${placeOf(run)}`,
      act: () => router.go(runPath(run.id)),
    })),
  ]
}

function start(id: ScenarioId): Action {
  const { palette, scenarios } = i18n.t
  return { id: `start ${id}`, label: palette.start(scenarios[id].name), act: () => ui.showStart(id) }
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
      label: palette.language(nav.languages[lang]),
      act: () => i18n.use(lang),
    })),
  ]
}

async function copy(text: string): Promise<void> {
  const { copied, copyFailed } = i18n.t.actions
  if (await copyText(text)) notices.good(`${copied}\u00a0: ${text}`)
  else notices.bad(copyFailed)
}

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus()
}
