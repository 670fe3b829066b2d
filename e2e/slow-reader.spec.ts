/**
 * Somebody who reads nothing, somebody who floods, and two who talk: what the page says of each, in a relay that keeps queues
 * and in one that stands in sendall.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Lab } from './lab.ts'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

/** More than the kernel's buffers take. */
const FLOOD = Buffer.alloc(12_000_000, `${'y'.repeat(98)}\n`)

async function client(lab: Lab, { reads }: { reads: boolean }): Promise<Socket> {
  const socket = connect((await lab.run()).listeners[0]!.port, '127.0.0.1').on('error', () => {})
  if (reads) socket.resume()
  else socket.pause()
  await once(socket, 'connect')
  return socket
}

const nameOf = (socket: Socket): string => `:${socket.localPort}`

test('with queues only who fills the queue waits, quietly; the one that takes nothing is marked, with its seconds', async ({
  lab,
  openPage,
}) => {
  const room = await RunPage.open(await openPage(), lab)
  await room.join('Ana')
  const mute = await client(lab, { reads: false })
  const yes = await client(lab, { reads: true })
  try {
    yes.write(FLOOD)
    const culprit = room.participant(nameOf(mute)).first()
    await expect(culprit).toContainText(/ne lit pas assez.*ne prend rien depuis \d+\ss/s)
    await expect(culprit).toContainText(`${nameOf(yes)} attend`)
    await expect(room.participant(`attend ${nameOf(mute)}`)).toContainText(nameOf(yes))
    await room.send('Ana', 'et moi dans tout ça')
    await expect(room.participant('Ana')).toContainText(/A envoyé\s: 1\sligne/)
    await expect(room.participant('Ana')).not.toContainText('non lu')
  } finally {
    for (const socket of [mute, yes]) socket.destroy()
  }
})

test('in sendall the listing names whom the program waits for, everybody waits, and a disconnect frees them', async ({
  lab,
  openPage,
}) => {
  await lab.api(`/runs/${(await lab.run()).id}`, { method: 'DELETE' })
  const listen = [{ transport: 'tcp', port: 0 }]
  const body = JSON.stringify({ program: 'relay', options: { sending: 'sendall' }, listen })
  await lab.api('/runs', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const room = await RunPage.open(await openPage(), lab)
  await room.join('Ana')
  // The one that all wait for names her too.
  const ana = room.participant('Ana').first()
  const mute = await client(lab, { reads: false })
  const yes = await client(lab, { reads: true })
  try {
    yes.write(FLOOD)
    await room.page.getByRole('tab', { name: 'Programme' }).click()
    const live = room.page.locator('[data-line=send]').first()
    await expect(live).toContainText(`bloqué dans sendall(${nameOf(mute)})`)
    await room.send('Ana', 'personne ne me lit')
    await expect(ana).toContainText(`attend ${nameOf(mute)}`)
    await expect(ana).toContainText(/A envoyé\s: 0/)
    await room.page.getByRole('button', { name: `Actions sur ${nameOf(mute)}` }).click()
    await room.page.getByRole('menuitem', { name: /RST/ }).click()
    await room.page.getByRole('dialog').getByRole('button', { name: /RST/ }).click()
    await expect(ana).toContainText(/A envoyé\s: 1\sligne/)
    await expect(room.page.locator('[data-line=select]').first()).toContainText('bloqué dans select()')
  } finally {
    for (const socket of [mute, yes]) socket.destroy()
  }
})
