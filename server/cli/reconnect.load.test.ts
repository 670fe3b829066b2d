/** A whole school whose network is cut for a moment: every page comes back at once. */
import { expect, it, onTestFinished } from 'vitest'
import { Tab } from '../testing/app.ts'
import { FaultProxy } from '../testing/fault-proxy/proxy.ts'
import { LoadLab } from '../testing/load/lab.ts'
import { until } from '../testing/raw-client.ts'

const PAGES = 500
/** A run takes 500 participants: the other pages look on. */
const TALKERS = 60

it('500 pages that are cut together come back together, with their participants and without a gap', async () => {
  const lab = await LoadLab.open({ flags: ['--max-pages-per-address', String(PAGES)] })
  const proxy = await FaultProxy.open(lab.webPort)
  onTestFinished(async () => {
    await proxy.close()
    await lab.close()
  })
  const all = Array.from({ length: PAGES }, (_, n) => n)
  const open = (session?: string) => Tab.open(proxy.port, session, lab.webPort)
  const pages: Tab[] = []
  for (const _ of all) pages.push(await open())
  const mine: number[] = []
  for (const n of all.slice(0, TALKERS)) mine.push(await pages[n]!.join(lab.run, `Eve ${n + 1}`))
  const sessions = pages.map((page) => page.all('welcome')[0]!.session)

  proxy.reset()
  await until(
    'the cut',
    () => pages.filter(({ closed }) => closed === null).length,
    (left) => left === 0,
  )
  const back = await Promise.all(sessions.map((session) => open(session)))
  for (const [n, page] of back.entries()) {
    const { resumed, mine: own } = page.all('welcome')[0]!
    expect(resumed).toBe(true)
    expect(own.map(({ participant }) => participant)).toEqual(n < TALKERS ? [mine[n]] : [])
    page.send({ type: 'watch', run: lab.run, mode: 'all', after: 0 })
  }
  await back[0]!.say(lab.run, mine[0]!, 'nous revoilà\n', 1000)
  await until(
    'the line at every page',
    () => back.filter(({ events }) => !events.some(({ text }) => text === 'nous revoilà\n')).length,
    (left) => left === 0,
    30_000,
  )
  for (const { events } of back) expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1))
}, 90_000)
