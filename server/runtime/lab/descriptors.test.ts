/** Whatever a run has open counts among the descriptors of the process, comes back, and is refused where none is left. */
import { afterEach, expect, it } from 'vitest'
import { Descriptors } from '../../admission/descriptors.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import type { ProgramId } from '#shared/protocol/model.ts'

let opened: Awaited<ReturnType<typeof openLab>>
afterEach(() => opened.close())

async function lab(all: number) {
  const descriptors = new Descriptors(all)
  opened = await openLab({}, { descriptors })
  const taken = (count: number) =>
    until(
      `${count} taken`,
      () => descriptors.taken,
      (now) => now === count,
    )
  return { taken, descriptors, start: (program: ProgramId, options?: object) => startRun(opened.lab, program, options) }
}

it('a listener, a connection and the file that it brings', async () => {
  const { taken, start } = await lab(100)
  const room = await start('file-receiver')
  await taken(1)
  const ana = await room.client()
  await taken(3)
  ana.say('abc')
  ana.socket.end()
  await room.event('transfer', ({ state }) => state === 'whole')
  await taken(1)
  await opened.lab.stop(room.run.id)
  await taken(0)
})

it('a file that a program sends, until it is with its peer', async () => {
  const { taken, start } = await lab(100)
  const room = await start('file-sender')
  const upload = opened.lab.files.upload(room.run.id, 'f', 8_000_000)
  for (let n = 0; n < 80; n++) await upload.write(new Uint8Array(100_000))
  await upload.end()
  const ana = await room.client({ reading: false })
  // Its listener, the connection, and the file that is being read for it.
  await taken(3)
  ana.socket.destroy()
  await taken(1)
})

it('the child of a fork', async () => {
  const { taken, start } = await lab(100)
  const room = await start('duplex-chat')
  const ana = await room.client()
  await room.event('forked')
  await taken(3)
  // The connection is half-closed then.
  ana.socket.end()
  await taken(2)
})

it('sockets of datagrams, those of web participants too', async () => {
  const { taken, start } = await lab(100)
  const room = await start('udp-receiver')
  await taken(1)
  const ana = await opened.lab.join(room.run.id, 'ana')
  await taken(2)
  ana.close('full')
  await taken(1)
  await opened.lab.stop(room.run.id)
  await taken(0)
})

it('where none is left, a file is refused with EMFILE, a fork as by EAGAIN, a start by its code', async () => {
  const { taken, descriptors, start } = await lab(100)
  const files = await start('file-receiver')
  const forks = await start('duplex-chat')
  // Each of the two gets its connection, and nothing more.
  let rest = descriptors.take('programs', 72)
  const ana = await files.client()
  expect(await files.event('transfer')).toMatchObject({ state: 'begun' })
  expect(await files.event('transfer', ({ state }) => state === 'refused')).toMatchObject({ errno: 'EMFILE' })
  expect(await files.event('closed')).toMatchObject({ reason: 'not-stored' })
  ana.socket.destroy()
  await taken(74)
  await forks.client().catch(() => {})
  expect(await forks.event('closed')).toMatchObject({ reason: 'no-process' })
  // It has ended: nobody is left to talk to.
  await taken(73)
  rest?.giveBack()
  rest = descriptors.take('programs', 74)
  for (const program of ['relay', 'udp-receiver'] as const)
    await expect(start(program)).rejects.toMatchObject({ code: 'no-descriptors' })
  rest?.giveBack()
})
