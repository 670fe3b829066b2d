import { describe, expect, it } from 'vitest'
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
