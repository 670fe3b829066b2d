/** The experiment of question 6: the commands of its guide in two terminals, and its steps as they happen. */
import { platform } from 'node:os'
import { begin, pending, send, ticked } from './guide.ts'
import { Socat } from './socat.ts'
import { expect, test } from './test.ts'

test.use({ program: 'none' })
test.skip(platform() !== 'linux', 'other systems have no /proc/net/tcp, from which steps are ticked')

test('sendall: one client that reads nothing stops the whole room, and its end lets it go on', async ({
  lab,
  openPage,
}) => {
  const page = await openPage()
  const guide = await begin(page, 'Un client qui ne lit pas')
  await expect(pending(guide)).toHaveCount(6)
  const address = `TCP:127.0.0.1:${(await lab.run()).listeners[0]!.port}`
  await expect(guide).toContainText(`yes | socat -u - ${address}`)
  // Both commands are those of the guide.
  const deaf = new Socat(address, ['-u'])
  const yes = new Socat(address, ['-u'])
  try {
    await deaf.connected()
    await expect(ticked(guide, 'ne lit jamais', 'fait')).toBeVisible()
    await yes.connected()
    yes.send('y\n'.repeat(10_000_000))
    for (const step of ['bloqué dans sendall', 'Send-Q']) await expect(ticked(guide, step, 'vu')).toBeVisible()
    await expect(ticked(guide, 'inonde', 'fait')).toBeVisible()
    await expect(ticked(guide, 'Parlez avec ana', 'fait')).toHaveCount(0)
    await send(page, 'ana', 'il y a quelqu’un\u202f?')
    await expect(ticked(guide, 'Parlez avec ana', 'fait')).toBeVisible()
    await expect(ticked(guide, 'le programme reprend', 'fait')).toHaveCount(0)
    yes.interrupt()
    deaf.interrupt()
    await expect(ticked(guide, 'le programme reprend', 'fait')).toBeVisible()
    await expect(pending(guide)).toHaveCount(0)
  } finally {
    await Promise.all([deaf.dispose(), yes.dispose()])
  }
})
