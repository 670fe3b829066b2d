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
    const receiving = { id: 'main', line: 'recvfrom', waits: { call: 'recvfrom' } }
    const thread = (call: string) => ({ id: 'thread', line: call, waits: { call } })
    expect(udpReceiver.processes(program.state)).toEqual([receiving, thread('sendto')])
    expect(program.hear({ type: 'datagram-sent' })).toEqual(['ask'])
    expect(udpReceiver.processes(program.state)).toEqual([receiving, thread('keyboard')])
    // Another one is forgotten: the last sender is still who is answered.
    expect(program.hear({ type: 'gone', who: 1 })).toEqual([])
    expect(program.hear({ type: 'typed', lines: lines('encore\n') })).toEqual(['send "encore\\n" to 2'])
    expect(udpReceiver.processes(receiver().state)).toEqual([receiving, thread('keyboard')])
  })

  it('has nobody to answer before the first datagram, nor when its address is forgotten', () => {
    const program = receiver({ lineEnd: false })
    expect(program.hear({ type: 'typed', lines: lines('a\r\n') })).toEqual(['send "a" to nobody'])
    program.hear({ type: 'datagram-sent' })
    program.hear(datagram(1, 'x'))
    program.hear({ type: 'gone', who: 1 })
    expect(udpReceiver.processes(program.state)).toHaveLength(2)
    expect(program.hear({ type: 'typed', lines: lines('b\n') })).toEqual(['send "b" to nobody'])
  })

  it('cuts at the argument of recvfrom, and goes on receiving after Ctrl+D', () => {
    const program = receiver({ maximum: 2 })
    expect(program.hear({ type: 'keyboard-ended' })).toEqual([])
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
    const receiving = { id: 'thread', line: 'recvfrom', waits: { call: 'recvfrom' } }
    const main = (call: string) => [{ id: 'main', line: call, waits: { call } }, receiving]
    expect(program.hear({ type: 'started' })).toEqual(['connect'])
    expect(udpSender.processes(program.state)).toEqual([{ id: 'main', line: 'socket', waits: null }])
    expect(program.hear({ type: 'reached', who: 1 })).toEqual(['receive', 'ask'])
    expect(udpSender.processes(program.state)).toEqual(main('keyboard'))
    expect(program.hear({ type: 'typed', lines: lines('un\n') })).toEqual(['send "un\\n" to 1'])
    expect(udpSender.processes(program.state)).toEqual(main('sendto'))
    expect(program.hear(datagram(1, 'answer'))).toEqual(['print "answer" of 1'])
    expect(program.hear({ type: 'datagram-sent' })).toEqual(['ask'])
    expect(udpSender.processes(program.state)).toEqual(main('keyboard'))
    expect(program.hear({ type: 'keyboard-ended' })).toEqual(['exit'])
    expect(udpSender.processes(program.state)).toEqual([])
  })

  it('sends a block as it is, and a line without its end where it is told to', () => {
    const blocks = options<UdpSenderOptions>('udp-sender', { target, cut: 'blocks', size: 7, lineEnd: false })
    expect(udpSender.keyboardBlock!(blocks)).toBe(7)
    expect(udpSender.keyboardBlock!(options<UdpSenderOptions>('udp-sender', { target }))).toBeNull()
    for (const [given, sent] of [
      [blocks, 'un\n'],
      [{ lineEnd: false }, 'un'],
    ] as const) {
      const program = sender(given)
      program.hear({ type: 'reached', who: 1 })
      expect(program.hear({ type: 'typed', lines: lines('un\n') })).toEqual([`send ${JSON.stringify(sent)} to 1`])
    }
  })

  it.each([
    [{}, 'while line := next_line(stdin):', 'sender.sendto(line, (host, int(port)))'],
    [{ cut: 'blocks', size: 7 }, 'while block := stdin.read(7):', 'sender.sendto(block, (host, int(port)))'],
    [{ connected: true }, 'sender.connect((host, int(port)))', 'sender.send(line)'],
  ])('has a listing for %j', (given, ...code) => {
    const listing = udpSender.listing(options<UdpSenderOptions>('udp-sender', { target, ...given }))
    for (const line of code) expect(listing.map((one) => one.code.trim())).toContain(line)
  })
})
