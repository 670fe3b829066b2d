/** One of this browser's participants, as the composer sees it: what is being written, what was said, what failed. */
import { LabError } from '../feed/rest.ts'
import { i18n } from '../i18n/index.svelte.ts'
import { visible } from '../shared/visible.ts'
import { explain, lab, type HowToLeave } from '../state/lab.svelte.ts'
import type { LineEnd } from '../state/preferences.svelte.ts'
import { History } from './history.ts'
import { base64, pieces } from './payload.ts'

/** A program that does not read takes nothing for a while: how often and how long to wait for it, in milliseconds. */
const PATIENCE = { times: 40, wait: 250 }

export class Speaker {
  readonly #run: string
  readonly #participant: number
  readonly #name: string
  /** Pieces of a long message that are still being said; what is written meanwhile comes after them. */
  #long: Promise<void> | null = null
  readonly history = new History()
  draft = $state('')
  problem = $state<string | null>(null)

  constructor(run: string, participant: number, name: string) {
    this.#run = run
    this.#participant = participant
    this.#name = name
  }

  /**
   * Says the draft. What could not be said comes back into the field, unless something else is written there by then.
   * Short messages go out at once, whatever else is under way, so that a reload does not lose them.
   */
  async say(end: LineEnd): Promise<void> {
    const text = this.draft
    const all = pieces(text, end)
    if (all.length === 0) return
    this.draft = ''
    this.problem = null
    this.history.push(text)
    if (all.length === 1 && this.#long === null) return this.#sayAll(text, all)
    const said = (this.#long ?? Promise.resolve()).then(() => this.#sayAll(text, all))
    this.#long = said
    await said
    if (this.#long === said) this.#long = null
  }

  async leave(how: HowToLeave): Promise<void> {
    this.problem = null
    try {
      await lab.leave(this.#run, this.#participant, how)
    } catch (fault) {
      this.problem = explain(fault)
    }
  }

  async #sayAll(text: string, all: readonly Uint8Array[]): Promise<void> {
    let said = 0
    try {
      for (const piece of all) {
        await this.#sayPiece(base64(piece))
        said += new TextDecoder().decode(piece).length
      }
    } catch (fault) {
      this.problem = i18n.t.composer.notSaid(visible(this.#name), explain(fault))
      if (this.draft === '') this.draft = text.slice(said)
    }
  }

  async #sayPiece(bytes: string): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await lab.say(this.#run, this.#participant, bytes)
      } catch (fault) {
        if (!(fault instanceof LabError) || fault.code !== 'overloaded' || tries === PATIENCE.times) throw fault
        await new Promise((resolve) => setTimeout(resolve, PATIENCE.wait))
      }
    }
  }
}
