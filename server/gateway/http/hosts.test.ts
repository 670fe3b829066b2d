import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { isKnownHost, isKnownOrigin, knownHosts, knownHostsOf } from './hosts.ts'

const hosts = knownHosts('127.0.0.1')

describe('the guard at the listener', () => {
  it.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST:3000'])('knows Host %s', (host) => {
    expect(isKnownHost(host, hosts, 3000)).toBe(true)
  })

  it.each([
    undefined,
    '',
    'localhost',
    'localhost:3001',
    'evil.example:3000',
    '127.0.0.1.evil.example:3000',
    'localhost:3000:1',
    '::1:3000',
  ])('refuses Host %s', (host) => {
    expect(isKnownHost(host, hosts, 3000)).toBe(false)
  })

  it('takes port 80 as read', () => {
    expect(isKnownHost('localhost', hosts, 80)).toBe(true)
  })

  it.each([undefined, 'http://localhost:3000', 'http://[::1]:3000'])('knows Origin %s', (origin) => {
    expect(isKnownOrigin(origin, hosts, 3000)).toBe(true)
  })

  it.each([
    'null',
    'https://localhost:3000',
    'http://evil.example:3000',
    'http://localhost:3000/x',
    'http://localhost:3000@evil.example',
  ])('refuses Origin %s', (origin) => {
    expect(isKnownOrigin(origin, hosts, 3000)).toBe(false)
  })

  it('learns of an address that the machine gets later, and forgets it', () => {
    const clock = new ManualClock()
    let names = ['192.0.2.1']
    const known = knownHostsOf('0.0.0.0', clock, () => new Set(names))
    names = ['192.0.2.2']
    expect([...known()]).toEqual(['192.0.2.1'])
    clock.advance(1000)
    expect([...known()]).toEqual(['192.0.2.2'])
  })

  it('knows the machine by its addresses only when the lab is open', () => {
    const own = [...knownHosts('0.0.0.0')].filter((name) => !hosts.has(name) && name !== '0.0.0.0')
    expect(own.length).toBeGreaterThan(0)
  })
})
