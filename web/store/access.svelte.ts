/** Access to the lab, as this page is told of it: whether newcomers are let in, and for the teacher by which code. Counterpart: `lab.svelte.ts`. */
import type { ServerMessage } from '#shared/protocol/messages.ts'
import { BASE } from '../connection/base.ts'
import type { Order } from '../connection/pending-requests.ts'

export class AccessState {
  readonly #ask: (order: Order) => Promise<unknown>
  #told = $state.raw<Extract<ServerMessage, { type: 'access' }> | null>(null)
  #downloads = $state<string | undefined>(undefined)

  /** @param ask the lab; rejects with a `RequestError` */
  constructor(ask: (order: Order) => Promise<unknown>) {
    this.#ask = ask
  }

  get locked(): boolean {
    return this.#told?.locked ?? false
  }
  /** Only the teacher's page is told it. */
  get pin(): string | undefined {
    return this.#told?.pin
  }

  /** Keeps newcomers out, or lets them in again. */
  async lock(locked: boolean): Promise<void> {
    await this.#ask({ type: 'lock', locked })
  }
  /** Gives the lab another code. */
  async renew(): Promise<void> {
    await this.#ask({ type: 'new-pin' })
  }

  /** The address of something of the API that the browser saves: it names no session, as calls do. @param path from `/api/` on */
  download(path: string): string {
    const as = this.#downloads === undefined ? '' : `${path.includes('?') ? '&' : '?'}as=${this.#downloads}`
    return `${BASE}${path}${as}`
  }

  receive(message: Extract<ServerMessage, { type: 'access' | 'welcome' }>): void {
    if (message.type === 'access') this.#told = message
    else this.#downloads = message.downloads
  }
}
