/** Who is read in which turn of the event loop: however many say as much as they can, a turn is short, and each has its turn. */
import { expect, it } from 'vitest'
import type { Backpressure } from './backpressure.ts'
import type { Peer } from './peer.ts'
import type { Peers } from './peers.ts'
import { ReadGate } from './read-gate.ts'

const ONE_READ = 65_536

/** Participants, each with what it has to say: as much as is read of it, or a line at a time. */
function room(size: number, talkers: number) {
  const peers = Array.from({ length: size }, (_, id) => ({
    ...{ id, readThisTurn: 0, reading: true, wanted: true, leaving: false, silent: null },
    says: id < talkers ? ONE_READ : 100,
    read: 0,
  }))
  const here = Object.assign(peers, { size }) as unknown as Peers
  const gate = new ReadGate(here, { holds: () => false } as unknown as Backpressure)
  gate.adjust()
  /** Reads all who may be read, as Node does, and gives how many bytes; whether some wait comes from the gate. */
  const turn = (): { bytes: number; waits: boolean } => {
    let bytes = 0
    for (const peer of peers) {
      for (let reads = 0; peer.reading && reads < (peer.says < ONE_READ ? 1 : 32); reads++) {
        peer.read += peer.says
        bytes += peer.says
        gate.spend(peer as unknown as Peer, peer.says)
      }
    }
    return { bytes, waits: gate.turnOver() }
  }
  return { peers, turn }
}

it.each([
  [2, 1],
  [31, 1],
  [31, 4],
  [100, 100],
  [500, 500],
  [500, 100],
])('of %i in the room %i talk: a turn has to write 32 MiB at most, or one read', (size, talkers) => {
  const { turn } = room(size, talkers)
  turn()
  for (let n = 0; n < 200; n++) {
    const { bytes } = turn()
    const little = (size - talkers) * 100
    // Of each the last read may go beyond its share.
    expect((bytes - little) * size).toBeLessThanOrEqual(Math.max(2 * 16_777_216, ONE_READ * size))
  }
})

it('who talks much is read as often as the others who do, who says little in every turn', () => {
  const { peers, turn } = room(120, 100)
  for (let n = 0; n < 1000; n++) {
    const { waits } = turn()
    expect(waits).toBe(true)
  }
  const much = peers.filter(({ says }) => says === ONE_READ).map(({ read }) => read / ONE_READ)
  // The first turn is read before anybody is known to talk much.
  expect(Math.max(...much) - Math.min(...much)).toBeLessThanOrEqual(1)
  expect(Math.min(...much)).toBeGreaterThan(10)
  expect(peers.filter(({ says }) => says < ONE_READ).map(({ read }) => read)).toEqual(Array(20).fill(100_000))
})

it('nobody waits where few talk, and no longer than the others do', () => {
  const { peers, turn } = room(30, 4)
  for (let n = 0; n < 10; n++) expect(turn().waits).toBe(false)
  for (const peer of peers) if (peer.says === ONE_READ) expect(peer.read).toBeGreaterThanOrEqual(10 * 2 * ONE_READ)
})
