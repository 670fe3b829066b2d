import { describe, expect, it } from 'vitest'
import { bracketed, hostPort, isLoopback, unmapped } from './address.ts'

describe('a host and its port', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1:80'],
    ['localhost', 'localhost:80'],
    ['::1', '[::1]:80'],
    ['fe80::1%eth0', '[fe80::1%eth0]:80'],
  ])('%s', (host, text) => {
    expect(hostPort(host, 80)).toBe(text)
    expect(`${bracketed(host)}:80`).toBe(text)
  })
})

describe('IPv4 within IPv6', () => {
  it.each([
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['::ffff:0:1', '::ffff:0:1'],
    ['192.0.2.1', '192.0.2.1'],
    ['', ''],
  ])('%s is %s', (host, plain) => expect(unmapped(host)).toBe(plain))
})

describe('loopback', () => {
  it.each(['localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]', '::ffff:127.0.0.1'])('is %s', (host) =>
    expect(isLoopback(host)).toBe(true),
  )
  it.each(['0.0.0.0', '::', '192.168.127.1', '::ffff:192.0.2.127', 'host127.', ''])('is not %j', (host) =>
    expect(isLoopback(host)).toBe(false),
  )
})
