import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp } from '../../testing/app.ts'
import type { NameReply } from '#shared/protocol/rest.ts'

let server: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  server = await openApp()
})
afterAll(() => server.close())

const reply = async (run: string, name: string): Promise<Response> =>
  fetch(`${server.url}/api/runs/${run}/name?${new URLSearchParams({ name }).toString()}`)
const refused = async (run: string, name: string) =>
  ((await (await reply(run, name)).json()) as NameReply).refused?.code ?? null

describe('whether one may join under a name', () => {
  it('is answered before one does, with the reason', async () => {
    const run = await server.lab.start({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })
    expect(await refused(run.id, 'Chloé')).toBeNull()
    await server.lab.join(run.id, 'Chloé')
    expect(await refused(run.id, 'chloe')).toBe('name-taken')
    expect(await refused(run.id, 'a\u200bna')).toBe('name-invisible')
    expect(await refused(run.id, 'Bоb')).toBe('name-scripts')
    expect(await refused(run.id, 'c0nsole')).toBe('name-reserved')
    expect(await refused(run.id, ':8080')).toBe('bad-name')
    expect((await reply(run.id, 'x'.repeat(257))).status).toBe(400)
  })

  it('is no question where nobody can join', async () => {
    expect((await reply('404', 'ana')).status).toBe(404)
  })
})
