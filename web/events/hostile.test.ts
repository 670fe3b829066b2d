/** Whatever stands in an event from outside: nothing of it acts in what is said of the event, or in its calls. */
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { EVENT_KINDS, type LabEvent } from '#shared/protocol/events.ts'
import type { Listener } from '#shared/protocol/model.ts'
import { LANGUAGES, type Lang } from '#shared/model/languages.ts'
import { i18n } from '../text/index.svelte.ts'
import { listenerLabel, listenerTag, placeOf } from '../ui/place.ts'
import { explanation } from './explanation.ts'
import { label, sentence } from './words.ts'
import { sampleEvent } from './sample.ts'

vi.hoisted(() => vi.stubGlobal('document', { documentElement: {} }))

const HOSTILE = 'a\u202eb\u200bc\u{e0061}\u0007\u009b\u2066\u115f'
const ACTS = /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u
/** The same value with every text in it hostile, but for those by which it is told what it is. */
const KEPT = new Set([
  'kind',
  'transport',
  'via',
  'program',
  'state',
  'direction',
  'reason',
  'act',
  'command',
  'how',
  'bytes',
  'to',
  'code',
])
function poisoned(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return KEPT.has(key) ? value : HOSTILE
  if (Array.isArray(value)) return value.map((one) => poisoned(one))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, poisoned(one, name)]))
}
const by = { name: HOSTILE, address: HOSTILE }
const people = {
  name: () => HOSTILE,
  get: () => undefined,
  all: [],
  colour: () => 0,
  livingIn: () => [],
} as unknown as Parameters<typeof sentence>[1]

describe.each(Object.keys(LANGUAGES) as Lang[])('in %s', (lang) => {
  beforeAll(async () => {
    await i18n.use(lang)
    await i18n.want('explain')
  })
  it.each(EVENT_KINDS)('nothing in an event of kind %s acts where it is told', (kind) => {
    const event = poisoned({ ...sampleEvent(kind, 1, 1), by }) as LabEvent
    expect(label(event, people)).not.toMatch(ACTS)
    expect(sentence(event, people)).not.toMatch(ACTS)
    if (event.kind !== 'lines') expect(explanation(event, people)).not.toMatch(ACTS)
  })

  it('nothing in a path or a target acts where a run is named', () => {
    const unix: Listener = { number: 1, transport: 'unix', host: '', port: 0, path: `/tmp/${HOSTILE}`, reachable: [] }
    const said = [
      placeOf({ listeners: [unix], options: {} }),
      listenerLabel(unix),
      listenerTag(unix, [unix, { ...unix }]),
    ]
    said.push(placeOf({ listeners: [], options: { target: { host: HOSTILE, port: 1 } } }))
    for (const one of said) {
      expect(one).not.toMatch(ACTS)
      expect(one).toContain('⟨U+202E⟩')
    }
  })
})
