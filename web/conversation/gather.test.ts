import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LabEvent } from '#shared/protocol/events.ts'
import { Hearing, mayConcern, wayOf } from '#shared/trace/conversation.ts'
import { sampleEvent } from '../events/sample.ts'
import { Gathered, type Direction } from './gather.ts'

const textOf = ({ parts }: Direction): string => Buffer.concat(parts).toString()

/** As page and lab do it: the term, then who was there. */
function gather(events: readonly LabEvent[], id: number): Gathered {
  const hearing = new Hearing(id)
  const gathered = new Gathered(id)
  for (const event of events) if (mayConcern(event, id) && hearing.takes(event)) gathered.add(event)
  gathered.end()
  return gathered
}

type Step =
  | { type: 'come'; who: number; accepted: boolean }
  | { type: 'accept' | 'leave' | 'cut'; who: number }
  | { type: 'say'; who: number; text: string; to: 'others' | 'console' | number[] }
  | { type: 'begin'; who: number; text: string }

const who = fc.integer({ min: 1, max: 4 })
const text = fc.string({ unit: 'grapheme', maxLength: 6 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('come' as const), who, accepted: fc.boolean() }),
  fc.record({ type: fc.constantFrom('accept' as const, 'leave' as const, 'cut' as const), who }),
  fc.record({
    type: fc.constant('say' as const),
    who: fc.integer({ min: 0, max: 4 }),
    text,
    to: fc.oneof(fc.constantFrom('others' as const, 'console' as const), fc.uniqueArray(who, { maxLength: 4 })),
  }),
  fc.record({ type: fc.constant('begin' as const), who, text }),
)

/** A run of people who come and go, and, kept beside it, what each sent and received. */
function play(steps: readonly Step[]) {
  const events: LabEvent[] = []
  const next = () => events.length + 1
  const people = new Map<number, { here: boolean; sent: string; received: string; begun: string }>()
  const states = new Map<number, 'waiting' | 'open'>()
  for (const id of [1, 2, 3, 4]) people.set(id, { here: false, sent: '', received: '', begun: '' })
  for (const one of steps) {
    const state = states.get(one.who)
    if (one.type === 'come' && state === undefined) {
      states.set(one.who, one.accepted ? 'open' : 'waiting')
      events.push(sampleEvent('connected', next(), one.who, { accepted: one.accepted }))
    } else if (one.type === 'accept' && state === 'waiting') {
      states.set(one.who, 'open')
      events.push(sampleEvent('accepted', next(), one.who))
    } else if ((one.type === 'leave' || one.type === 'cut') && state !== undefined) {
      states.delete(one.who)
      events.push(sampleEvent(one.type === 'cut' ? 'disconnect' : 'closed', next(), one.who))
    } else if (one.type === 'say' && (one.who === 0 || state === 'open')) {
      const said = (people.get(one.who)?.begun ?? '') + one.text + '\n'
      const to =
        typeof one.to === 'string' ? one.to : one.to.filter((id) => id !== one.who && states.get(id) === 'open')
      const heard =
        to === 'others' ? [...states].flatMap(([id, s]) => (s === 'open' && id !== one.who ? [id] : [])) : to
      const speaker = people.get(one.who)
      if (speaker) {
        speaker.sent += said
        speaker.begun = ''
      }
      for (const id of heard === 'console' ? [] : heard) people.get(id)!.received += said
      events.push(sampleEvent('lines', next(), one.who, { text: said, to }))
    } else if (one.type === 'begin' && state === 'open') {
      const speaker = people.get(one.who)!
      speaker.begun += one.text
      const partialBytes = Buffer.byteLength(speaker.begun)
      events.push(sampleEvent('partial-line', next(), one.who, { text: one.text, partialBytes }))
    }
  }
  return { events, people }
}

describe('the bytes of a conversation', () => {
  it('are those that the participant sent and received, whoever else came and went', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { events, people } = play(steps)
        for (const [id, { sent, received, begun }] of people) {
          const gathered = gather(events, id)
          expect(textOf(gathered.sent)).toBe(sent + begun)
          expect(textOf(gathered.received)).toBe(received)
          expect([gathered.sent.missing, gathered.received.missing]).toEqual([0, 0])
        }
      }),
    )
  })

  it('keep bytes that are no text', () => {
    const bytes = btoa(String.fromCharCode(0xff, 0x00, 0xc3, 0x0a))
    const { sent } = gather([sampleEvent('lines', 1, 1, { bytes, size: 4, to: 'console' })], 1)
    expect([...Buffer.concat(sent.parts)]).toEqual([0xff, 0x00, 0xc3, 0x0a])
  })

  it('say what is not among them', () => {
    const cut = gather([sampleEvent('lines', 1, 1, { text: 'abc\n', size: 1000, discarded: 7 })], 1)
    expect([cut.sent.size, cut.sent.missing]).toEqual([4, 1003])
    // The last read brought 5 bytes of the next line, which no event has yet.
    const begun = gather(
      [
        sampleEvent('lines', 1, 1, { text: 'a\n', partialBytes: 5 }),
        sampleEvent('partial-line', 2, 1, { text: 'xy', partialBytes: 7 }),
      ],
      1,
    )
    expect([textOf(begun.sent), begun.sent.missing]).toEqual(['a\nxy', 5])
    const file = gather([sampleEvent('transfer', 1, 1, { direction: 'out', state: 'whole', done: 9 })], 1)
    expect([file.sent.missing, file.received.missing]).toEqual([0, 9])
    expect(gather([sampleEvent('closed', 1, 1, { unsent: 12 })], 1).unsent).toBe(12)
  })

  it('leave out a datagram that sendto could not send, and count what recvfrom cut', () => {
    const { sent, received } = gather(
      [
        sampleEvent('datagram', 1, 1, { text: 'in', cut: 3, to: 'console' }),
        sampleEvent('datagram', 2, 0, { text: 'out', to: [1] }),
        sampleEvent('datagram', 3, 0, { text: 'lost', to: [1], errno: 'EMSGSIZE' }),
      ],
      1,
    )
    expect([textOf(sent), sent.missing, textOf(received)]).toEqual(['in', 3, 'out'])
  })

  it('go one way an event', () => {
    expect(wayOf(sampleEvent('lines', 1, 2, { to: 'others' }), 1)).toBe('received')
    expect(wayOf(sampleEvent('lines', 1, 1, { to: 'others' }), 1)).toBe('sent')
    expect(wayOf(sampleEvent('lines', 1, 2, { to: [3] }), 1)).toBeNull()
    expect(wayOf(sampleEvent('partial-line', 1, 2), 1)).toBeNull()
    expect(mayConcern(sampleEvent('blocked', 1, 1), 1)).toBe(false)
  })
})
