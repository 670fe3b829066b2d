import { afterAll, beforeAll, expect, it } from 'vitest'
import { openApp } from '../../testing/app.ts'

let server: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => void (server = await openApp()))
afterAll(() => server.close())

it.each(['/', '/coach', '/runs/1', '/runs/1/join'])(
  'lets nobody keep the page at %s, with its policy of scripts',
  async (path) => {
    const { status, headers } = await fetch(`${server.url}${path}`)
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-cache'])
    expect(headers.get('content-security-policy')).toContain('script-src')
  },
)

it('knows no other name of the page, under which it might be kept', async () => {
  expect((await fetch(`${server.url}/index.html`)).status).toBe(404)
})
