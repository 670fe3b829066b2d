/**
 * What the teacher has written to all: one message at a time, on every page until it is taken back or another one comes. Counterparts:
 * `gateway/ws/`, whose pages show it; `web/class/Notice.svelte`. Invariant: who comes later is told it too.
 */
import type { Clock } from '../../core/clock.ts'
import type { ServerMessage } from '#shared/protocol/messages.ts'
import type { ClassNotice } from '#shared/protocol/wall.ts'

interface NoticePage {
  send(message: ServerMessage): void
}

export class Notice {
  readonly #clock: Pick<Clock, 'now'>
  readonly #pages: () => Iterable<NoticePage>
  #now: ClassNotice | null = null

  constructor(clock: Pick<Clock, 'now'>, pages: () => Iterable<NoticePage>) {
    this.#clock = clock
    this.#pages = pages
  }

  /** @param text '' takes it back */
  write(text: string): void {
    const said = text.trim()
    this.#now = said === '' ? null : { text: said, since: this.#clock.now() }
    for (const page of this.#pages()) page.send(this.#message())
  }

  greet(page: NoticePage): void {
    if (this.#now) page.send(this.#message())
  }

  #message(): ServerMessage {
    return { type: 'notice', notice: this.#now }
  }
}
