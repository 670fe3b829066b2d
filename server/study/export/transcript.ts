/** What was said, a line for each event, for a report: when, from whom to whom, and the text as the page shows it. */
import { PROGRAM } from '#shared/model/constants.ts'
import { textOf } from '../../journal/encode.ts'
import type { Lang } from '#shared/model/languages.ts'
import type { StoredEntry } from '../../journal/port.ts'
import { visible } from '#shared/net/visible.ts'
import { audienceOf } from './audience.ts'
import type { ExportRequest, Format } from './format.ts'

const WORDS = {
  fr: { run: 'Séance', began: 'commencée le', seconds: 'secondes depuis le début', point: ',', program: 'programme' },
  en: { run: 'Run', began: 'begun', seconds: 'seconds since its start', point: '.', program: 'program' },
} as const

async function* write({ recorded: { run, events }, names, lang }: ExportRequest): AsyncGenerator<string> {
  const words = WORDS[lang]
  const began = new Date(run.startedAt).toISOString()
  yield `${words.run} ${run.id} · ${run.program} · ${words.began} ${began} · ${words.seconds}\n\n`
  const name = (id: number): string => (id === PROGRAM ? words.program : visible(names.of(id)))
  for await (const entry of events()) {
    const seconds = (entry.t / 1e6).toFixed(3).replace('.', words.point)
    yield `${seconds.padStart(10)}  ${said(entry, name, lang)}\n`
  }
}

function said(entry: StoredEntry, name: (id: number) => string, lang: Lang): string {
  const to = audienceOf(entry, name, lang)
  const way = `${name(entry.participant)}${to === '' ? '' : ` → ${to}`}`
  if (entry.kind !== 'lines' && entry.kind !== 'datagram') return `${way} · ${entry.kind}`
  // Its own line ends would begin lines that nobody said.
  return `${way}: ${visible(textOf(entry.bytes, false).replace(/\n$/, '')).replaceAll('␊', '↵')}`
}

export const transcript: Format = { type: 'text/plain', ending: 'txt', write }
