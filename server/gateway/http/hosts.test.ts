import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import { isKnownHost, isKnownOrigin, knownHosts, knownHostsOf, type Reach } from './hosts.ts'

const hosts = knownHosts('127.0.0.1')
const reach: Reach = { hosts: new Set([...hosts, 'lab.local']), port: 3000, secure: false, publics: [] }
const shown: Reach = {
  ...reach,
  publics: [new URL('https://lab.example/tp/'), new URL('http://pc7.school.example:3000')],
}

describe('the guard at the listener', () => {
  it.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST:3000', 'lab.local:3000'])(
    'knows Host %s',
    (host) => {
      expect(isKnownHost(host, reach)).toBe(true)
    },
  )

  it.each(['localhost', 'localhost:9999', '[::1]:1'])('knows Host %s: a tunnel may lead here from any port', (host) => {
    expect(isKnownHost(host, reach)).toBe(true)
  })

  it.each([
    undefined,
    '',
    'lab.local',
    'lab.local:3001',
    'lab.example',
    'evil.example:3000',
    '127.0.0.1.evil.example:3000',
    'localhost:3000:1',
    '::1:3000',
  ])('refuses Host %s', (host) => {
    expect(isKnownHost(host, reach)).toBe(false)
  })

  it('takes port 80 as read', () => {
    expect(isKnownHost('lab.local', { ...reach, port: 80 })).toBe(true)
  })

  it.each(['lab.example', 'LAB.example:443', 'pc7.school.example:3000'])(
    'knows Host %s of a public address',
    (host) => {
      expect(isKnownHost(host, shown)).toBe(true)
    },
  )

  it.each(['lab.example:80', 'lab.example:8443', 'pc7.school.example', 'www.lab.example'])(
    'refuses Host %s beside it',
    (host) => {
      expect(isKnownHost(host, shown)).toBe(false)
    },
  )

  it.each([
    [undefined, 'localhost:3000'],
    ['http://localhost:3000', 'localhost:3000'],
    ['http://[::1]:3000', '127.0.0.1:3000'],
    ['http://localhost:9999', 'localhost:9999'],
    ['https://localhost:8443', 'LOCALHOST:8443'],
  ])('knows Origin %s at %s', (origin, host) => {
    expect(isKnownOrigin(origin, host, reach)).toBe(true)
  })

  it.each([
    ['null', 'localhost:3000'],
    ['https://localhost:3000', '127.0.0.1:3000'],
    ['http://localhost:5173', 'localhost:3000'],
    ['http://localhost:9999', '127.0.0.1:9999'],
    ['http://evil.example:3000', 'evil.example:3000'],
    ['http://localhost:3000/x', 'localhost:3000'],
    ['http://localhost:3000@evil.example', 'localhost:3000'],
    ['https://lab.example', '127.0.0.1:3000'],
  ])('refuses Origin %s at %s', (origin, host) => {
    expect(isKnownOrigin(origin, host, reach)).toBe(false)
  })

  it('knows the Origin of a public address, whatever Host its proxy sends', () => {
    for (const host of ['lab.example', '127.0.0.1:3000']) {
      expect(isKnownOrigin('https://lab.example', host, shown)).toBe(true)
      expect(isKnownOrigin('http://lab.example', host, shown)).toBe(false)
    }
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
