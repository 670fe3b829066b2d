/** A room where all wait for one who says nothing. Counterpart: `back-row.spec.ts`. */
import type { Page } from '@playwright/test'
import type { Lab } from './lab.ts'
import { RunPage } from './run-page.ts'
import { Socat } from './socat.ts'

/** Three known ones, of whom the first says nothing. */
export async function silentRoom(lab: Lab, openPage: () => Promise<Page>) {
  await lab.api(`/runs/${(await lab.run()).id}`, { method: 'DELETE' })
  const body = JSON.stringify({
    program: 'relay-known',
    options: { count: 3, strategy: 'in-turn' },
    listen: [{ transport: 'tcp', port: 0 }],
  })
  await lab.api('/runs', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const address = `TCP:127.0.0.1:${(await lab.run()).listeners[0]!.port}`
  const mute = new Socat(address)
  const muteName = `:${await mute.connected()}`
  const room = await RunPage.open(await openPage(), lab)
  await room.join('Ana')
  const bob = new Socat(address)
  await bob.connected()
  await room.send('Ana', 'bonjour, quelqu’un écoute ?')
  await room.page.getByRole('tab', { name: 'Échelle' }).click()
  const now = room.page.getByRole('group', { name: 'maintenant' })
  return { mute, muteName, bob, room, now, end: () => Promise.all([mute.dispose(), bob.dispose()]) }
}
