/**
 * A scene of real sockets that is played to a program of the worksheet, in the lab or in Python below strace, and what is to be seen of
 * it at each moment. Counterparts: `scene-lab.fixture.ts` and `strace.fixture.ts`, who look; `truth-strace.test.ts`, which compares.
 */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { RawClient, until } from '../../testing/raw-client.ts'
import { NUMBERS, rawTable, type Raw } from './truth.fixture.ts'

export type Step =
  | { readonly do: 'connect'; readonly who: string; readonly reads?: false }
  | { readonly do: 'say'; readonly who: string; readonly text: string }
  | { readonly do: 'flood' | 'fin' | 'rst'; readonly who: string }
  | { readonly do: 'type'; readonly text: string | null }

interface End {
  readonly socket: Socket
  say(text: string): void
  finish(): void
  reset(): unknown
}

/** Somebody at the other end. */
export interface Person {
  readonly who: string
  readonly port: number
  /** Bytes that it has said; Infinity once it has said more than all queues hold. */
  said: number
  /** The end from which it speaks. */
  readonly end: End
}

/** What is to be seen at one moment; equal for two who tell the truth of the same scene. */
export interface Moment {
  /** The call of each process and thread that is there, with whom it is about; sorted. */
  readonly blocked: readonly string[]
  /** Of whom how many bytes wait in the kernel; of a flood only whether any do. */
  readonly unread: Readonly<Record<string, number | 'some' | null>>
  /** States of the program's ends, as the kernel has them; null where there is none. */
  readonly states: Readonly<Record<string, string | null>>
  readonly over: boolean
}

/** A call that was made, as `recv ana 5`, `close ana`. */
export type Made = string

export interface Stage {
  readonly people: readonly Person[]
  /** What is to be seen now; null while something is under way. */
  moment(): Promise<Moment | null>
  type(text: string | null): void
  /** What the program has done so far to whoever is connected, in order. */
  made(): Promise<readonly Made[]>
}

/** Enough to fill all queues of a peer that never reads. */
const FLOOD = `${'f'.repeat(999)}\n`.repeat(12_000)

export async function act(stage: Stage, people: Person[], port: number, step: Step): Promise<void> {
  if (step.do === 'type') return stage.type(step.text)
  if (step.do === 'connect') {
    const end = await RawClient.connect(port, { reading: step.reads ?? true })
    people.push({ who: step.who, port: end.port, said: 0, end })
    return
  }
  const person = people.find(({ who }) => who === step.who)!
  if (step.do === 'say') {
    person.said += step.text.length
    person.end.say(step.text)
  } else if (step.do === 'flood') {
    person.said = Infinity
    person.end.say(FLOOD)
  } else if (step.do === 'fin') {
    person.end.finish()
    await until(
      'the FIN acknowledged',
      () => rawTable('tcp').find(({ local, remote }) => local === person.port && remote !== 0)?.state,
      (state) => state === undefined || !FIN_UNDER_WAY.has(state),
    )
  } else {
    const gone = once(person.end.socket, 'close')
    person.end.reset()
    await gone
  }
}

/** Of who sends FIN, until the other end's kernel has it. */
const FIN_UNDER_WAY = new Set(['ESTAB', 'CLOSE_WAIT', 'FIN_WAIT1', 'LAST_ACK'].map((state) => NUMBERS[state]!))

const NAMES = new Map(Object.entries(NUMBERS).map(([name, number]) => [number, name]))

/** The program's end of a connection, in the tables of the kernel. TIME_WAIT is nobody's any more. */
export const rowOf = ({ port }: Pick<Person, 'port'>, table: readonly Raw[] = rawTable('tcp')): Raw | undefined =>
  table.find(({ remote, state }) => remote === port && state !== NUMBERS['TIME_WAIT'])

export const stateOf = (row: Raw | undefined): string | null => (row ? (NAMES.get(row.state) ?? '?') : null)

/** A FIN is one byte of a queue, and the last to be read. */
const FIN_CAME = new Set([NUMBERS['CLOSE_WAIT'], NUMBERS['LAST_ACK'], NUMBERS['CLOSING']])
export const bytesIn = (row: Raw): number => (row.recvQ > 0 && FIN_CAME.has(row.state) ? row.recvQ - 1 : row.recvQ)

export const told = (bytes: number | null, { said }: Person): number | 'some' | null =>
  bytes === null || said < Infinity ? bytes : bytes > 0 ? 'some' : 0
