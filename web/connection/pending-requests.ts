/**
 * Requests that wait for their answer. After a cut they are sent again with the same `ref`, and the server carries out
 * each ref of a session once. Counterpart: the session in server/gateway.
 * Invariant: a request leaves it by its answer only, or by the loss of the session it was made in.
 */
import type { ClientMessage, Mine, ServerMessage } from '#shared/protocol/messages.ts'
import { RequestError } from './rest.ts'

export type Request = Extract<ClientMessage, { ref: number }>
type WithoutRef<R> = R extends Request ? Omit<R, 'ref'> : never
/** A request that has not been given its ref yet. */
export type Order = WithoutRef<Request>
/** The participant that a `join` brought; null for the others. */
export type Answer = Mine | null

/** What has to outlive a reload, so that refs go on increasing and nothing unanswered is forgotten. */
export interface SavedRequests {
  ref: number
  requests: Request[]
}

interface Pending {
  request: Request
  since: number
  resolve: (answer: Answer) => void
  reject: (error: RequestError) => void
}

export class PendingRequests {
  #ref: number
  readonly #pending = new Map<number, Pending>()

  /** @param onOrphan hears of the failure of a request whose asker went away with a reload */
  constructor(saved: SavedRequests | null, now: number, onOrphan: (error: RequestError) => void) {
    this.#ref = saved?.ref ?? 0
    for (const request of saved?.requests ?? []) {
      this.#pending.set(request.ref, { request, since: now, resolve: () => undefined, reject: onOrphan })
    }
  }

  /** Gives the order its ref and keeps it until it is answered. The caller sends `request`. */
  add(order: Order, now: number): { request: Request; answer: Promise<Answer> } {
    const request: Request = { ...order, ref: ++this.#ref }
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#pending.set(request.ref, { request, since: now, resolve, reject })
    })
    return { request, answer }
  }

  /** Takes the answer to a request. One that is not waited for (a repeat) is ignored. */
  settle(message: Extract<ServerMessage, { type: 'joined' | 'done' | 'failed' }>): void {
    const pending = message.ref === null ? undefined : this.#pending.get(message.ref)
    if (!pending) return
    this.#pending.delete(pending.request.ref)
    if (message.type === 'failed') pending.reject(RequestError.of(message.error))
    else pending.resolve(message.type === 'joined' ? message.mine : null)
  }

  /** Everything unanswered, oldest first: what a new connection begins with. */
  unanswered(): Request[] {
    return [...this.#pending.values()].map((pending) => pending.request)
  }

  /** When the oldest unanswered request was made; null when all is answered. */
  oldest(): number | null {
    for (const pending of this.#pending.values()) return pending.since
    return null
  }

  /**
   * The lab no longer knows the session: its participants are gone, and with them whatever they had still to say.
   * A `join` needs nobody, and stays.
   */
  sessionLost(): void {
    for (const [ref, { request, reject }] of this.#pending) {
      if (request.type === 'join') continue
      this.#pending.delete(ref)
      reject(new RequestError('session-lost', 'The lab closed this participant before it took the request.'))
    }
  }

  save(): SavedRequests {
    return { ref: this.#ref, requests: this.unanswered() }
  }
}
