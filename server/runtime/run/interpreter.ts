/**
 * Runs a program: gives it inputs one at a time, keeps its state and its keyboard, passes its effects on. Counterparts:
 * `programs/common/program.ts`, which decides; `runtime/streams/stream-run.ts`, which carries the effects out.
 * Invariant: the effects of one input are carried out, in order, before the next input.
 */
import { programOf, type AnyProgram } from '#programs/registry.ts'
import { traitsOf } from '#programs/traits.ts'
import type { Effect, Input, Program } from '#programs/common/program.ts'
import type { ProgramId } from '#shared/protocol/model.ts'
import type { AnyOptions } from '#shared/model/options.ts'
import type { KeyboardView, ProcessView } from '#shared/protocol/program.ts'
import { BlockKeyboard } from './block-keyboard.ts'
import { Keyboard } from './keyboard.ts'

/** Which processes of a program are blocked in sendall. What comes meanwhile waits, and what is typed too. */
export interface InSendall {
  /** Its only process is. */
  readonly program: boolean
  /** The process that reads its keyboard is. */
  readonly keyboard: boolean
  /** Another value whenever `stands` gives something else for the same processes. */
  readonly told: unknown
  /** Where its processes stand, given where they would stand if sendall never blocked. */
  stands(processes: readonly ProcessView[]): readonly ProcessView[]
}

const NEVER_IN_SENDALL: InSendall = { program: false, keyboard: false, told: null, stands: (processes) => processes }

/** An effect that somebody outside the program has to carry out. */
export type Outer<E extends Effect> = Exclude<E, { type: 'ask' }>

/** A program has only effects of its carrier: whoever creates the interpreter has checked the trait. */
export class Interpreter<E extends Effect = Effect> {
  readonly #program: Program<unknown, AnyOptions, E>
  readonly #perform: (effect: Outer<E>) => void
  readonly #keyboard: Keyboard | BlockKeyboard | null
  readonly #inSendall: InSendall
  readonly #inputs: Input[] = []
  #state: unknown
  #stepping = false
  #over = false
  /** What was typed ahead waits. */
  #keyboardHeld = false
  /** Whatever comes waits. */
  #frozen = false
  /** The state, the word on sendall and the processes that `moved` last looked at. */
  #lookedAt: unknown = null
  #toldOf: unknown = null
  #seen: readonly ProcessView[] = []

  constructor(id: ProgramId, options: AnyOptions, perform: (effect: Outer<E>) => void, inSendall = NEVER_IN_SENDALL) {
    this.#program = programOf(id) as Program<unknown, AnyOptions, E>
    this.#perform = perform
    this.#inSendall = inSendall
    this.#state = this.#program.initial(options)
    this.#keyboard = traitsOf(id).console === 'keyboard' ? keyboardOf(this.#program, options) : null
  }

  get processes(): readonly ProcessView[] {
    return this.#over ? [] : this.#inSendall.stands(this.#program.processes(this.#state))
  }

  /** Where its processes stand, if they moved since the last call; null otherwise. */
  moved(): readonly ProcessView[] | null {
    const state = this.#over ? OVER : this.#state
    const { told } = this.#inSendall
    if (state === this.#lookedAt && told === this.#toldOf) return null
    this.#lookedAt = state
    this.#toldOf = told
    const { processes } = this
    if (processes.length === this.#seen.length && processes.every((one, i) => isSame(one, this.#seen[i]!))) return null
    this.#seen = processes
    return processes
  }

  get keyboard(): KeyboardView | null {
    return this.#over ? null : (this.#keyboard?.view() ?? null)
  }

  /** It waits in select now. */
  get inSelect(): boolean {
    // However long it has been in sendall.
    return !this.#over && this.#program.processes(this.#state)[0]?.waits?.call === 'select'
  }

  get hasKeyboard(): boolean {
    return this.#keyboard !== null
  }

  /** Gives the program an input. True when that changed its state. A program that has ended gets none. */
  tell(input: Input): boolean {
    if (this.#over) return false
    const before = this.#state
    this.#inputs.push(input)
    this.#run()
    return this.#state !== before
  }

  /** Whether it would accept this connection in the step that announces it: looks ahead and changes nothing. */
  acceptsAtOnce(who: number): boolean {
    if (this.#frozen || this.#inSendall.program) return false
    const { effects } = this.#program.step(this.#state, { type: 'arrived', who })
    return effects.some((effect) => effect.type === 'accept' && effect.who === who)
  }

  /**
   * Types on its keyboard; null is end of file. False when too much waits already, or after the end.
   * @param taken called when the keyboard has the line, before the program goes on
   */
  type(bytes: Uint8Array | null, taken?: () => void): boolean {
    if (bytes === null) this.#keyboard?.end()
    else if (!this.#keyboard?.type(bytes)) return false
    taken?.()
    this.#run()
    return true
  }

  /** `sendall` may have returned: the program goes on with what came meanwhile, and to its keyboard. */
  sent(): void {
    this.#run()
  }

  /** Lets the program wait for its keyboard whatever was typed, or gives it what waits. */
  holdKeyboard(on: boolean): void {
    this.#keyboardHeld = on
    if (!on) this.#run()
  }

  /** The program learns of nothing, whatever comes and whatever is typed, until it is let go: then of all of it, in order. */
  freeze(on: boolean): void {
    this.#frozen = on
    if (!on) this.#run()
  }

  /** The program is over and takes no more steps; ignores later inputs. */
  end(): void {
    this.#over = true
  }

  #run(): void {
    if (this.#stepping) return
    this.#stepping = true
    for (let input = this.#next(); input && !this.#over; input = this.#next()) {
      const step = this.#program.step(this.#state, input)
      this.#state = step.state
      for (const effect of step.effects) {
        if (effect.type === 'ask') this.#keyboard?.ask()
        else this.#perform(effect as Outer<E>)
      }
    }
    this.#stepping = false
  }

  #next(): Input | null {
    if (this.#frozen || this.#inSendall.program) return null
    const told = this.#inputs.shift()
    if (told) return told
    const answer = this.#keyboardHeld || this.#inSendall.keyboard ? null : (this.#keyboard?.answer() ?? null)
    if (answer === null) return null
    return answer === 'ended' ? { type: 'keyboard-ended' } : { type: 'typed', lines: answer.lines }
  }
}

/** Stands for the state of a program that has ended. */
const OVER = Symbol('over')

const isSame = (a: ProcessView, b: ProcessView): boolean =>
  a.id === b.id &&
  a.line === b.line &&
  a.pid === b.pid &&
  a.waits?.call === b.waits?.call &&
  a.waits?.who === b.waits?.who

function keyboardOf(program: Pick<AnyProgram, 'keyboardBlock'>, options: AnyOptions): Keyboard | BlockKeyboard {
  const block = program.keyboardBlock?.(options) ?? null
  return block === null ? new Keyboard(options.maxLine ?? 0) : new BlockKeyboard(block)
}
