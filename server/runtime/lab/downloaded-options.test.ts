/**
 * Each choice that changes what a program does, played by the lab and by the file that it gives to keep. Counterpart:
 * `downloaded.test.ts`, which has their long dialogues.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { optionsOf } from '#programs/registry.ts'
import { PROGRAM_IDS } from '#shared/model/programs.ts'
import { hears, until } from '../../testing/raw-client.ts'
import { stranger } from '../../testing/stranger.ts'
import { PLAYERS, sees } from './downloaded.fixture.ts'

/** Who writes first, by what is asked of the program. */
const CHATS = [
  { role: 'server', begins: 'as-the-sheet', writes: false },
  { role: 'server', begins: 'reading', writes: false },
  { role: 'server', begins: 'writing', writes: true },
  { role: 'client', begins: 'as-the-sheet', writes: true },
  { role: 'client', begins: 'reading', writes: false },
  { role: 'client', begins: 'writing', writes: true },
]
const SENDERS = ['lines', 'blocks'].flatMap((cut) =>
  [true, false].flatMap((lineEnd) => [true, false].map((connected) => ({ cut, lineEnd, connected }))),
)

describe.each(PLAYERS)('played by $name', ({ start }) => {
  it.each(CHATS)('alternating chat as a $role that begins $begins', async ({ role, begins, writes }) => {
    if (role === 'server') {
      const side = await start('alternating-chat', { begins })
      const ana = await side.client()
      side.type('moi\n')
      if (!writes) ana.say('toi\n')
      await hears(ana, 'moi\n')
      if (writes) ana.say('toi\n')
      await side.prints('toi\n')
      ana.finish()
      // It learns of FIN when it reads next.
      side.type('encore\n')
      await sees(ana, 'ended')
      await side.ends()
      return
    }
    const server = await stranger()
    const side = await start('alternating-chat', { role, begins, target: server.target })
    const peer = await server.peer()
    side.type('moi\n')
    if (!writes) peer.write('toi\n')
    await server.hears('moi\n')
    if (writes) peer.write('toi\n')
    await side.prints('toi\n')
    peer.end()
    side.type('encore\n')
    await side.ends()
  })

  it.each([true, false])('udp receiver (line end %s)', async (lineEnd) => {
    const side = await start('udp-receiver', { lineEnd })
    const peer = createSocket('udp4').bind(0, '127.0.0.1')
    onTestFinished(() => void peer.close())
    const heard: string[] = []
    peer.on('message', (bytes) => heard.push(bytes.toString()))
    await once(peer, 'listening')
    for (const text of ['un\n', 'deux']) peer.send(text, side.port, '127.0.0.1')
    await side.prints('un\ndeux')
    side.type('oui\n')
    await until(
      'the answer',
      () => heard,
      (all) => all.join() === (lineEnd ? 'oui\n' : 'oui'),
    )
  })

  it.each(SENDERS)('udp sender ($cut, line end $lineEnd, connected $connected)', async (options) => {
    const target = createSocket('udp4').bind(0, '127.0.0.1')
    onTestFinished(() => void target.close())
    const heard: string[] = []
    target.on('message', (bytes) => heard.push(bytes.toString()))
    await once(target, 'listening')
    const place = { host: '127.0.0.1', port: target.address().port }
    const side = await start('udp-sender', { ...options, size: 4, target: place })
    side.type('un\ndeux\n')
    side.type(null)
    const lines = options.lineEnd ? ['un\n', 'deux\n'] : ['un', 'deux']
    const wanted = options.cut === 'lines' ? lines : ['un\nd', 'eux\n']
    await until(
      'all of it',
      () => heard,
      (all) => JSON.stringify(all) === JSON.stringify(wanted),
    )
    await side.ends()
  })

  it.each(['queues', 'sendall'])('relay (%s): one that never reads, until it is gone', async (sending) => {
    const side = await start('relay', { sending })
    const [ana, bob, eve] = [await side.client(), await side.client(), await side.client()]
    eve.socket.pause()
    const flood = `${'f'.repeat(999)}\n`.repeat(12_000)
    ana.say(flood)
    await until(
      'more than a buffer',
      () => bob.size,
      (size) => size > 1_000_000,
    )
    eve.reset()
    await until(
      'all of it',
      () => bob.size,
      (size) => size === flood.length,
    )
    bob.say('bob\n')
    await hears(ana, 'bob\n')
    for (const { socket } of [ana, bob]) socket.destroy()
  })
})

it('each choice of each program is one of those played here or beside', () => {
  const choices = PROGRAM_IDS.flatMap((id) =>
    optionsOf(id).flatMap((field) =>
      field.kind === 'choice'
        ? [`${id} ${field.name} ${field.values.join()}`]
        : field.kind === 'switch'
          ? [`${id} ${field.name}`]
          : [],
    ),
  )
  // SO_REUSEADDR is nothing that who connects can tell; files are in `downloaded-file.test.ts`.
  expect(choices.filter((one) => !one.endsWith(' reuseAddress')).sort()).toEqual([
    'alternating-chat begins as-the-sheet,reading,writing',
    'alternating-chat role server,client',
    'duplex-chat role server,client',
    'relay sending queues,sendall',
    'relay-known strategy in-turn,process-each,unknown',
    'udp-receiver lineEnd',
    'udp-sender connected',
    'udp-sender cut lines,blocks',
    'udp-sender lineEnd',
  ])
})
