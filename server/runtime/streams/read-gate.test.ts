/** Who is read in which turn of the event loop: however many say as much as they can, a turn is short, and each has its turn. */
import { expect, it } from 'vitest'
import type { Clock } from '../../core/clock.ts'
import type { Backpressure } from './backpressure.ts'
import type { Peer } from './peer.ts'
import type { Peers } from './peers.ts'
import { ReadGate } from './read-gate.ts'

const ONE_READ = 65_536
/** Bytes that a turn may have to write where many begin to talk in it, but for what the last read goes beyond. */
const MOST = 25_165_824

/** Participants, each with what it has to say: as much as is read of it, or a line at a time. */
function room(size: number, talkers: number) {
  const peers = Array.from({ length: size }, (_, id) => ({
    ...{ id, readThisTurn: 0, talks: 0, bytesRead: 0, reading: true, wanted: true, leaving: false, silent: null },
    says: id < talkers ? ONE_READ : 100,
    read: 0,
  }))
  const here = Object.assign(peers, { size }) as unknown as Peers
  const receivers = { holds: () => false, behind: false }
  // Timers fire before a turn reads, as in Node's event loop.
  let ms = 0
  const timers: { at: number; callback: () => void }[] = []
  const clock = {
    micros: () => ms * 1000,
    after: (delay: number, callback: () => void) => timers.push({ at: ms + delay, callback }),
  } as unknown as Clock
  let asked = false
  const gate = new ReadGate(here, receivers as unknown as Backpressure, { clock, turn: () => (asked = true) })
  gate.adjust()
  /** Reads all who may be read, as Node does, takes `took` ms for it, and gives how many bytes; whether some wait comes from the gate. */
  const turn = (took = 0): { bytes: number; waits: boolean } => {
    for (const { callback } of timers.splice(0, timers.filter(({ at }) => at <= ms).length)) callback()
    let bytes = 0
    const waits = asked
    asked = false
    for (const peer of peers) {
      for (let reads = 0; peer.reading && reads < (peer.says < ONE_READ ? 1 : 32); reads++) {
        peer.read += peer.says
        peer.bytesRead += peer.says
        bytes += peer.says
        gate.spend(peer as unknown as Peer, peer.says)
      }
    }
    ms += took
    gate.turnOver()
    return { bytes, waits }
  }
  return { peers, turn, receivers, gate }
}

it.each([
  [2, 1],
  [31, 1],
  [31, 4],
  [100, 100],
  [500, 500],
  [500, 100],
])(
  'of %i in the room %i talk: a turn has to write 16 MiB at most, or one read; a few more until it is known who does',
  (size, talkers) => {
    const { turn } = room(size, talkers)
    for (let n = 0; n < talkers; n++) expect(turn().bytes * size).toBeLessThanOrEqual(MOST + 2 * ONE_READ * size)
    for (let n = 0; n < 200; n++) {
      const { bytes } = turn()
      const little = (size - talkers) * 100
      // Of each the last read may go beyond its share.
      expect((bytes - little) * size).toBeLessThanOrEqual(Math.max(16_777_216, ONE_READ * size))
    }
  },
)

it('who talks much is read as often as the others who do, who says little in every turn', () => {
  const { peers, turn } = room(120, 100)
  const reads = () => peers.slice(0, 100).map(({ read }) => read / ONE_READ)
  for (let n = 0; n < 200; n++) turn()
  const before = reads()
  for (let n = 0; n < 1000; n++) {
    const { waits } = turn()
    expect(waits).toBe(true)
  }
  const much = reads().map((read, i) => read - before[i]!)
  expect(Math.max(...much) - Math.min(...much)).toBeLessThanOrEqual(1)
  expect(Math.min(...much)).toBeGreaterThanOrEqual(10)
  const begun = 100_000 + 200 * 100
  // In a turn in which many begin, those behind them are read in the next one.
  for (const { read } of peers.slice(100)) expect(read).toBeGreaterThan(begun - 100 * 100)
})

