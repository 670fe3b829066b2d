/** Whom the teacher keeps out: a person, or a network; and which connections end with the one that was asked about. */
import { describe, expect, it } from 'vitest'
import { sampleParticipant } from '#shared/state/samples.fixture.ts'
import { KeptOut, othersFrom } from './kept-out.ts'

const keptOut = (address: string): KeptOut => {
  const out = new KeptOut(() => {})
  out.add(1, ':51512', { address })
  return out
}

describe('an address that is kept out', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '::ffff:192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['2001:db8:1:2::7', '2001:db8:1:2::7', true],
    ['2001:db8:1:2::7', '2001:db8:1:2:a:b:c:d', true],
    ['2001:db8:1:2::7', '2001:db8:1:3::7', false],
    ['fe80::1%eth0', 'fe80::2%eth0', true],
    ['/tmp/lab.sock', '/tmp/lab.sock', true],
    ['/tmp/lab.sock', '/tmp/other.sock', false],
  ])('%s: %s is kept out: %s', (out, comes, is) => {
    expect(keptOut(out).hasAddress(comes)).toBe(is)
  })

  it('is told as what is kept out: of IPv6 its network', () => {
    expect(keptOut('2001:db8:1:2::7').views()).toEqual([{ id: 1, name: ':51512', address: '2001:db8:1:2::/64' }])
    expect(keptOut('192.0.2.7').views()).toEqual([{ id: 1, name: ':51512', address: '192.0.2.7' }])
  })
})

describe('a browser that was kept out while it came in', () => {
  it('is a person from when that is known', () => {
    const out = new KeptOut(() => {})
    out.add(3, 'ana', 'newcomer')
    expect(out.hasPerson('person 1')).toBe(false)
    expect(out.views()).toEqual([{ id: 3, name: 'ana' }])
    out.known(4, 'person 2')
    out.known(3, 'person 1')
    expect([out.hasPerson('person 1'), out.hasPerson('person 2')]).toEqual([true, false])
  })
})

describe('connections that end with the one that is kept out', () => {
  const one = (id: number, address: string, more = {}) => sampleParticipant(id, { address, listener: 1, ...more })
  const here = [
    one(1, '192.0.2.7:50001'),
    one(2, '192.0.2.7:50002'),
    one(3, '192.0.2.8:50003'),
    one(4, '192.0.2.7:50004', { state: 'closed' }),
    one(5, '127.0.0.1:50005', { web: true }),
    one(6, '127.0.0.1:50006'),
    one(7, '127.0.0.1:50007'),
    one(8, '[2001:db8:1:2::7]:50008'),
    one(9, '[2001:db8:1:2::8]:50009'),
    one(10, '[2001:db8:1:3::7]:50010'),
    one(11, '192.0.2.7:9000', { listener: undefined as never }),
    one(12, '/tmp/lab.sock', { via: 'unix' }),
    one(13, '/tmp/lab.sock', { via: 'unix' }),
  ]
  const from = (participant: number, asker: string): number[] =>
    othersFrom(
      here.find(({ id }) => id === participant)!,
      here,
      asker,
    )

  it('are the terminals of its network that are there, not where the program connected to', () => {
    expect(from(1, '10.0.0.1')).toEqual([2])
    expect(from(8, '10.0.0.1')).toEqual([9])
    expect(from(3, '10.0.0.1')).toEqual([])
  })

  it('are none of the lab’s own machine, and none of whence the teacher asks', () => {
    expect(from(6, '10.0.0.1')).toEqual([])
    expect(from(12, '10.0.0.1')).toEqual([])
    expect(from(1, '192.0.2.7')).toEqual([])
    expect(from(8, '2001:db8:1:2::99')).toEqual([])
  })
})
