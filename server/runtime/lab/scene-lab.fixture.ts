/** The lab's side of a scene: what every view is told (`waitsOf`), and the calls that its trace has. Counterpart: `strace.fixture.ts`. */
import { onTestFinished } from 'vitest'
import type { ProgramId } from '#shared/protocol/model.ts'
import { TEXTS } from '../../cli/terminal/text/languages.ts'
import { Trace } from '../../cli/terminal/trace.ts'
import { LAB } from '../../journal/port.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import type { Made, Moment, Person, Stage } from './scene.fixture.ts'
import { told } from './scene.fixture.ts'
import { look } from './truth.fixture.ts'

export async function labStage(program: ProgramId, options: object, people: Person[]) {
  const opened = await openLab()
  onTestFinished(() => opened.close())
  const { lab, run, port } = await startRun(opened.lab, program, options)
  const nameAt = (address: string): string =>
    people.find((one) => address.endsWith(`:${one.port}`))?.who ?? `nobody at ${address}`

  async function moment(): Promise<Moment | null> {
    const live = lab.live(run.id)
    if (!live || lab.view(run.id).state !== 'running')
      return lab.view(run.id).state === 'stopping' ? null : OVER(people)
    const sight = await look(live)
    const { waits } = sight
    const unread: Record<string, number | 'some' | null> = {}
    const states: Record<string, string | null> = {}
    for (const person of people) {
      const one = sight.people.find(({ address }) => address.endsWith(`:${person.port}`))
      if (!one) return null
      const row = sight.rows.find(
        ({ participant, side, state }) => participant === one.id && side === 'program' && state !== 'TIME_WAIT',
      )
      const { unread: bytes, begun } = waits.of(one.id)
      if (
        person.said < Infinity &&
        one.state !== 'closed' &&
        row &&
        one.sent.bytes + begun + (bytes ?? 0) !== person.said
      )
        return null
      unread[person.who] = row ? told(bytes, person) : null
      states[person.who] = row?.state ?? null
    }
    const names = new Map(sight.people.map(({ id, address }) => [id, nameAt(address)]))
    const calls = waits.processes.map(({ process }) => process.waits)
    if (calls.includes(null)) return null
    return {
      blocked: calls
        .map((call) => [call!.call, ...(call!.who === undefined ? [] : [names.get(call!.who)])].join(' '))
        .sort(),
      unread,
      states,
      over: false,
    }
  }

  async function made(): Promise<Made[]> {
    const trace = new Trace(TEXTS.en.trace, 'debug', 1)
    const { entries } = await lab.journal.read({ run: run.id, after: 0, limit: 1000 }, LAB)
    return entries.flatMap((entry) => {
      trace.expect([entry])
      return trace.of(entry).flatMap((line) => {
        const call = /^\S+ \S+ #\d+ \S+ [NID] (accept|connect|recv|send|shutdown|close)\((.*)$/.exec(line)
        if (!call) return []
        const [, name = '', rest = ''] = call
        const address = /\d+\.\d+\.\d+\.\d+:\d+/.exec(rest)?.[0]
        if (!address) return []
        const bytes =
          name === 'recv' ? /= (-?\d+)/.exec(rest)?.[1] : name === 'send' ? /, (\d+)/.exec(rest)?.[1] : undefined
        return [[name, nameAt(address), ...(bytes === undefined ? [] : [bytes])].join(' ')]
      })
    })
  }

  const stage: Stage = {
    people,
    moment,
    made,
    type: (text) => lab.type(run.id, text === null ? null : Buffer.from(text)),
  }
  return { stage, port }
}

const OVER = (people: readonly Person[]): Moment => ({
  blocked: [],
  unread: Object.fromEntries(people.map(({ who }) => [who, null])),
  states: Object.fromEntries(people.map(({ who }) => [who, null])),
  over: true,
})
