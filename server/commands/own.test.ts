/** What is whose: runs that were deleted are nobody's. */
import { expect, it, onTestFinished } from 'vitest'
import { openLab } from '../testing/lab.ts'
import { Commands } from './execute.ts'
import type { Who } from './who.ts'

it.each<Who>([
  { page: 1, person: 1, address: '10.0.0.1', role: 'everybody' },
  { page: 2, address: '10.0.0.1', role: 'everybody' },
])('a run that was deleted is no longer among those of whoever started it: %o', async (who) => {
  const { lab, close } = await openLab()
  onTestFinished(close)
  const commands = new Commands(lab)
  const listen = [{ transport: 'tcp', port: 0 }] as const
  const [one, other] = [
    await commands.execute(who, { type: 'start', program: 'relay', listen }),
    await commands.execute(who, { type: 'start', program: 'relay', listen }),
  ]
  await commands.execute(who, { type: 'stop', run: one.id })
  expect(commands.runsOf(who)).toEqual([one.id, other.id])
  // Also where nobody asked for it, as with runs that are too old.
  await lab.afterwards.erase(one.id)
  expect(commands.runsOf(who)).toEqual([other.id])
})
