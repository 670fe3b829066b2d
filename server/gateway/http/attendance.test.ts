/** Who was there, over REST, on real sockets. Counterparts: `route-roles.test.ts`, who may ask; `server/study/attendance/`. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openApp } from '../../testing/app.ts'
import { startRun } from '../../testing/lab.ts'

let server: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  server = await openApp()
})
afterAll(() => server.close())

const ask = async (query = ''): Promise<string[]> => {
  const reply = await fetch(`${server.url}/api/attendance${query}`)
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(reply.headers.get('content-disposition')).toContain('attendance.csv')
  return (await reply.text()).split('\r\n').slice(1, -1)
}

it('is a row a person, of runs that go on and of those that are over, within the time that is asked for', async () => {
  const [first, second] = [await startRun(server.lab, 'relay'), await startRun(server.lab, 'line-server')]
  const tab = await server.tab()
  for (const [ref, { run }] of [first, second].entries()) {
    tab.send({ type: 'join', ref: ref + 1, run: run.id, name: 'Zoé' })
    await tab.receives('joined', (joined) => joined.ref === ref + 1)
  }
  const terminal = await first.client()
  terminal.say('bonjour\n')
  await first.event('lines')
  await server.lab.stop(second.run.id)

  const rows = await ask()
  expect(rows).toHaveLength(2)
  expect(rows.find((row) => row.startsWith('"Zoé"'))).toMatch(/"web",.*,"2","2","0","0","","",""$/)
  expect(rows.find((row) => !row.startsWith('"Zoé"'))).toMatch(
    /^"127\.0\.0\.1","127\.0\.0\.1","tcp",.*,"1","1","1","8",/,
  )

  tab.send({ type: 'step', guide: 'two-clients', done: 1, of: 4 })
  await expect.poll(async () => (await ask()).join('\n')).toContain('"two-clients","1","4"')
  expect((await ask('?names=pseudonyms')).join('\n')).not.toMatch(/Zoé|127/)
  expect(await ask(`?until=${Date.parse('2000-01-01')}`)).toEqual([])
  expect((await fetch(`${server.url}/api/attendance?since=yesterday`)).status).toBe(400)
})
