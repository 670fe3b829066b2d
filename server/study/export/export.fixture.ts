/** A recorded scene in a relay on real sockets, for the tests of what is made of it. */
import type { ExportFormat } from '#shared/model/export.ts'
import type { Lang } from '#shared/model/languages.ts'
import { LAB, type StoredEntry } from '../../journal/port.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { recordedRun, type Recorded } from '../recorded/recorded.ts'
import { exportOf } from './formats.ts'

/** Bytes that every format must carry unharmed: markup, a formula, controls, no UTF-8, and no end. */
export const SAID = {
  hostile: '=1+1,"quoted";<b>#x</b>%%\u001b[31m\u202e\n',
  raw: Buffer.from([0xff, 0x00, 0xc3, 0x0a]),
  long: `${'é'.repeat(5000)}\n`,
  unfinished: 'no end',
} as const

/** Three who talk, of whom one sends FIN after half a line, one resets after another, and one is there at the end.
 * @param lastSeq the newest event when it is asked for, where the run went on */
export async function recordedScene(lastSeq = Infinity): Promise<Recorded> {
  const { lab, close } = await openLab()
  try {
    const room = await startRun(lab, 'relay')
    const ana = await room.client()
    const bob = await room.client()
    const cid = await room.client()
    await room.participants((states) => states.length === 3)
    const heard = async (text: string | Uint8Array, fits: (bytes: string) => boolean): Promise<void> => {
      ana.say(typeof text === 'string' ? Buffer.from(text) : text)
      await room.event('lines', ({ bytes }) => fits(bytes))
    }
    const base64 = (text: string | Uint8Array): string => Buffer.from(text as string).toString('base64')
    for (const text of [SAID.hostile, SAID.raw, SAID.long]) await heard(text, (bytes) => bytes === base64(text))
    bob.say('from bob\n')
    await room.event('lines', ({ text }) => text === 'from bob\n')
    bob.say(SAID.unfinished)
    bob.finish()
    await room.event('ended')
    cid.say('half of a line')
    await room.event('partial-line')
    cid.reset()
    await room.event('closed', ({ reason }) => reason === 'reset')
    ana.say('the last one\n')
    await room.event('lines', ({ text }) => text === 'the last one\n')
    await lab.stop(room.run.id)
    const run = lab.view(room.run.id)
    return await recordedRun(lab.journal, { ...run, lastSeq: Math.min(run.lastSeq, lastSeq) }, LAB)
  } finally {
    await close()
  }
}

/** The whole file. */
export async function written(
  recorded: Recorded,
  format: ExportFormat,
  { lang = 'en', names = 'names' }: { lang?: Lang; names?: 'names' | 'pseudonyms' } = {},
): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of exportOf(recorded, format, { lang, names }).bytes()) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Everything of it, with its whole payload. */
export async function entriesOf(recorded: Recorded): Promise<StoredEntry[]> {
  const all: StoredEntry[] = []
  for await (const entry of recorded.events()) all.push(entry)
  return all
}
