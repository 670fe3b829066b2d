import { describe, expect, it } from 'vitest'
import { openLab } from '../testing/lab.ts'
import type { Lab } from '../runtime/lab/lab.ts'
import { addressIn, NameLookups } from './name-lookups.ts'

const silent = () => new Promise<string>(() => {})

describe('lookups of names, beside a name server that is silent', () => {
  it('an address and localhost never reach the resolver', async () => {
    const lookups = new NameLookups(() => Promise.reject(new Error('asked')))
    for (const [host, address] of [
      ['127.0.0.1', '127.0.0.1'],
      ['[::1]', '::1'],
      ['localhost', '127.0.0.1'],
      ['LOCALHOST.', '127.0.0.1'],
      ['127.1', '127.0.0.1'],
      ['0x7f.1', '127.0.0.1'],
      ['2130706433', '127.0.0.1'],
      ['017700000001', '127.0.0.1'],
    ] as const) {
      expect(await lookups.addressOf(host, 'ana')).toBe(address)
    }
    await expect(lookups.addressOf('a.example', 'ana')).rejects.toMatchObject({ code: 'target-unknown' })
  })

  it('no name is taken for an address', () => {
    for (const name of [
      'a.example',
      'x',
      '1.2.3.4.5',
      '999.1.1.1',
      '0x7f.example',
      'localhost.example',
      '',
      '256.256',
    ]) {
      expect(addressIn(name)).toBeNull()
    }
  })

  it('are given up after their time', async () => {
    const lookups = new NameLookups(silent, 20)
    await expect(lookups.addressOf('a.example')).rejects.toMatchObject({ code: 'target-unknown' })
  })

  it('are two at a time for an asker, and hold up nobody else', async () => {
    const asked: string[] = []
    const answers: ((address: string) => void)[] = []
    const lookups = new NameLookups((name) => {
      asked.push(name)
      return new Promise((answer) => answers.push(answer))
    })
    const of = (asker: string) => ['1', '2', '3'].map((n) => lookups.addressOf(`${asker}${n}.example`, asker))
    const ana = of('ana')
    const ben = of('ben')
    await new Promise(setImmediate)
    expect(asked).toEqual(['ana1.example', 'ana2.example', 'ben1.example', 'ben2.example'])
    answers[2]!('192.0.2.1')
    expect(await ben[0]).toBe('192.0.2.1')
    await new Promise(setImmediate)
    expect(asked.slice(4)).toEqual(['ben3.example'])
    for (const answer of answers) answer('192.0.2.2')
    expect(await ana[1]).toBe('192.0.2.2')
    await new Promise(setImmediate)
    for (const answer of answers) answer('192.0.2.3')
    expect(await Promise.all([...ana, ...ben])).toContain('192.0.2.3')
  })
})

describe('the host of a listener, beside a name server that is silent', () => {
  const start = (lab: Lab, host: string) =>
    lab.start({ program: 'relay', listen: [{ transport: 'tcp', host, port: 0 }] })

  it('is given up after its time, and no thread of the system waits for it', async () => {
    const { lab, close } = await openLab({}, { names: new NameLookups(silent, 20) })
    const refused = { code: 'address-unavailable', params: { host: 'a.example' } }
    await expect(start(lab, 'a.example')).rejects.toMatchObject(refused)
    const { id } = await start(lab, '127.0.0.1')
    await expect(lab.openListener(id, { transport: 'tcp', host: 'a.example', port: 0 })).rejects.toMatchObject(refused)
    await close()
  })

  it('keeps nobody waiting who listens on an address or localhost; a name is asked for once', async () => {
    const asked: string[] = []
    const names = new NameLookups((name) => {
      asked.push(name)
      return name === 'known.example' ? Promise.resolve('127.0.0.1') : silent()
    })
    const { lab, close } = await openLab({}, { names })
    for (const n of [1, 2, 3]) void start(lab, `silent${n}.example`).catch(() => {})
    for (const host of ['127.0.0.1', 'localhost', '127.1']) {
      expect((await start(lab, host)).listeners[0]?.host).toBe('127.0.0.1')
    }
    expect(asked).toEqual(['silent1.example', 'silent2.example'])
    const by = { address: '192.0.2.7' }
    const run = await lab.start({
      program: 'relay',
      options: { reuseAddress: false },
      listen: [{ transport: 'tcp', host: 'known.example', port: 0 }],
      by,
    })
    expect(run.listeners[0]?.host).toBe('127.0.0.1')
    expect(asked).toEqual(['silent1.example', 'silent2.example', 'known.example'])
    await close()
  })

  it('is the address of the lab itself where it names none', async () => {
    const names = new NameLookups(async () => '127.0.0.1')
    const { lab, close } = await openLab({}, { names, host: 'lab.example' })
    expect((await lab.start({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })).listeners[0]?.host).toBe(
      '127.0.0.1',
    )
    await close()
    await expect(openLab({}, { names: new NameLookups(silent, 20), host: 'lab.example' })).rejects.toMatchObject({
      code: 'address-unavailable',
    })
  })
})
