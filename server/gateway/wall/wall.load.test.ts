/**
 * What the wall costs with a hundred students and a hundred runs, in all of which somebody waits: of the lab's processor, and in bytes.
 * Alone on the machine; judged beside the same class without a wall.
 */
import { expect, it } from 'vitest'
import { openApp, type Tab } from '../../testing/app.ts'
import { startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'

const SIZE = 100
const SPAN_MS = 10_000
const LIMITS = { pages: 1000, pagesPerAddress: 300, runs: 200, runsPerAddress: 200, participants: 500 }

/** Share of a processor that this process takes for so long; the pages of the students are in it, and do nothing. */
async function shareOf(ms: number): Promise<number> {
  const before = process.cpuUsage()
  const began = performance.now()
  await new Promise((resolve) => setTimeout(resolve, ms))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / (performance.now() - began)
}

it(
  'costs little: one reading of the kernel’s tables for all runs, and messages of what has changed',
  { timeout: 180_000 },
  async () => {
    const app = await openApp(LIMITS)
    try {
      const rooms: { run: string; tab: Tab; second: number }[] = []
      for (let i = 0; i < SIZE; i++) {
        const { run } = await startRun(app.lab, 'relay-known', { count: 2, strategy: 'in-turn' })
        const tab = await app.tab()
        await tab.join(run.id, `silent ${i}`)
        const second = await tab.join(run.id, `waits ${i}`)
        await tab.say(run.id, second, 'tu me lis ?\n')
        rooms.push({ run: run.id, tab, second })
      }
      const without = await shareOf(SPAN_MS)

      const teacher = await app.tab()
      teacher.send({ type: 'watch-wall', ref: 1 })
      const stuck = (): number =>
        teacher
          .all('wall')
          .flatMap(({ people }) => people)
          .filter(({ parts }) => parts.some(({ does, since }) => does === 'unread' && since !== null)).length
      await until('all that wait', stuck, (count) => count >= SIZE, 60_000)
      const whole = JSON.stringify(teacher.all('wall')[0]).length
      const resting = await shareOf(SPAN_MS)

      // Everybody says a line a second.
      const before = { bytes: bytesOf(teacher), count: teacher.all('wall').length }
      const chatter = setInterval(() => {
        for (const [i, { run, tab, second }] of rooms.entries()) {
          tab.send({
            type: 'send',
            ref: nextRef(i),
            run,
            participant: second,
            bytes: Buffer.from('x\n').toString('base64'),
          })
        }
      }, 1000)
      const busy = await shareOf(SPAN_MS)
      clearInterval(chatter)
      const messages = teacher.all('wall').length - before.count
      const bytes = bytesOf(teacher) - before.bytes
      expect(whole).toBeLessThan(100_000)
      expect(messages).toBeLessThanOrEqual((SPAN_MS / 1000) * 2 + 1)
      // Measured: 0.02 without, 0.05 at rest, 0.06 busy; 46 KB once, 19 KB a second.
      expect(bytes / SPAN_MS).toBeLessThan(100)
      expect(resting - without).toBeLessThan(0.25)
      expect(busy - without).toBeLessThan(0.4)
    } finally {
      await app.close()
    }
  },
)

const refs = new Map<number, number>()
function nextRef(i: number): number {
  const ref = (refs.get(i) ?? 1000) + 1
  refs.set(i, ref)
  return ref
}
const bytesOf = (tab: Tab): number => tab.all('wall').reduce((sum, message) => sum + JSON.stringify(message).length, 0)
