/** What a run that was taken home must have: of its JSON lines, each event of the journal, and an end that counts them. */
import { isDeepStrictEqual } from 'node:util'
import type { LabEvent } from '#shared/protocol/events.ts'

interface Line {
  readonly format?: string
  readonly event?: LabEvent
  readonly end?: { readonly events: number }
}

/**
 * @param journal the events as REST gives them, payloads cut, where the run has ended
 * @returns what does not hold, a sentence each
 */
export function brokenLines(text: string, journal: readonly LabEvent[] = []): string[] {
  const broken: string[] = []
  const lines = text.split('\n')
  if (lines.pop() !== '') broken.push('the last line has no end')
  const all = lines.map((line) => JSON.parse(line) as Line)
  if (all[0]?.format !== 'socket-lab') broken.push(`it begins with ${lines[0]?.slice(0, 100)}`)
  const events = all.flatMap(({ event }) => (event ? [event] : []))
  if (all.at(-1)?.end?.events !== events.length) broken.push(`${events.length} events end in ${lines.at(-1)}`)
  for (const [i, { seq }] of events.entries()) if (seq !== i + 1) broken.push(`event ${seq} is at ${i + 1}`)
  for (const whole of journal) {
    const taken = events[whole.seq - 1]
    if (!taken || !isDeepStrictEqual(outside(whole), outside(taken)))
      broken.push(`event ${whole.seq} is ${JSON.stringify(taken)} in the file, ${JSON.stringify(whole)} in the journal`)
    else if (!Buffer.from(taken.bytes, 'base64').subarray(0, 1024).equals(Buffer.from(whole.bytes, 'base64')))
      broken.push(`event ${whole.seq} has other bytes in the file`)
  }
  return broken
}

/** Of an event that has its whole payload, or its beginning: everything else. */
const outside = ({ bytes: _, text: __, ...rest }: LabEvent): object => rest
