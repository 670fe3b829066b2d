/** Dialogue tests of programs: tell it what happens, see what it does. For tests only. */
import type { Released } from '../../server/core/line-framer.ts'
import type { AnyOptions } from '#shared/model/options.ts'
import type { Effect, Input, Program, StreamEffect } from './program.ts'

/** Whole lines as one read brought them. */
export function lines(text: string): Released {
  const bytes = Buffer.from(text)
  const count = text.split('\n').length - 1 + (text.endsWith('\n') ? 0 : 1)
  return {
    bytes,
    lines: count,
    reads: [bytes.length],
    carried: false,
    partialBytes: 0,
    discarded: 0,
    unfinished: !text.endsWith('\n'),
  }
}

/** A conversation with a program: `hear` an input, get what it does in short words. */
export class Dialogue<State, Options extends AnyOptions, E extends Effect = StreamEffect> {
  readonly #program: Program<State, Options, E>
  state: State

  constructor(program: Program<State, Options, E>, options: Options) {
    this.#program = program
    this.state = program.initial(options)
  }

  hear(input: Input): string[] {
    return this.does(input).map(inWords)
  }

  does(input: Input): readonly E[] {
    const step = this.#program.step(this.state, input)
    this.state = step.state
    return step.effects
  }
}

function inWords(effect: Effect): string {
  switch (effect.type) {
    case 'fan-out':
      return `fan-out ${JSON.stringify(Buffer.from(effect.lines.bytes).toString())} of ${effect.from} to ${String(effect.to)}`
    case 'close':
      return `close ${effect.who} (${effect.why})`
    case 'timer':
      return `timer ${effect.who} ${effect.ms}`
    case 'print':
      return `print ${JSON.stringify(Buffer.from(effect.bytes).toString())} of ${effect.from}${effect.cut ? `, ${effect.cut} lost` : ''}`
    case 'send':
      return `send ${JSON.stringify(Buffer.from(effect.bytes).toString())} to ${effect.to ?? 'nobody'}`
    case 'receive':
    case 'ask':
    case 'connect':
    case 'exit':
      return effect.type
    default:
      return `${effect.type} ${effect.who}`
  }
}
