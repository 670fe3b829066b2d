/**
 * What this page knows of the class: the wall, where it shows it, and who is shown to all. Counterparts: `server/gateway/wall/`, whose
 * messages it takes; `lab.svelte.ts`, which owns the WebSocket.
 */
import type { ClassServerMessage } from '#shared/protocol/class-messages.ts'
import type { ProgramId } from '#shared/protocol/model.ts'
import type { ClientMessage } from '#shared/protocol/messages.ts'
import type { ClassNotice, Place, RaisedHand } from '#shared/protocol/wall.ts'
import type { Order } from '../connection/pending-requests.ts'

type Wall = Extract<ClassServerMessage, { type: 'wall' }>
type Screen = Extract<ClassServerMessage, { type: 'screen' }>
type Led = Extract<ClassServerMessage, { type: 'follow' }>
type OwnTile = Extract<ClassServerMessage, { type: 'own-tile' }>
type Listener = (message: Wall) => void

interface Way {
  /** Rejects with a `RequestError`. */
  ask(order: Order): Promise<unknown>
  /** Nothing while the connection is lost. */
  tell(message: ClientMessage): void
}

export class ClassView {
  readonly #way: Way
  #listener: Listener | null = null
  #screen = $state.raw<Screen | null>(null)
  #follow = $state.raw<Led | null>(null)
  #ownTile = $state.raw<OwnTile | null>(null)
  #looksAtOwn = false
  #hand = $state.raw<RaisedHand | null>(null)
  #notice = $state.raw<ClassNotice | null>(null)
  /** Of the message that was put away here. */
  #awaySince = $state<number | null>(null)

  constructor(way: Way) {
    this.#way = way
  }

  /** Who is shown to all, and whether this page's person is asked to be; null while nobody ever was. */
  get screen(): Screen | null {
    return this.#screen
  }

  /** Follows the wall of the class, over as many connections as that takes, until it is given null. */
  async watchWall(listener: Listener | null): Promise<void> {
    this.#listener = listener
    if (listener) await this.#way.ask({ type: 'watch-wall' })
    else this.#way.tell({ type: 'unwatch-wall' })
  }
  /** Tells the lab how far this page is in a guide. */
  step(guide: string, done: number, of: number): void {
    this.#way.tell({ type: 'step', guide, done, of })
  }
  /** Asks somebody to be shown to all; null: nobody is any more. */
  async show(person: number | null): Promise<void> {
    await this.#way.ask(person === null ? { type: 'give-back' } : { type: 'show', person })
  }
  /** Stops every run; resolves when the last has stopped. */
  async stopAll(): Promise<void> {
    await this.#way.ask({ type: 'stop-all' })
  }
  /** Stops all reading of a run, or of every run where it is null, or lets go. */
  async freeze(run: string | null, frozen: boolean): Promise<void> {
    await this.#way.ask({ type: 'freeze', run, frozen })
  }
  /** Has a run read nothing more of somebody, or read it again. */
  async mute(run: string, participant: number, muted: boolean): Promise<void> {
    await this.#way.ask({ type: 'mute', run, participant, muted })
  }
  /** Has a run read somebody alone; null: everybody. */
  async giveFloor(run: string, participant: number | null): Promise<void> {
    await this.#way.ask({ type: 'give-floor', run, participant })
  }
  async keepOut(run: string, participant: number): Promise<void> {
    await this.#way.ask({ type: 'keep-out', run, participant })
  }
  /** @param participant the number that it had when it was kept out */
  async letIn(run: string, participant: number): Promise<void> {
    await this.#way.ask({ type: 'let-in', run, participant })
  }
  /** Whether somebody leads, and where that is; null where nobody does. */
  get follow(): Led | null {
    return this.#follow
  }
  /** Has all pages go where this one is. @param place null: it is at no run, and nobody moves */
  async lead(place: Place | null): Promise<void> {
    await this.#way.ask({ type: 'lead', place })
  }
  async stopLeading(): Promise<void> {
    await this.#way.ask({ type: 'stop-leading' })
  }
  /** This page lets go of whoever leads, or follows again. */
  followLead(yes: boolean): void {
    this.#way.tell({ type: 'follow-lead', yes })
  }
  /** Starts a program for each student who is here; resolves when the last has started. */
  async startForEach(program: ProgramId, options: Record<string, unknown>): Promise<void> {
    await this.#way.ask({ type: 'start-for-each', program, options })
  }
  /** What the teacher has written to all; null where there is nothing. */
  get notice(): ClassNotice | null {
    return this.#notice
  }
  /** It was put away on this page, and stands on the others. */
  get noticeAway(): boolean {
    return this.#notice?.since === this.#awaySince
  }
  putNoticeAway(): void {
    this.#awaySince = this.#notice?.since ?? null
  }
  /** @param text '' takes back what was written */
  async writeNotice(text: string): Promise<void> {
    await this.#way.ask({ type: 'write-notice', text })
  }
  /** The hand of this page's person; null where it is down. */
  get hand(): RaisedHand | null {
    return this.#hand
  }
  /** Raises the hand, or says another word with it; null: lowers it. */
  async raiseHand(word: string | null): Promise<void> {
    await this.#way.ask({ type: 'raise-hand', word })
  }
  /** What the wall shows of this page's person; null while nobody looks. */
  get ownTile(): OwnTile | null {
    return this.#ownTile
  }
  /** Looks at it, over as many connections as that takes, until what is returned is called. */
  watchOwnTile(): () => void {
    this.#looksAtOwn = true
    this.#way.tell({ type: 'watch-own-tile', on: true })
    return () => {
      this.#looksAtOwn = false
      this.#ownTile = null
      this.#way.tell({ type: 'watch-own-tile', on: false })
    }
  }
  /** @param person a number of the wall; null: all of them */
  async lowerHand(person: number | null): Promise<void> {
    await this.#way.ask({ type: 'lower-hand', person })
  }
  /** Says whether this page's person may be shown. */
  beShown(yes: boolean): void {
    this.#way.tell({ type: 'be-shown', yes })
  }

  welcome(): void {
    // Who is shown by now is told after it.
    this.#screen = this.#hand = this.#notice = this.#follow = null
    if (this.#looksAtOwn) this.#way.tell({ type: 'watch-own-tile', on: true })
    if (this.#listener) void this.watchWall(this.#listener).catch(() => {}) // refused before: the page has said so
  }
  receive(message: ClassServerMessage): void {
    switch (message.type) {
      case 'wall':
        return this.#listener?.(message)
      case 'hand':
        this.#hand = message.hand
        return
      case 'notice':
        this.#notice = message.notice
        return
      case 'own-tile':
        this.#ownTile = message
        return
      case 'follow':
        this.#follow = message.led ? message : null
        return
      case 'screen':
        this.#screen = message
    }
  }
}
