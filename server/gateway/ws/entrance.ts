/**
 * Which pages come in. Counterparts: `commands/access.ts`, the rules; `server.ts`, which asks at each `hello`.
 * Invariant: a page that stays outside has been told nothing but why.
 */
import type { Clock } from '../../core/clock.ts'
import type { AccessReader, Outside } from '../../commands/access.ts'
import type { Who } from '../../commands/who.ts'
import type { ClientMessage } from '#shared/protocol/messages.ts'
import { PinTries } from './pin-tries.ts'
import { WrongTries } from './wrong-tries.ts'

export type Hello = Extract<ClientMessage, { type: 'hello' }>

/** `overloaded`: it is to come again, with the code. */
export type Refusal = Outside | 'overloaded'

export class Entrance {
  readonly #access: AccessReader
  readonly #tries: PinTries
  readonly #wrong: WrongTries

  constructor(access: AccessReader, clock: Clock) {
    this.#access = access
    this.#tries = new PinTries(clock)
    this.#wrong = new WrongTries(clock)
  }

  /**
   * Why the page stays outside, null where it comes in; a promise where it says a code that has to be looked at.
   * @param wanted whether it still waits for the answer
   */
  admit(
    { address, role }: Pick<Who, 'address' | 'role'>,
    hello: Hello,
    wanted: () => boolean,
  ): Refusal | null | Promise<Refusal | null> {
    const why = role === 'teacher' ? null : this.#access.refusal(hello)
    const { pin } = hello
    return why === 'pin-wanted' && pin !== undefined ? this.#look(pin, hello.browser, address, wanted) : why
  }

  close(): void {
    this.#tries.close()
  }

  async #look(
    pin: string,
    browser: string | undefined,
    address: string,
    wanted: () => boolean,
  ): Promise<Refusal | null> {
    const right = await this.#tries.try(address, () => this.#access.isPin(pin), wanted)
    if (right === null) return 'overloaded'
    if (right) return this.#access.locked ? 'lab-locked' : null // it may have been locked meanwhile
    await this.#wrong.wait(browser === undefined ? `address ${address}` : `browser ${browser}`)
    return 'wrong-pin'
  }
}
