import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeOptions } from '../registry.ts'
import { Dialogue, lines } from '../common/dialogue.ts'
import type { Options as UdpReceiverOptions } from '../udp-receiver/options.ts'
import type { Options as UdpSenderOptions } from './options.ts'
import { program as udpReceiver } from '../udp-receiver/program.ts'
import { program as udpSender } from './program.ts'

const target = { host: '127.0.0.1', port: 9 }
function options<T>(id: 'udp-receiver' | 'udp-sender', given: object): T {
  const completed = completeOptions(id, given)
  if ('wrong' in completed) throw new Error(completed.wrong)
  return completed.options as T
}
const receiver = (given = {}) => new Dialogue(udpReceiver, options<UdpReceiverOptions>('udp-receiver', given))
const sender = (given = {}) => new Dialogue(udpSender, options<UdpSenderOptions>('udp-sender', { target, ...given }))
const datagram = (who: number, text: string) => ({ type: 'datagram', who, bytes: Buffer.from(text) }) as const

describe('udp receiver', () => {
  it('prints each datagram, and answers the last sender', () => {
    const program = receiver()
    expect(program.hear({ type: 'started' })).toEqual(['receive', 'ask'])
    expect(program.hear(datagram(1, 'un\ndeux\n'))).toEqual(['print "un\\ndeux\\n" of 1'])
    expect(program.hear(datagram(2, ''))).toEqual(['print "" of 2'])
    expect(program.hear({ type: 'typed', lines: lines('salut\n') })).toEqual(['send "salut\\n" to 2'])
    expect(udpReceiver.processes(program.state)).toMatchObject([{ line: 'recvfrom' }, { line: 'sendto' }])
    expect(program.hear({ type: 'datagram-sent' })).toEqual(['ask'])
  })

  it('has nobody to answer before the first datagram, nor when its address is forgotten', () => {
    const program = receiver({ lineEnd: false })
    expect(program.hear({ type: 'typed', lines: lines('a\r\n') })).toEqual(['send "a" to nobody'])
    program.hear({ type: 'datagram-sent' })
    program.hear(datagram(1, 'x'))
    program.hear({ type: 'gone', who: 1 })
    expect(program.hear({ type: 'typed', lines: lines('b\n') })).toEqual(['send "b" to nobody'])
  })

  it('cuts at the argument of recvfrom, and goes on receiving after Ctrl+D', () => {
    const program = receiver({ maximum: 2 })
    program.hear({ type: 'keyboard-ended' })
    expect(program.hear(datagram(1, 'abc'))).toEqual(['print "ab" of 1, 1 lost'])
    expect(udpReceiver.processes(program.state)).toHaveLength(1)
  })

  it('neither merges nor splits, whatever comes in whichever order', () => {
    const some = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.uint8Array({ maxLength: 40 })))
    fc.assert(
      fc.property(some, (all) => {
        const program = receiver()
        for (const [who, bytes] of all) {
          expect(program.does({ type: 'datagram', who, bytes })).toEqual([{ type: 'print', from: who, bytes, cut: 0 }])
        }
      }),
    )
  })
})

describe('udp sender', () => {
  it('sends the next line when sendto of the one before has returned, and ends with Ctrl+D', () => {
    const program = sender()
    expect(program.hear({ type: 'started' })).toEqual(['connect'])
    expect(program.hear({ type: 'reached', who: 1 })).toEqual(['receive', 'ask'])
    expect(program.hear({ type: 'typed', lines: lines('un\n') })).toEqual(['send "un\\n" to 1'])
    expect(udpSender.processes(program.state)).toMatchObject([{ line: 'sendto' }, { line: 'recvfrom' }])
    expect(program.hear(datagram(1, 'answer'))).toEqual(['print "answer" of 1'])
    expect(program.hear({ type: 'datagram-sent' })).toEqual(['ask'])
    expect(program.hear({ type: 'keyboard-ended' })).toEqual(['exit'])
    expect(udpSender.processes(program.state)).toEqual([])
  })

  it.each([
    [{}, 'for line in stdin:', 'sender.sendto(line, (host, port))'],
    [{ cut: 'blocks', size: 7 }, 'while block := stdin.read(7):', 'sender.sendto(block, (host, port))'],
    [{ connected: true }, 'sender.connect((host, port))', 'sender.send(line)'],
  ])('has a listing for %j', (given, ...code) => {
    const listing = udpSender.listing(options<UdpSenderOptions>('udp-sender', { target, ...given }))
    for (const line of code) expect(listing.map((one) => one.code.trim())).toContain(line)
  })
})
