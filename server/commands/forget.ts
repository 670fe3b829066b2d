/**
 * Forgets a person in everything that the journal keeps. Counterparts: `journal/forgetting.ts`, which knows what is replaced;
 * `gateway/http/forget.ts`. Invariants: nobody who is in a run that lives is forgotten, since that run would write the name again;
 * each run that was changed has an event that says so, and who asked.
 */
import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { LabError } from '../core/errors.ts'
import type { Lab } from '../runtime/lab/lab.ts'
import { hostOf, isLoopback } from '#shared/net/address.ts'
import type { By } from '#shared/protocol/by.ts'
import type { Forgot } from '#shared/protocol/forget.ts'

/** Rejects with `unknown-person`, with `person-present`, and with what the journal does. */
export async function forget(lab: Lab, name: string, by: By): Promise<Forgot> {
  const { upkeep } = lab.journal
  const found = await upkeep.appearances(name)
  if (found.length === 0) throw new LabError('unknown-person', { name })
  const present = found.find(({ run }) => lab.live(run))
  if (present) throw new LabError('person-present', { name, run: present.run })
  const all = new Set(found.map(({ address }) => hostOf(address)))
  const addresses = [...all].filter((address) => isIP(address) > 0 && !isLoopback(address))
  const live = lab.views().filter(({ id }) => lab.live(id))
  const who = { name, instead: `forgotten-${randomBytes(3).toString('hex')}`, addresses }
  const { runs, written } = await upkeep.forget(
    who,
    live.map(({ id }) => id),
  )
  // The teacher's own address may be that of a whole class, and must not bring it back.
  const asked = addresses.includes(by.address) ? { ...by, address: '0.0.0.0' } : by
  for (const run of runs) lab.record(run, { command: 'forget', by: asked })
  await lab.journal.flush()
  return { instead: who.instead, runs: [...runs], written: [...written] }
}
