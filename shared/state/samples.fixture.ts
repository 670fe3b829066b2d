/** A participant and a row of the kernel's tables, for the tests of server and page. */
import type { KernelRow } from '../model/kernel.ts'
import type { Participant } from '../protocol/model.ts'

/** Participant `id`, connected from port 50,000 + `id` of this machine, with nothing sent and nothing waiting. */
export const sampleParticipant = (id: number, more: Partial<Participant> = {}): Participant => ({
  id,
  name: `p${id}`,
  via: 'tcp',
  web: false,
  address: `127.0.0.1:${50_000 + id}`,
  state: 'open',
  joinedSeq: id,
  leftSeq: null,
  sent: { bytes: 0, lines: 0 },
  received: { bytes: 0, lines: 0 },
  partialBytes: 0,
  queued: 0,
  paused: false,
  ...more,
})

/** The program's end of the connection of `sampleParticipant(participant)`. @param recvQ bytes */
export const sampleRow = (participant: number, recvQ: number, more: Partial<KernelRow> = {}): KernelRow => ({
  proto: 'tcp',
  state: 'ESTAB',
  participant,
  side: 'program',
  local: '127.0.0.1:8080',
  remote: `127.0.0.1:${50_000 + participant}`,
  recvQ,
  sendQ: 0,
  timer: null,
  backlog: null,
  drops: 0,
  buffer: null,
  connections: null,
  ...more,
})
