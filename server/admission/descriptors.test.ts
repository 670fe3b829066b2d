/** Places promised to connections of this process to itself: each comes back once, whoever else is promised or accepted. */
import { describe, expect, it } from 'vitest'
import { Descriptors } from './descriptors.ts'

const near = { host: '127.0.0.1', port: 40_000 }
const [one, other] = [
  { host: '127.0.0.1', port: 8080 },
  { host: '127.0.0.1', port: 8081 },
]

describe('a promised place', () => {
  it('is that of the connection which comes, and comes back from it alone', () => {
    const all = new Descriptors(10)
    const over = all.promise(near, one, all.take('pages')!)
    const place = all.accepted(near, one)!
    expect(all.taken).toBe(1)
    over()
    expect(all.taken).toBe(1)
    place.giveBack()
    expect(all.taken).toBe(0)
  })

  it('is not that of a connection from the same port to another listener', () => {
    const all = new Descriptors(10)
    const overs = [one, other].map((to) => all.promise(near, to, all.take('pages')!))
    all.accepted(near, one)
    all.accepted(near, other)
    expect(all.taken).toBe(2)
    for (const over of overs) over()
    expect(all.taken).toBe(2)
  })

  it('comes back though another has been promised under the same ends, and leaves the other’s', () => {
    const all = new Descriptors(10)
    const [first, second] = [1, 2].map(() => all.promise(near, one, all.take('pages')!))
    first!()
    first!()
    expect(all.taken).toBe(1)
    all.accepted(near, one)!.giveBack()
    second!()
    expect(all.taken).toBe(0)
  })
})

describe('an address', () => {
  it('has half of what pages may take', () => {
    const all = new Descriptors(100)
    const take = (address: string) => all.take('pages', 1, address)
    for (let n = 0; n < 37; n++) expect(take('127.0.0.1')).not.toBe(null)
    expect(take('127.0.0.1')).toBe(null)
    expect(all.isFull('pages', 1, '127.0.0.1')).toBe(true)
    expect(take('127.0.0.2')).not.toBe(null)
  })

  it('has half of what is the pages’ own where programs have all the rest, and joins leave others that half too', () => {
    const crowded = () => {
      const all = new Descriptors(100)
      expect(all.take('programs', 75)).not.toBe(null)
      return (address?: string) => all.take('pages', 1, address)
    }
    const [take, join] = [crowded(), crowded()]
    for (let n = 0; n < 13; n++) expect(take('127.0.0.1')).not.toBe(null)
    expect(take('127.0.0.1')).toBe(null)
    for (let n = 0; n < 12; n++) expect(take('127.0.0.2')).not.toBe(null)
    expect(take('127.0.0.2')).toBe(null)
    for (let n = 0; n < 13; n++) expect(join()).not.toBe(null)
    expect(join()).toBe(null)
    expect(join('127.0.0.2')).not.toBe(null)
  })
})
