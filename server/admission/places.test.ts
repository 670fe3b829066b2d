/** Places in all, of one asker, and kept ones; also over every order of taking and giving back. */
import { property, assert, array, record, nat, boolean } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forNewcomers, Places, Ticket } from './places.ts'

const one = (key: string, most = Infinity) => ({ key, most })
const taken = (places: Places, key: string, most?: number): Ticket => {
  const ticket = places.take(one(key, most))
  if (!(ticket instanceof Ticket)) throw new Error(`${key} was refused: ${ticket}`)
  return ticket
}

describe('places', () => {
  it('are as many as there are, and each asker has as many as it may', () => {
    const places = new Places(3)
    const first = taken(places, 'a', 2)
    taken(places, 'a', 2)
    expect(places.take(one('a', 2))).toBe('asker')
    taken(places, 'b')
    expect(places.take(one('c'))).toBe('all')
    first.giveBack()
    expect(places.take(one('c'))).toBeInstanceOf(Ticket)
  })

  it('come back once from each ticket', () => {
    const places = new Places(2)
    const first = taken(places, 'a')
    taken(places, 'a')
    first.giveBack()
    first.giveBack()
    expect(places.taken).toBe(1)
    taken(places, 'b')
    expect(places.take(one('b'))).toBe('all')
  })

  it('are taken all together or not at all', () => {
    const places = new Places(3)
    taken(places, 'a')
    expect(places.take(one('a'), 3)).toBe('all')
    expect(places.take(one('a', 2), 2)).toBe('asker')
    expect(places.take(one('a'), 2)).toBeInstanceOf(Ticket)
    expect(places.taken).toBe(3)
  })

  it('are kept for those who have none, so that nobody who is greedy keeps them out', () => {
    const places = new Places(18, [forNewcomers(20)])
    for (let n = 0; n < 18; n++) taken(places, 'greedy')
    expect(places.take(one('greedy'))).toBe('all')
    taken(places, 'late')
    expect(places.take(one('late'))).toBe('all')
    taken(places, 'later')
    expect(places.take(one('latest'))).toBe('all')
  })

  it('are not kept for another of a group that has some', () => {
    const places = new Places(18, [forNewcomers(20)])
    const page = (n: number, address: string) => ({ ...one(`page ${n}`), group: { key: address, most: 19 } })
    for (let n = 0; n < 18; n++) expect(places.take(page(n, 'a'))).toBeInstanceOf(Ticket)
    expect(places.take(page(18, 'a'))).toBe('all')
    const late = places.take(page(19, 'b')) as Ticket
    expect(late).toBeInstanceOf(Ticket)
    // Its group has none again.
    late.giveBack()
    expect(places.take(page(20, 'b'))).toBeInstanceOf(Ticket)
  })

  it('of a group are as many as it may have, whoever of it takes them', () => {
    const places = new Places(10)
    const page = (n: number) => ({ ...one(`page ${n}`, 2), group: { key: 'a', most: 3 } })
    const tickets = [1, 1, 2].map((n) => places.take(page(n)) as Ticket)
    expect(places.take(page(3))).toBe('group')
    expect(places.refusal(page(3), 1, tickets[0])).toBe(null)
    tickets[0]!.giveBack()
    expect(places.take(page(3))).toBeInstanceOf(Ticket)
  })

  it('are kept by as many rules as there are, each for its own', () => {
    const places = new Places(15, [forNewcomers(20), { places: 3, isFor: ({ key }) => key === 'teacher' }])
    for (let n = 0; n < 15; n++) taken(places, 'greedy')
    expect(places.take(one('greedy'))).toBe('all')
    taken(places, 'late')
    taken(places, 'later')
    expect(places.take(one('latest'))).toBe('all')
    for (let n = 0; n < 3; n++) taken(places, 'teacher')
    expect(places.take(one('teacher'))).toBe('all')
  })

  it('of fewer than ten are not kept, and without a limit neither', () => {
    expect(forNewcomers(9).places).toBe(0)
    expect(forNewcomers(Infinity).places).toBe(0)
    expect(new Places(Infinity, [forNewcomers(Infinity)]).take(one('a'))).toBeInstanceOf(Ticket)
  })

  it('are judged as if a ticket had been given back, its own or another’s', () => {
    const places = new Places(9, [forNewcomers(10)])
    const own = taken(places, 'a', 2)
    taken(places, 'a', 2)
    expect(places.refusal(one('a', 2))).toBe('asker')
    expect(places.refusal(one('a', 2), 1, own)).toBe(null)
    const others = [...'bcdefgh'].map((key) => taken(places, key))
    expect(places.refusal(one('b'))).toBe('all')
    expect(places.refusal(one('b'), 1, others[3])).toBe(null)
    taken(places, 'i')
    // One place more than is kept must be free for who has one already: another's is not enough any more, one's own is.
    expect(places.refusal(one('b'), 1, others[3])).toBe('all')
    expect(places.refusal(one('b'), 1, others[0])).toBe(null)
    expect(places.refusal(one('j'), 1, others[3])).toBe(null)
  })

  it('are never more than there are, nor more of one asker than it may have, and all come back', () => {
    const step = record({ key: nat(4), take: boolean(), which: nat(20) })
    assert(
      property(array(step, { maxLength: 120 }), (steps) => {
        const places = new Places(18, [forNewcomers(20)])
        const held: Ticket[] = []
        for (const { key, take, which } of steps) {
          if (take) {
            const ticket = places.take(one(String(key), 7))
            if (ticket instanceof Ticket) held.push(ticket)
          } else if (held.length > 0) {
            const [ticket] = held.splice(which % held.length, 1)
            ticket!.giveBack()
            ticket!.giveBack()
          }
          expect(places.taken).toBe(held.length)
          expect(held.length).toBeLessThanOrEqual(20)
          for (const { key: its } of held)
            expect(held.filter((other) => other.key === its).length).toBeLessThanOrEqual(7)
        }
        for (const ticket of held) ticket.giveBack()
        expect(places.taken).toBe(0)
        for (let n = 0; n < 7; n++) taken(places, 'new', 7)
        expect(places.take(one('new', 7))).toBe('asker')
      }),
    )
  })
})
