/** Places of one run by address: real connections come from this machine only, which has no limit of its own. */
import { beforeEach, describe, expect, it } from 'vitest'
import { Ticket } from '../../admission/places.ts'
import type { Connection } from '../../endpoints/port.ts'
import { DEFAULT_LIMITS } from '../run/limits.ts'
import type { Peer } from './peer.ts'
import { PeerPlaces, type Newcomer } from './peer-places.ts'

let places: PeerPlaces
beforeEach(() => (places = new PeerPlaces({ ...DEFAULT_LIMITS, participants: 20, perAddress: 4 })))

const from = (host: string, via: Connection['via'] = 'tcp') => ({
  connection: { via, remote: { host, port: 1 }, canSend: true } as Connection,
  web: null,
})

/** A web participant: its connection comes from this machine. */
const webFrom = (page: number, address: string) => ({ ...from('127.0.0.1'), web: { by: { page, address } } })

/** Somebody who is let in. */
function peer(host: string, newcomer: Newcomer = from(host)): Peer {
  const place = places.take(newcomer)
  if (!(place instanceof Ticket)) throw new Error(`${host} was refused: ${place}`)
  return { connection: newcomer.connection, place, state: 'open' } as Peer
}

function ends(one: Peer): Peer {
  one.state = 'ended'
  places.ended(one)
  return one
}

describe('an address', () => {
  it('has its number of places, and others have theirs', () => {
    for (let n = 0; n < 4; n++) peer('10.0.0.1')
    expect(places.take(from('10.0.0.1'))).toBe('address-full')
    peer('10.0.0.2')
  })

  it.each([
    ['127.0.0.1', 'tcp'],
    ['127.3.0.1', 'tcp'],
    ['::1', 'tls'],
    ['', 'unix'],
  ] as const)('of this machine (%s, %s) has as many as there are, and not those that are kept', (host, via) => {
    for (let n = 0; n < 20; n++) expect(places.take(from(host, via))).toBeInstanceOf(Ticket)
    expect(places.take(from(host, via))).toBe('run-full')
    peer('10.0.0.1')
  })

  it('has none of the kept places by opening more pages', () => {
    for (let page = 0; page < 20; page++) expect(places.take(webFrom(page, '10.0.0.1'))).toBeInstanceOf(Ticket)
    expect(places.take(webFrom(20, '10.0.0.1'))).toBe('run-full')
    expect(places.take(webFrom(21, '10.0.0.2'))).toBeInstanceOf(Ticket)
    expect(places.take(webFrom(22, '10.0.0.2'))).toBe('run-full')
    // Its raw clients count for themselves.
    peer('10.0.0.2')
  })

  it('has one of its pages make room for another where only that helps', () => {
    const own = peer('', webFrom(1, '10.0.0.1'))
    const others = Array.from({ length: 21 }, (_, n) => peer(`10.0.1.${n}`))
    ends(others[0]!)
    expect(places.whoMakesRoom(webFrom(2, '10.0.0.1'))).toBe(null)
    ends(own)
    expect(places.whoMakesRoom(webFrom(2, '10.0.0.1'))).toBe(own)
  })

  it('at its limit makes room by its own that sent FIN longest ago, not by that of another', () => {
    ends(peer('10.0.0.2'))
    const own = [1, 2, 3, 4].map(() => peer('10.0.0.1'))
    expect(places.whoMakesRoom(from('10.0.0.1'))).toBe(null)
    ends(own[2]!)
    ends(own[1]!)
    expect(places.whoMakesRoom(from('10.0.0.1'))).toBe(own[2])
  })
})

describe('a run without a free place', () => {
  it('has who sent FIN longest ago make room, wherever from', () => {
    const all = Array.from({ length: 22 }, (_, n) => peer(`10.0.0.${n}`))
    expect(places.whoMakesRoom(from('10.0.1.1'))).toBe(null)
    for (const n of [7, 3, 9]) ends(all[n]!)
    expect(places.whoMakesRoom(from('10.0.1.1'))).toBe(all[7])
    places.left(all[7]!)
    peer('10.0.1.1')
    expect(places.whoMakesRoom(from('10.0.1.2'))).toBe(all[3])
  })

  it('passes over those whose end is under way', () => {
    const all = Array.from({ length: 22 }, (_, n) => peer(`10.0.0.${n}`))
    for (const n of [1, 2, 3]) ends(all[n]!)
    all[1]!.state = 'closed'
    Object.assign(all[2]!.connection, { canSend: false })
    expect(places.whoMakesRoom(from('10.0.1.1'))).toBe(all[3])
    places.left(all[3]!)
    peer('10.0.1.1')
    expect(places.whoMakesRoom(from('10.0.1.1'))).toBe(null)
  })

  it('has nobody make room where that would not help: the kept places are for others', () => {
    const all = Array.from({ length: 21 }, (_, n) => ends(peer(`10.0.0.${n}`)))
    const again = from('10.0.0.5')
    expect(places.take(again)).toBe('run-full')
    expect(places.whoMakesRoom(again)).toBe(all[5])
    expect(places.whoMakesRoom(from('10.0.0.77'))).toBe(all[0])
  })
})
