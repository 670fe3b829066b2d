/**
 * Forgets a person in everything that the lab keeps. Counterparts: `journal/tracing.ts` and `journal/forgetting.ts`, which know what is
 * the person's and how it is replaced; `runtime/lab/files.ts`; `gateway/http/forget.ts`.
 * Invariants: nobody who takes part in a run that lives is forgotten, since that run would write the name again; an address that
 * somebody else had too stays, unless the asker names it; each run that was changed has an event that says so, and who asked.
 */
import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { LabError } from '../core/errors.ts'
import type { Lab } from '../runtime/lab/lab.ts'
import { isLoopback } from '#shared/net/address.ts'
import type { By } from '#shared/protocol/by.ts'
import type { Forgot } from '#shared/protocol/forget.ts'
import type { CommandOf } from './command.ts'

type Asked = Omit<CommandOf<'forget'>, 'type'>
type Traces = Awaited<ReturnType<Lab['journal']['upkeep']['trace']>>

/** Rejects with `unknown-person`, `person-present`, `bad-request` for what is no address, and with what journal and files do. */
export async function forget(lab: Lab, { name, addresses: named }: Asked, by: By): Promise<Forgot> {
  for (const one of named ?? []) mustBeSomebodys(one)
  const { upkeep } = lab.journal
  const traces = await upkeep.trace(name)
  mustHaveLeft(lab, name, traces)
  const alone = traces.addresses.filter(({ others }) => others === 0).map(({ address }) => address)
  const addresses = [...new Set(named ?? alone)]
  const instead = `forgotten-${randomBytes(3).toString('hex')}`
  const { names, files, participants, pages } = traces
  await lab.files.forget(participants, [...names, ...files], instead)
  const live = (): string[] => lab.views().flatMap(({ id }) => (lab.live(id) ? [id] : []))
  const forgotten = await upkeep.forget({ name, instead, names, files, participants, pages, addresses }, live)
  // The teacher's own address may be that of a whole class, and must not bring it back.
  const asked = addresses.includes(by.address) ? { ...by, address: '0.0.0.0' } : by
  const known = new Set(lab.views().map(({ id }) => id)) // not one whose record is damaged
  // Before something is recorded there: the journal takes the run up as it is known here.
  await lab.afterwards.reread(new Set(forgotten.runs))
  for (const run of forgotten.runs) if (known.has(run)) lab.record(run, { command: 'forget', by: asked })
  await lab.journal.flush()
  return {
    instead,
    names: [...names],
    addresses,
    shared: traces.addresses.filter(({ address }) => !addresses.includes(address)),
    runs: [...forgotten.runs],
    written: [...forgotten.written],
    live: [...forgotten.live],
    copies: [...forgotten.copies],
  }
}

function mustHaveLeft(lab: Lab, name: string, { participants, pages, owned }: Traces): void {
  const runs = Object.keys(participants)
  if (runs.length + pages.length + owned.length === 0) throw new LabError('unknown-person', { name })
  const run = runs.find((id) => lab.live(id))
  if (run !== undefined) throw new LabError('person-present', { name, run })
}

function mustBeSomebodys(address: string): void {
  if (isIP(address) > 0 && !isLoopback(address)) return
  throw new LabError('bad-request', { detail: `${address} is no address that somebody has` })
}