it('nobody waits where few talk, and no longer than the others do', () => {
  const { peers, turn } = room(30, 4)
  for (let n = 0; n < 10; n++) expect(turn().waits).toBe(false)
  for (const peer of peers) if (peer.says === ONE_READ) expect(peer.read).toBeGreaterThanOrEqual(10 * ONE_READ)
})

it.each([1000, 16_383, ONE_READ])(
  'who says now little and now %i bytes has no more of a turn than who talks',
  (bytes) => {
    const { peers, turn } = room(100, 100)
    for (let n = 0; n < 500; n++) {
      for (const peer of peers) peer.says = n % 40 < 20 ? bytes : 100
      expect(turn().bytes * peers.length).toBeLessThanOrEqual(MOST + 2 * bytes * peers.length)
    }
    expect(peers.every(({ read }) => read >= bytes)).toBe(true)
  },
)

it('after a turn in which some had to wait, everybody else has as long as it took before the next of them are read', () => {
  const { peers, turn } = room(40, 20)
  for (let n = 0; n < 100; n++) turn()
  const talked = () => peers.slice(0, 20).reduce((sum, { read }) => sum + read, 0)
  const quiet = () => peers.slice(20).reduce((sum, { read }) => sum + read, 0)
  // The rest is over when the next turn is, which reads those who say little.
  const heard = Array.from({ length: 20 }, () => {
    const before = { talked: talked(), quiet: quiet() }
    turn(10)
    expect(quiet() - before.quiet).toBe(20 * 100)
    return talked() > before.talked
  })
  expect(heard.filter(Boolean).length).toBeGreaterThanOrEqual(9)
  expect(heard.filter(Boolean).length).toBeLessThanOrEqual(11)
})

it('while receivers are behind, who talks much is not read, and who says little is; they go on in turn once it has caught up', () => {
  const { peers, turn, receivers } = room(40, 20)
  for (let n = 0; n < 100; n++) turn()
  receivers.behind = true
  turn()
  const before = peers.map(({ read }) => read)
  for (let n = 0; n < 10; n++) expect(turn().waits).toBe(false)
  const more = peers.map(({ read }, i) => read - before[i]!)
  expect(more).toEqual([...Array<number>(20).fill(0), ...Array<number>(20).fill(1000)])
  receivers.behind = false
  turn()
  for (let n = 0; n < 100; n++) expect(turn().waits).toBe(true)
  expect(peers.every(({ read }, i) => read > before[i]!)).toBe(true)
})

it('while receivers are behind, a newcomer waits, and who begins to talk is read one at a time', () => {
  const { peers, turn, receivers, gate } = room(100, 50)
  const [newcomer] = peers.splice(99, 1)
  for (const peer of peers) peer.says = 100
  for (let n = 0; n < 20; n++) turn()
  receivers.behind = true
  peers.push(Object.assign(newcomer!, { reading: false }))
  turn()
  for (const peer of peers.slice(0, 50)) peer.says = ONE_READ
  for (let n = 0; n < 50; n++) expect(turn().bytes * peers.length).toBeLessThanOrEqual(2 * ONE_READ * peers.length)
  expect(newcomer!.read).toBe(0)
  for (const { read } of peers.slice(0, 50)) expect(read).toBeGreaterThan(ONE_READ)
  receivers.behind = false
  gate.adjust()
  turn()
  expect(newcomer!.read).toBeGreaterThan(0)
})

it('who is leaving waits for nobody, whatever it said before: what it says is dropped', () => {
  const { peers, turn, receivers, gate } = room(40, 20)
  for (let n = 0; n < 100; n++) turn()
  receivers.behind = true
  turn()
  const [one, other] = peers as [(typeof peers)[number], (typeof peers)[number]]
  one.leaving = true
  gate.want(one as unknown as Peer, true)
  const before = [one.read, other.read]
  for (let n = 0; n < 10; n++) turn()
  expect(one.read - before[0]!).toBeGreaterThanOrEqual(10 * ONE_READ)
  expect(other.read - before[1]!).toBe(0)
})
