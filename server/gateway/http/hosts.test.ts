import { describe, expect, it } from 'vitest'
import { isKnownHost, isKnownOrigin, knownHosts } from './hosts.ts'

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

  it('knows the machine by its addresses only when the lab is open', () => {
    const own = [...knownHosts('0.0.0.0')].filter((name) => !hosts.has(name) && name !== '0.0.0.0')
    expect(own.length).toBeGreaterThan(0)
  })
})
