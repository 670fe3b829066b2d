/** Every page, dialog and menu is looked at by axe: what a component shows has a state in `e2e/`, by the name that it has there. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (path: string): string => readFileSync(path, 'utf8')

/** Of each component that opens a dialog or a menu: a state of each of them, in their order. */
const OPENED: Readonly<Record<string, readonly string[]>> = {
  'web/app/DisplayMenu.svelte': ['display menu'],
  'web/app/Palette.svelte': ['palette'],
  'web/app/RunTabs.svelte': ['list of the runs'],
  'web/app/Shortcuts.svelte': ['list of the keys'],
  'web/class/AttendanceMenu.svelte': ['menu of attendance'],
  'web/class/HandSheet.svelte': ['dialog of a hand'],
  'web/class/Screen.svelte': ['question before one is shown to all'],
  'web/class/StopAll.svelte': ['question before all runs stop'],
  'web/class/TileMenu.svelte': ['menu of a tile'],
  'web/class/WordsDialog.svelte': ['dialog of a message'],
  'web/composer/DisconnectMenu.svelte': ['menu of ways to leave'],
  'web/composer/LineEndMenu.svelte': ['menu of the line end'],
  'web/composer/SendAsMenu.svelte': ['menu of ways to send'],
  'web/conversation/TakeHome.svelte': ['menu of a conversation'],
  'web/hand/KeepOut.svelte': ['question before one is kept out'],
  'web/join/JoinDialog.svelte': ['join dialog'],
  'web/kept/DataNotice.svelte': ['what the lab keeps'],
  'web/kept/EraseRun.svelte': ['question before a run is deleted'],
  'web/kept/ForgetPerson.svelte': ['dialog that forgets a person'],
  'web/participants/NameDialog.svelte': ['name dialog'],
  'web/participants/ParticipantMenu.svelte': ['menu of a participant', 'question before a disconnect'],
  'web/run/RunControls.svelte': [
    'question before a stop',
    'port not free yet, at a restart',
    'port taken, at a restart',
  ],
  'web/run/RunPage.svelte': ['inspector as a sheet', 'participants sheet'],
  'web/start/StartRunDialog.svelte': ['start dialog'],
  'web/study/ExportDialog.svelte': ['how to take a run home'],
  'web/transfers/RemoveFile.svelte': ['question before a file is deleted'],
}

/** Of each view of `web/router/route.ts`: some of its states. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  home: ['home', 'home with past runs'],
  run: ['empty run', 'ladder', 'table and inspector', 'trace', 'conversation', 'both sides', 'past run', 'frozen run'],
  join: ['page for the projector', 'page to project, with its code', 'page to project, locked'],
  coach: ['coach'],
  class: ['wall with a hand', 'wall of ice', 'wall that is not one’s own'],
  nowhere: ['nowhere'],
}

/** Names of the states that are given to axe. */
const looked = new Set(
  globSync('e2e/*.spec.ts').flatMap((path) => {
    const source = read(path)
    const called = [...source.matchAll(/\b(?:clean|menu)\((?:[^()]|\([^)]*\))*?'([^']+)',?\s*\)/g)].map(
      ([, state]) => state!,
    )
    const table = /\bSTATES: [^\n]+ = \{\n([\s\S]*?)\n\}\n/.exec(source)?.[1] ?? ''
    return [...called, ...[...table.matchAll(/^ {2}(?:'([^']+)'|(\w+)): async/gm)].map(([, a, b]) => (a ?? b)!)]
  }),
)

describe('what axe looks at', () => {
  it('is every dialog and every menu', () => {
    const opened = globSync('web/**/*.svelte').flatMap((path) => {
      const many = [...read(path).matchAll(/<(Modal|Menu|DropdownMenu\.Root|Dialog\.Root)[\s>]/g)].length
      return many === 0 || path.startsWith('web/ui/') ? [] : [[path, many] as const]
    })
    expect(opened.length).toBeGreaterThan(15)
    expect(Object.fromEntries(opened)).toEqual(
      Object.fromEntries(Object.entries(OPENED).map(([path, states]) => [path, states.length])),
    )
  })

  it('is every page', () => {
    const route = /export type Route =([\s\S]*?)\n\n/.exec(read('web/router/route.ts'))![1]!
    const views = [...route.matchAll(/view: '(\w+)'/g)].map(([, view]) => view)
    expect(views.length).toBeGreaterThan(4)
    expect(views.toSorted()).toEqual(Object.keys(PAGES).toSorted())
  })

  it.each(Object.values({ ...OPENED, ...PAGES }).flat())('has a test for: %s', (state) => {
    expect(looked).toContain(state)
  })
})
