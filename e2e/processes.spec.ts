/** The relay with a process for each client (question 5): the process ids on the page are the system's own. */
import { readFileSync } from 'node:fs'
import type { Run } from '#shared/protocol/model.ts'
import { expect, test } from './test.ts'
import { until } from './until.ts'

test.use({ program: 'none' })

/** Parent of a process (proc(5)); null when it has gone. */
function parentOf(pid: number): number | null {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return state === 'Z' ? null : Number(parent)
  } catch {
    return null
  }
}

test('each client has a living child of the lab, by the process id on the page, until it ends', async ({
  lab,
  socat,
  openPage,
}) => {
  const run = await lab.api<Run>('/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      program: 'relay-known',
      options: { count: 2, strategy: 'process-each' },
      listen: [{ transport: 'tcp', port: 0 }],
    }),
  })
  const page = await openPage()
  await page.goto(`/runs/${run.id}`)
  await page.getByRole('tab', { name: 'Programme' }).click()
  const ana = await socat()
  const bob = await socat()
  const panel = page.getByRole('tabpanel')
  await expect(panel).toContainText(/principal \(\d+\)\u202f: bloqué dans wait\(\)/)
  const shown = (await panel.textContent()) ?? ''
  const parent = Number(/principal \((\d+)\)/.exec(shown)?.[1])
  const children = [...shown.matchAll(/enfant de :\d+ \((\d+)\)/g)].map(([, pid]) => Number(pid))
  expect(new Set(children).size).toBe(2)
  expect([...new Set(children)].map(parentOf)).toEqual([parent, parent])

  ana.send('bonjour\n')
  await bob.hears('bonjour\n')
  for (const one of [ana, bob]) one.endInput()
  await until('no child is left', () => children.every((pid) => parentOf(pid) === null))
})
