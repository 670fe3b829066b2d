/** A whole conversation for the clipboard, and its bytes as a file. Counterparts: `gather.ts`; `RunState.conversationOf`, which reads. */
import type { LabEvent } from '#shared/protocol/events.ts'
import { wayOf, type Way } from '#shared/trace/conversation.ts'
import { bytesOf, hexText } from '../events/payload.ts'
import { marked } from '../events/marked-text.ts'
import { Gathered } from './gather.ts'

/** Characters that a clipboard is given at most. */
const MOST = 2_000_000
export interface Transcript {
  text: string
  messages: number
  /** There was more than a clipboard should hold. */
  cut: boolean
}

/**
 * A line each message: when, who to whom, what.
 * @param head the beginning of a line @param hex digits instead of text
 */
export async function transcript(
  events: AsyncIterable<LabEvent>,
  id: number,
  head: (event: LabEvent, way: Way) => string,
  hex: boolean,
): Promise<Transcript> {
  let text = ''
  let messages = 0
  for await (const event of events) {
    const way = wayOf(event, id)
    // What has begun comes again, whole, with its end.
    if (way === null || event.kind === 'partial-line') continue
    if (text.length > MOST) return { text, messages, cut: true }
    text += `${head(event, way)}\t${hex ? hexText(bytesOf(event)) : marked(event.text)}\n`
    messages++
  }
  return { text, messages, cut: false }
}

export interface Saved {
  readonly blob: Blob
  readonly missing: number
  /** How many of the last bytes were never taken. */
  readonly unsent: number
}

/** The bytes of one direction, as they went by. */
export async function gather(events: AsyncIterable<LabEvent>, id: number, way: Way): Promise<Saved> {
  const gathered = new Gathered(id)
  for await (const event of events) gathered.add(event)
  gathered.end()
  const { parts, missing } = gathered[way]
  const blob = new Blob(parts, { type: 'application/octet-stream' })
  return { blob, missing, unsent: way === 'received' ? gathered.unsent : 0 }
}

/** `ana-envoye.bin`: letters and digits of the name alone, since file systems differ in what else they allow. */
export const fileName = (run: string, name: string, way: string): string =>
  `${run}-${name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '') || 'x'}-${way}.bin`
