/**
 * A sequence diagram of Mermaid's language, for a report written in Markdown. It is for short scenes: beyond `MOST` events the rest
 * is counted in a note, since whoever draws it would wait in vain.
 */
import { PROGRAM } from '#shared/model/constants.ts'
import { textOf } from '../../journal/encode.ts'
import type { StoredEntry } from '../../journal/port.ts'
import { visible } from '#shared/net/visible.ts'
import type { ExportRequest, Format } from './format.ts'
import { isOf } from '../recorded/entry.ts'
import { Present } from '../recorded/present.ts'

export const MOST = 400
const LABEL = 60

const LABELS: Partial<Record<StoredEntry['kind'], string>> = {
  connected: 'connect',
  accepted: 'accept',
  ended: 'FIN',
  'half-closed': 'FIN',
  closed: 'close',
  unreached: 'connect failed',
}
/** Those that the program does. */
const OWN: ReadonlySet<StoredEntry['kind']> = new Set(['accepted', 'half-closed', 'closed', 'unreached'])

/** Text that the language takes for nothing else: entity codes of what separates or ends (its manual, "Entity codes to escape characters"). */
export const label = (text: string): string =>
  visible(text.length > LABEL ? `${text.slice(0, LABEL)}…` : text).replace(
    /[#;<>"%{}]/g,
    (one) => `#${one.charCodeAt(0)};`,
  )

const actor = (id: number): string => (id === PROGRAM ? 'program' : `p${id}`)

async function* write({ recorded: { people, events }, names }: ExportRequest): AsyncGenerator<string> {
  yield 'sequenceDiagram\n  autonumber\n'
  const shown = new Set<number>()
  const show = (id: number): string => {
    if (shown.has(id)) return ''
    shown.add(id)
    return `  participant ${actor(id)} as ${label(names.of(id))}\n`
  }
  const present = new Present()
  let drawn = 0
  let beyond = 0
  yield show(PROGRAM)
  for await (const entry of events()) {
    const arrows = arrowsOf(entry, present)
    present.take(entry)
    if (arrows.length === 0) continue
    if (drawn >= MOST) {
      beyond++
      continue
    }
    drawn++
    for (const { from, to, text } of arrows) {
      if (people.has(from)) yield show(from)
      if (people.has(to)) yield show(to)
      yield `  ${actor(from)}->>${actor(to)}: ${label(text)}\n`
    }
  }
  if (beyond > 0) yield `  Note over program: + ${beyond}\n`
}

interface Arrow {
  readonly from: number
  readonly to: number
  readonly text: string
}

function arrowsOf(entry: StoredEntry, present: Present): Arrow[] {
  const { kind, participant, bytes } = entry
  if (kind === 'lines' || kind === 'datagram') {
    const text = textOf(bytes, false).replace(/\n$/, '')
    const receivers = present.receiversOf(entry).map((to) => ({ from: PROGRAM, to, text }))
    return participant === PROGRAM ? receivers : [{ from: participant, to: PROGRAM, text }, ...receivers]
  }
  const text = LABELS[kind]
  if (text === undefined || participant === PROGRAM) return []
  const own = OWN.has(kind) || (isOf(entry, 'connected') && entry.detail.outgoing)
  return [own ? { from: PROGRAM, to: participant, text } : { from: participant, to: PROGRAM, text }]
}

export const mermaid: Format = { type: 'text/vnd.mermaid', ending: 'mmd', write }
