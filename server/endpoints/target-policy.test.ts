import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { NameLookups } from './name-lookups.ts'
import { isNetwork, targetPolicy, type TargetPolicy } from './target-policy.ts'

const webPort = () => 3000
const names = new NameLookups()
const isRun = (address: string, port: number, carrier: string) =>
  address === '127.0.0.1' && port === 8099 && carrier === 'stream'
const parts = { webPort, names, isRun }
const streams =
  (policy: TargetPolicy) =>
  (
    ...[target, from, carrier = 'stream']:
      [...Parameters<TargetPolicy>] | [Parameters<TargetPolicy>[0], Parameters<TargetPolicy>[1]]
  ) =>
    policy(target, from, carrier)
const closed = streams(targetPolicy({ ...parts, allow: [] }))
const open = streams(targetPolicy({ ...parts, allow: ['192.0.2.0/24', '2001:db8::/32'] }))
const from = (address: string, atMachine = false) => ({ address, atMachine, isTeacher: false })
const HERE = from('127.0.0.1', true)

describe('where a client may connect', () => {
  it.each(['127.0.0.1', '127.1', '0x7f.1', '2130706433', '::1', '[::1]', '::ffff:127.0.0.1', 'localhost'])(
    'this machine, as %s, for who sits at it',
    async (host) => {
      expect(await closed({ host, port: 8080 }, HERE)).toMatch(/^(127\.0\.0\.1|::1)$/)
    },
  )

  it.each(['192.0.2.1', '0xc0.0.2.1', '10.0.0.1', '169.254.169.254', '::ffff:192.0.2.1', '2001:db8::1'])(
    'not %s, where nothing was allowed',
    async (host) => {
      await expect(closed({ host, port: 80 }, HERE)).rejects.toMatchObject({ code: 'target-denied' })
    },
  )

  it('the asker and what was allowed, when the lab is open', async () => {
    expect(await open({ host: '203.0.113.5', port: 80 }, from('::ffff:203.0.113.5'))).toBe('203.0.113.5')
    expect(await open({ host: '192.0.2.9', port: 80 }, from('203.0.113.5'))).toBe('192.0.2.9')
    expect(await open({ host: '2001:db8::9', port: 80 }, from('203.0.113.5'))).toBe('2001:db8::9')
    await expect(open({ host: '203.0.113.6', port: 80 }, from('203.0.113.5'))).rejects.toMatchObject({
      code: 'target-denied',
    })
    await expect(open({ host: '127.0.0.1', port: 80 }, from('203.0.113.5'))).rejects.toMatchObject({
      code: 'target-denied',
    })
  })

  it('not this machine for who comes from loopback through a proxy, but for a run of the lab', async () => {
    const proxied = from('127.0.0.1')
    await expect(closed({ host: '127.0.0.1', port: 22 }, proxied)).rejects.toMatchObject({ code: 'target-denied' })
    expect(await closed({ host: '127.0.0.1', port: 8099 }, proxied)).toBe('127.0.0.1')
    // What else of this machine has that port is no run.
    const denied = { code: 'target-denied' }
    await expect(closed({ host: '127.0.0.1', port: 8099 }, proxied, 'datagram')).rejects.toMatchObject(denied)
    await expect(closed({ host: '127.0.0.2', port: 8099 }, proxied)).rejects.toMatchObject(denied)
    await expect(closed({ host: '::1', port: 8099 }, proxied)).rejects.toMatchObject(denied)
    expect(await closed({ host: '127.0.0.1', port: 22 }, from('192.0.2.7', true))).toBe('127.0.0.1')
  })

  it('never the page itself, and no name that nobody knows', async () => {
    await expect(closed({ host: '127.0.0.1', port: 3000 }, undefined)).rejects.toMatchObject({ code: 'target-denied' })
    const all = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
    for (const { address } of all) {
      const target = { host: address, port: 3000 }
      await expect(open(target, from(address))).rejects.toMatchObject({ code: 'target-denied' })
      if (!address.startsWith('fe80')) expect(await open({ ...target, port: 3001 }, from(address, true))).toBe(address)
    }
    await expect(closed({ host: 'nobody.invalid', port: 1 }, undefined)).rejects.toMatchObject({
      code: 'target-unknown',
    })
  })

  it.each([
    '0.0.0.0',
    '::',
    '0',
    '0:0:0:0:0:0:0:1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:127.0.0.1',
    '::ffff:0:0',
    '0x7f000001',
  ])('never the page itself as %s, although all is allowed', async (host) => {
    const all = streams(targetPolicy({ ...parts, allow: ['0.0.0.0/0', '::/0'] }))
    await expect(all({ host, port: 3000 }, from('203.0.113.5'))).rejects.toMatchObject({ code: 'target-denied' })
    await expect(all({ host, port: 3001 }, from('203.0.113.5'))).resolves.toBeTypeOf('string')
  })

  it.each([
    ['10.0.0.0/8', true],
    ['10.0.0.1', true],
    ['::1/128', true],
    ['10.0.0.0/33', false],
    ['10.0.0/8', false],
    ['x', false],
    ['10.0.0.0/8/8', false],
  ])('%s is a network: %s', (text, is) => {
    expect(isNetwork(text)).toBe(is)
  })
})
