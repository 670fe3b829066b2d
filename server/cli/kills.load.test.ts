/**
 * A lab that is killed under load at any moment, and started again on the same data, over and over: whatever a page had seen
 * is in the journal, and nothing is missing before it. `npm run soak -- kills [times]` does it more often; `KILLS_SEED=n`
 * has the same moments again.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import type { LabEvent } from '#shared/protocol/events.ts'
import type { Run } from '#shared/protocol/model.ts'
import { Tab } from '../testing/app.ts'
import { differing } from '../testing/fuzz/differing.ts'
import { Random } from '../testing/fuzz/random.ts'
import { Rest } from '../testing/fuzz/rest.ts'
import { LoadLab } from '../testing/load/lab.ts'
import { RawClient, until } from '../testing/raw-client.ts'

const TIMES = Number(process.env['SOAK_KILLS'] ?? 20)
const SEED = Number(process.env['KILLS_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const TALKERS = 6
const PERIOD_MS = 2
/** Events that the page has seen at the latest when the lab is killed, and how much later it is. */
const [MOST_SEEN, LATER_MS] = [500, 15]
/** One life and one death. */
const PATIENCE_MS = 30_000

/** Raw clients, and a participant of a page, that talk until they are told to rest. */
async function crowd({ port, run }: LoadLab, tab: Tab): Promise<() => void> {
  const talkers = await Promise.all(Array.from({ length: TALKERS }, () => RawClient.connect(port)))
  const ana = await tab.join(run, 'Ana')
  let said = 0
  const timer = setInterval(() => {
    said++
    for (const talker of talkers) talker.say(`${said} ${'x'.repeat((said * 37) % 900)}\n`)
    const bytes = Buffer.from(`Ana ${said}\n`).toString('base64')
    // Faster than its rate it would wait, and be no load.
    if (said % 4 === 0) tab.send({ type: 'send', ref: 1000 + said, run, participant: ana, bytes })
  }, PERIOD_MS)
  return () => {
    clearInterval(timer)
    for (const { socket } of talkers) socket.destroy()
  }
}

/** Loads a lab, kills it, and gives what a page had seen by then. */
async function lifeAndDeath(lab: LoadLab, random: Random): Promise<LabEvent[]> {
  const [viewer, speaker] = [await Tab.open(lab.webPort), await Tab.open(lab.webPort)]
  viewer.send({ type: 'watch', run: lab.run, mode: 'all', after: 0 })
  const rest = await crowd(lab, speaker)
  const enough = random.int(1, MOST_SEEN)
  await until(
    `${enough} events at the page`,
    () => viewer.events.length,
    (seen) => seen >= enough,
  )
  await sleep(random.int(0, LATER_MS))
  await lab.kill()
  rest()
  await until('the cut', () => viewer.closed, Boolean)
  return viewer.events
}

/** What SQLite says of the journal as the kill left it. A copy: the lab is to find it so itself. */
async function integrity(data: string): Promise<unknown> {
  const copy = await mkdtemp(join(tmpdir(), 'socket-lab-killed-'))
  try {
    await cp(data, copy, { recursive: true })
    const db = new DatabaseSync(join(copy, 'journal.db'))
    const said = db.prepare('PRAGMA integrity_check').all()
    db.close()
    return said
  } finally {
    await rm(copy, { recursive: true })
  }
}

it(
  'killed under load again and again, it has every event that a page had seen, without a gap',
  async () => {
    const random = new Random(SEED)
    const problems: string[] = []
    const kept = new Map<string, number>()
    let lab = await LoadLab.open()
    onTestFinished(() => lab.close())
    for (let time = 1; time <= TIMES; time++) {
      const { run, folder } = lab
      const seen = await lifeAndDeath(lab, random)
      expect(await integrity(folder)).toEqual([{ integrity_check: 'ok' }])
      lab = await LoadLab.open({ data: folder })
      const rest = new Rest(lab.webPort, (what) => problems.push(what))
      const events = await rest.journal(run)
      for (const event of seen) {
        const difference = differing(event, events[event.seq - 1])
        if (difference) problems.push(`event ${event.seq} of ${run}: ${difference}`)
      }
      const { body } = await rest.call<Run>('GET', `/runs/${run}`)
      expect(body).toMatchObject({ state: 'interrupted', lastSeq: events.length })
      await rest.observations(run, events.length)
      kept.set(run, events.length)
      expect(problems.slice(0, 5), `KILLS_SEED=${SEED}, kill ${time}`).toEqual([])
    }
    const rest = new Rest(lab.webPort, (what) => problems.push(what))
    for (const [run, newest] of kept) expect(await rest.journal(run)).toHaveLength(newest)
    expect(kept.size).toBe(TIMES)
    expect(problems).toEqual([])
  },
  TIMES * PATIENCE_MS,
)
