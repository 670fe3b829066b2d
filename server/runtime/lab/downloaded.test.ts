/**
 * The programs of the worksheet, each played twice: by the lab, and by the file that it gives to keep, run by Python. Both must
 * say the same to the same people.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { hears, until } from '../../testing/raw-client.ts'
import { stranger } from '../../testing/stranger.ts'
import { PLAYERS, sees } from './downloaded.fixture.ts'

const LONG = 'x'.repeat(40)
/** What is left of it where a line has 16 bytes at most. */
const CUT = 'x'.repeat(15)

describe.each(PLAYERS)('played by $name', ({ start }) => {
  it('line server: half a line, a second client, no LF before FIN, RST in a line, a long one', async () => {
    const side = await start('line-server', { maxLine: 16 })
    const [ana, bob] = [await side.client(), await side.client()]
    bob.say('bob\n')
    ana.say('un\nde')
    await side.prints('un\n')
    ana.say('ux\nfin')
    ana.finish()
    await side.prints('un\ndeux\nfinbob\n')
    await sees(ana, 'ended')
    bob.say('perdu')
    bob.reset()
    const eve = await side.client()
    eve.say(`${LONG}\n${CUT}\n${LONG}`)
    eve.finish()
    await side.prints(`un\ndeux\nfinbob\n${CUT}\n${CUT}\n${CUT}`)
    await sees(eve, 'ended')
    expect([ana.heard, bob.heard, eve.heard]).toEqual(['', '', ''])
  })

  it('line client: what is typed, whatever the server says, until Ctrl+D', async () => {
    const server = await stranger()
    const side = await start('line-client', { target: server.target, maxLine: 16 })
    const peer = await server.peer()
    peer.write('nobody reads this\n')
    side.type('un\nde')
    side.type('ux\n')
    await server.hears('un\ndeux\n')
    side.type(`${LONG}\n`)
    await server.hears(`un\ndeux\n${CUT}\n`)
    peer.end()
    side.type(null)
    await side.ends()
  })

  it('line client: ends when the server has gone and another line is typed', async () => {
    const server = await stranger()
    const side = await start('line-client', { target: server.target })
    const peer = await server.peer()
    side.type('un\n')
    await server.hears('un\n')
    const gone = once(peer, 'close')
    peer.resetAndDestroy()
    await gone
    side.type('deux\n')
    await side.ends()
  })

  it('alternating chat: one line each, what comes early waits, FIN ends it', async () => {
    const side = await start('alternating-chat')
    const ana = await side.client()
    side.type('avant son tour\n')
    ana.say('un\ndeux\n')
    await hears(ana, 'avant son tour\n')
    side.type('moi\n')
    await hears(ana, 'avant son tour\nmoi\n')
    await side.prints('un\ndeux\n')
    ana.finish()
    await sees(ana, 'ended')
    await side.ends()
  })

  it('alternating chat as a client: it writes first; a line without LF is one', async () => {
    const server = await stranger()
    const side = await start('alternating-chat', { role: 'client', target: server.target })
    const peer = await server.peer()
    peer.write('oui, ou')
    side.type('un\n')
    await server.hears('un\n')
    peer.end('i')
    await side.prints('oui, oui')
    side.type('deux\n')
    await server.hears('un\ndeux\n')
    await side.ends()
  })

  it('duplex chat: both at any time; each direction has an end of its own', async () => {
    const side = await start('duplex-chat', { maxLine: 16 })
    const ana = await side.client()
    ana.say('un\nde')
    await side.prints('un\n')
    side.type('moi\n')
    await hears(ana, 'moi\n')
    ana.say(`ux\n${LONG}\nfin`)
    ana.finish()
    await side.prints(`un\ndeux\n${CUT}\nfin`)
    side.type('encore\n')
    await hears(ana, 'moi\nencore\n')
    expect(ana.ended).toBe(false)
    side.type(null)
    await sees(ana, 'ended')
    await side.ends()
  })

  it('duplex chat as a client: Ctrl+D sends FIN, and it still receives', async () => {
    const server = await stranger()
    const side = await start('duplex-chat', { role: 'client', target: server.target })
    const peer = await server.peer()
    side.type('un\n')
    side.type(null)
    await server.hears('un\n')
    await server.sawFin()
    peer.end('encore\n')
    await side.prints('encore\n')
    await side.ends()
  })

  it('duplex chat: RST ends both directions', async () => {
    const side = await start('duplex-chat')
    const ana = await side.client()
    ana.say('un\n')
    await side.prints('un\n')
    ana.reset()
    await side.ends()
  })

  it('relay for a known number, in turn: whose turn it is not waits; the last one out ends it', async () => {
    const side = await start('relay-known', { count: 3, maxLine: 16 })
    const [ana, bob, eve] = [await side.client(), await side.client(), await side.client()]
    bob.say('bob\n')
    ana.say('an')
    ana.say('a\n')
    await hears(eve, 'ana\nbob\n')
    await hears(ana, 'bob\n')
    eve.say(`${LONG}\n`)
    await hears(bob, `ana\n${CUT}\n`)
    ana.say('fin')
    ana.finish()
    await sees(ana, 'ended')
    await hears(bob, `ana\n${CUT}\nfin`)
    bob.reset()
    eve.say('seule\n')
    eve.finish()
    await side.ends()
    expect(ana.heard).toBe(`bob\n${CUT}\n`)
  })

  it('relay for a known number, a process each: any order, FIN only when the last one has ended', async () => {
    const side = await start('relay-known', { count: 2, strategy: 'process-each' })
    const [ana, bob] = [await side.client(), await side.client()]
    bob.say('bob\nfin')
    bob.finish()
    await hears(ana, 'bob\nfin')
    ana.say('ana\n')
    await hears(bob, 'ana\n')
    expect([ana.ended, bob.ended]).toEqual([false, false])
    ana.finish()
    await side.ends()
    await sees(ana, 'ended')
    await sees(bob, 'ended')
  })

  it('relay for an unknown number: accept and reads alternate', async () => {
    const side = await start('relay-known', { strategy: 'unknown' })
    const ana = await side.client()
    const bob = await side.client()
    bob.say('bob\n')
    // Each round reads her once: what she says in the first is heard by nobody.
    await until(
      'ana at :' + bob.port,
      () => {
        ana.say('ana\n')
        return bob.heard
      },
      (heard) => heard !== '',
    )
    await hears(ana, 'bob\n')
    bob.say('attend\n')
    const eve = await side.client()
    ana.say('ana\n')
    await until(
      'ana, then bob',
      () => eve.heard,
      (heard) => /^(ana\n)+attend\n$/.test(heard),
    )
  })

  it.each(['queues', 'sendall'])('relay (%s): whole lines, FIN and RST, a long line', async (sending) => {
    const side = await start('relay', { sending, maxLine: 16 })
    const [ana, bob, eve] = [await side.client(), await side.client(), await side.client()]
    eve.say('moi\n')
    // She is accepted, and so are those before her.
    await hears(ana, 'moi\n')
    await hears(bob, 'moi\n')
    ana.say('un\nde')
    await hears(bob, `moi\nun\n`)
    ana.say(`ux\n${LONG}\n`)
    await hears(bob, `moi\nun\ndeux\n${CUT}\n`)
    ana.say('fin')
    ana.finish()
    await hears(bob, `moi\nun\ndeux\n${CUT}\nfin`)
    // Who has sent FIN goes on receiving.
    bob.say('tu entends\n')
    await hears(ana, `moi\ntu entends\n`)
    expect(ana.ended).toBe(false)
    eve.say('perdu')
    eve.reset()
    bob.say('et toi\n')
    await hears(ana, `moi\ntu entends\net toi\n`)
    expect(bob.heard).toBe(`moi\nun\ndeux\n${CUT}\nfin`)
  })

  it('udp receiver: what comes is printed, a typed line goes to who was last', async () => {
    const side = await start('udp-receiver', { maximum: 5, lineEnd: false })
    const peer = createSocket('udp4').bind(0, '127.0.0.1')
    onTestFinished(() => void peer.close())
    const heard: string[] = []
    peer.on('message', (bytes) => heard.push(bytes.toString()))
    await once(peer, 'listening')
    peer.send('trop long', side.port, '127.0.0.1')
    await side.prints('trop ')
    side.type('oui\r\n')
    side.type('non\n')
    await until(
      'both answers',
      () => heard,
      (all) => all.join() === 'oui,non',
    )
  })

  it.each([
    [{}, ['un\n', 'deux']],
    [{ lineEnd: false, connected: true }, ['un', 'deux']],
    [{ cut: 'blocks', size: 4 }, ['un\nd', 'eux']],
  ])('udp sender (%o): a line or a block is a datagram', async (options, datagrams) => {
    const target = createSocket('udp4').bind(0, '127.0.0.1')
    onTestFinished(() => void target.close())
    const heard: string[] = []
    target.on('message', (bytes, { port }) => {
      heard.push(bytes.toString())
      target.send(`merci ${heard.length}\n`, port, '127.0.0.1')
    })
    await once(target, 'listening')
    const side = await start('udp-sender', { ...options, target: { host: '127.0.0.1', port: target.address().port } })
    side.type('un\ndeux')
    if (datagrams[0] !== 'un\nd') await side.prints('merci 1\n')
    side.type(null)
    await until(
      datagrams.join(),
      () => heard,
      (all) => JSON.stringify(all) === JSON.stringify(datagrams),
    )
    await side.ends()
  })
})
