/**
 * The console of a program that runs in a terminal: what it prints goes to standard output, what is to be known of it to
 * standard error. Counterparts: `journal/sink.ts`, which hands over the events; `notices.ts`, the words.
 * Invariants: standard output carries the program's bytes and nothing else, unchanged unless it is a terminal; `take`
 * resolves when the system has them, so that a slow reader of standard output slows the program down.
 */
import type { Writable } from 'node:stream'
import type { Entry } from '../../journal/port.ts'
import type { ProcessWaits } from '#shared/state/waits.ts'
import { failed, type Notices } from './notices.ts'
import type { PartialTold } from './partial-told.ts'
import type { Trace } from './trace.ts'
import { visibleLines } from '#shared/net/visible.ts'

const LF = 10
const MARK = '-- '

export interface Streams {
  readonly out: Writable & { readonly isTTY?: boolean }
  readonly err: Writable
}

export class Console {
  /** The last connection failed, or there never was one. */
  broken = false
  readonly #streams: Streams
  readonly #notices: Notices
  readonly #processes: () => readonly ProcessWaits[]
  readonly #trace: Trace | null
  readonly #partial: PartialTold | null

  /**
   * @param processes what the processes of the program do now
   * @param trace null where nobody asked for one
   * @param partial null where the program reads no lines
   */
  constructor(
    streams: Streams,
    notices: Notices,
    processes: () => readonly ProcessWaits[],
    trace: Trace | null = null,
    partial: PartialTold | null = null,
  ) {
    this.#streams = streams
    this.#notices = notices
    this.#processes = processes
    this.#trace = trace
    this.#partial = partial
  }

  /** Prints what these events are to a person at the terminal, in their order. */
  async take(entries: readonly Entry[]): Promise<void> {
    let printed: Uint8Array[] = []
    this.#trace?.expect(entries)
    for (const entry of entries) {
      const traced = this.#trace?.of(entry) ?? []
      if (traced.length > 0) {
        // What is traced is about to be printed, not printed already.
        await this.#print(printed)
        printed = []
        await write(this.#streams.err, traced.map((line) => `${visibleLines(line)}\n`).join(''))
      }
      if (isPrinted(entry)) printed.push(entry.bytes)
      if (entry.kind === 'closed' || entry.kind === 'unreached') this.broken = failed(entry)
      const lines = this.#notices.of(entry)
      if (lines.length === 0) continue
      await this.#print(printed)
      printed = []
      await this.say(lines)
    }
    await this.#print(printed)
    await this.say(this.#partial?.after(entries, this.#partialDue) ?? [])
    await this.#sayBlocked()
  }

  readonly #partialDue = (): void => {
    void this.say(this.#partial?.due(this.#partialDue) ?? []).then(() => this.#sayBlocked())
  }

  #sayBlocked(): Promise<void> {
    return this.say(this.#notices.blocked(this.#processes))
  }

  /** Notices, one a line. */
  async say(lines: readonly string[]): Promise<void> {
    if (lines.length > 0) await write(this.#streams.err, lines.map((line) => `${MARK}${visibleLines(line)}\n`).join(''))
  }

  async #print(pieces: readonly Uint8Array[]): Promise<void> {
    if (pieces.length === 0) return
    const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
    const { out } = this.#streams
    if (!out.isTTY) return write(out, bytes)
    // A last line without its end would have the next notice, or the shell's prompt, on its own line.
    await write(out, visibleLines(new TextDecoder().decode(bytes)) + (bytes.at(-1) === LF ? '' : '\n'))
  }
}

function isPrinted({ kind, detail }: Entry): boolean {
  return (kind === 'lines' || kind === 'datagram') && 'to' in detail && detail.to === 'console'
}

/** Resolves when the system has taken it. A stream that has failed says so by its `error` event. */
const write = (stream: Writable, data: string | Uint8Array): Promise<void> =>
  new Promise((resolve) => stream.write(data, () => resolve()))
