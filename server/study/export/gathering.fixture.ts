/** The bytes of one participant's conversation by the rules of the page (`shared/trace/conversation.ts`), for what must equal them. */
import { Hearing, mayConcern, wayOf } from '#shared/trace/conversation.ts'
import type { LabEvent } from '#shared/protocol/events.ts'

export class Gathering {
  readonly #id: number
  readonly #hearing: Hearing
  readonly #parts = { peer: [] as Buffer[], program: [] as Buffer[] }
  /** Of a line that has begun. */
  #begun: Buffer[] = []

  constructor(id: number) {
    this.#id = id
    this.#hearing = new Hearing(id)
  }

  add(event: LabEvent): void {
    if (!mayConcern(event, this.#id) || !this.#hearing.takes(event)) return
    const way = wayOf(event, this.#id)
    const bytes = Buffer.from(event.bytes, 'base64')
    if (event.kind === 'partial-line') this.#begun.push(bytes)
    else if (way === 'sent') {
      this.#begun = []
      this.#parts.peer.push(bytes)
    } else if (way === 'received') this.#parts.program.push(bytes)
  }

  get hex(): { peer: string; program: string } {
    const of = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString('hex')
    return { peer: of([...this.#parts.peer, ...this.#begun]), program: of(this.#parts.program) }
  }
}
