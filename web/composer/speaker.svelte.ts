/**
 * Somebody who writes, as the composer sees it: what is being written, what was sent, what failed. It is one of this
 * browser's participants, or the keyboard of the program.
 */
import { MAX_SEND_BYTES } from '#shared/model/constants.ts'
import { RequestError } from '../connection/rest.ts'
import { i18n } from '../text/index.svelte.ts'
import { explain } from '../store/lab.svelte.ts'
import type { LineEnd } from '../storage/preferences.svelte.ts'
import { History } from './history.ts'
import type { Cut } from './cutting.ts'
import { base64, messages } from './payload.ts'

/** A program that does not read takes nothing for a while: how often and how long to wait for it, in milliseconds. */
const PATIENCE = { times: 40, wait: 250 }

export interface SpeakerParts {
  /** Hands a part on. @param bytes base64 @param cuts where it is cut into writes. Rejects with a `RequestError`. */
  write: (bytes: string, cuts: readonly number[]) => Promise<void>
  /** The sentence of a failure. @param why the sentence of its error */
  failed: (why: string) => string
  /** What it says is a datagram each: the empty one too, and none that would have to be cut. */
  datagrams?: boolean
}

export class Speaker {
  readonly #parts: SpeakerParts
  /** Parts of a long message that are still being sent; what is written meanwhile comes after them. */
  #long: Promise<void> | null = null
  readonly history = new History()
  draft = $state('')
  problem = $state<string | null>(null)

  constructor(parts: SpeakerParts) {
    this.#parts = parts
  }

  /**
   * Sends the draft. What could not be sent comes back into the field, unless something else is written there by then.
   * Short messages go out at once, whatever else is under way, so that a reload does not lose them.
   */
  async send(end: LineEnd): Promise<void> {
    const all = messages(this.draft, end)
    if (this.#parts.datagrams && all.length === 0) all.push(new Uint8Array())
    await this.#sendDraft(all.map((bytes) => ({ bytes, cuts: [] })))
  }

  /** Sends the draft in another way: these bytes, in writes of their own between these cuts. */
  async sendCut(cut: Cut): Promise<void> {
    await this.#sendDraft([cut])
  }

  async #sendDraft(all: readonly Cut[]): Promise<void> {
    const text = this.draft
    if (this.#parts.datagrams && all.length > 1) {
      this.problem = i18n.t.datagrams.tooLong(i18n.bytes(MAX_SEND_BYTES))
      return
    }
    if (all.length === 0) return
    this.draft = ''
    this.problem = null
    if (text !== '') this.history.push(text)
    if (all.length === 1 && this.#long === null) return this.#sendAll(text, all)
    const sent = (this.#long ?? Promise.resolve()).then(() => this.#sendAll(text, all))
    this.#long = sent
    await sent
    if (this.#long === sent) this.#long = null
  }

  /** Does something else in its name; a failure is told where it writes. */
  async act(act: () => Promise<void>): Promise<void> {
    this.problem = null
    try {
      await act()
    } catch (fault) {
      this.problem = explain(fault)
    }
  }

  async #sendAll(text: string, all: readonly Cut[]): Promise<void> {
    let sent = 0
    try {
      for (const part of all) {
        await this.#sendPart(base64(part.bytes), part.cuts)
        sent += new TextDecoder().decode(part.bytes).length
      }
    } catch (fault) {
      this.problem = this.#parts.failed(explain(fault))
      if (this.draft === '') this.draft = text.slice(sent)
    }
  }

  async #sendPart(bytes: string, cuts: readonly number[]): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#parts.write(bytes, cuts)
      } catch (fault) {
        if (!(fault instanceof RequestError) || fault.code !== 'overloaded' || tries === PATIENCE.times) throw fault
        await new Promise((resolve) => setTimeout(resolve, PATIENCE.wait))
      }
    }
  }
}
