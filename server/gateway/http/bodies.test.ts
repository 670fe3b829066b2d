import fc from 'fast-check'
import type { TSchema } from 'typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DisconnectBody, OpenListener, StartRun } from '#shared/protocol/rest.ts'
import { openApp } from '../../testing/app.ts'

let server: Awaited<ReturnType<typeof openApp>>
let run: string
beforeAll(async () => {
  server = await openApp()
  const started = await ask('POST', '/runs', json({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] }))
  run = (started.body as { id: string }).id
})
afterAll(() => server.close())

interface Answer {
  readonly status: number
  readonly body: unknown
}

async function ask(method: string, path: string, body?: string): Promise<Answer> {
  const response = await fetch(`${server.url}/api${path}`, {
    method,
    ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
  })
  return { status: response.status, body: await response.json() }
}
const json = (value: unknown): string => JSON.stringify(value)
const start = (listen: object, more: object = {}): Promise<Answer> =>
  ask('POST', '/runs', json({ program: 'relay', listen: [{ transport: 'tcp', port: 0, ...listen }], ...more }))
const client = (target: unknown): Promise<Answer> =>
  ask('POST', '/runs', json({ program: 'line-client', options: { target } }))

describe('a body that does not fit gets 400, with its place', () => {
  it.each([null, true, '8080', [], 1.5, -1, 65_536])('as a port: %j', async (port) => {
    const answer = await start({ port })
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } })
    expect(json(answer.body)).toContain('/listen/0/port')
    expect((await client({ host: '127.0.0.1', port })).status).toBe(400)
  })

  it.each(['', '[]', '[', '::1]', '\0', '127.0.0.1\0', 'a b', 'a\n', null, true, 7, {}])(
    'as a host: %j',
    async (host) => {
      const answer = await start({ host })
      expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } })
      expect(json(answer.body)).toContain('/listen/0/host')
      expect((await client({ host, port: 80 })).status).toBe(400)
    },
  )

  it('that is nested deeply, wherever', async () => {
    const deep = '['.repeat(15_000) + ']'.repeat(15_000)
    for (const body of [
      deep,
      `{"program":"relay","options":{"maxLine":${deep}}}`,
      `{"program":"relay","listen":${deep}}`,
    ]) {
      expect(await ask('POST', '/runs', body)).toMatchObject({ status: 400, body: { code: 'bad-request' } })
    }
  })

  it('while what comes by a query is a number', async () => {
    expect((await ask('GET', `/runs/${run}/events?limit=1`)).status).toBe(200)
  })
})

/** JSON Schema, as far as the bodies have it. */
interface Shape {
  readonly anyOf?: readonly Shape[]
  readonly const?: unknown
  readonly type?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly items?: Shape
}

const strange = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(null, true, '', '[]', '\0', '::', '1', -1, 0, 1e308, 65_536, [], {}, '__proto__'),
  },
  fc.jsonValue(),
)
const hosts = fc.constantFrom(
  '127.0.0.1',
  '::1',
  '[::1]',
  'localhost',
  '0x7f.1',
  '127.1',
  '::ffff:127.0.0.1',
  '1.1.1.1.1',
  '%',
  'é',
  '203.0.113.9',
  '[]',
  '\0',
)

/** What fits a schema, and, now and then, what nearly does. */
function near(shape: Shape, name = ''): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: fitting(shape, name) }, { weight: 1, arbitrary: strange })
}

function fitting(shape: Shape, name: string): fc.Arbitrary<unknown> {
  if (shape.anyOf) return fc.oneof(...shape.anyOf.map((one) => near(one, name)))
  if (shape.const !== undefined) return fc.constant(shape.const)
  if (name === 'host') return hosts
  if (name === 'path')
    return fc.constantFrom(`fuzz-${process.pid}`, '.', '/', '/dev/null', '/no/where', `${'é'.repeat(54)}`)
  if (name === 'port') return fc.constant(0)
  if (shape.items) return fc.array(near(shape.items), { minLength: 1, maxLength: 3 })
  if (!shape.properties) {
    if (shape.type === 'boolean') return fc.boolean()
    if (shape.type === 'integer') return fc.integer({ min: -1, max: 70_000 })
    return shape.type === 'object'
      ? fc.oneof(fc.constant({}), fc.dictionary(fc.string(), strange, { maxKeys: 2 }))
      : strange
  }
  const fields = Object.entries(shape.properties).map(([key, one]) => [key, near(one, key)] as const)
  const record = fc.record(Object.fromEntries(fields), { requiredKeys: [...(shape.required ?? [])] })
  const one = fc.oneof({ weight: 12, arbitrary: record }, { weight: 1, arbitrary: fc.tuple(record, strange) })
  return one.map((made) => (Array.isArray(made) ? { ...(made[0] as object), more: made[1] } : made))
}

describe('every body, and whatever is near it, has a status below 500', () => {
  const bodies: [string, string, () => string, TSchema][] = [
    ['a run', 'POST', () => '/runs', StartRun],
    ['a listener', 'POST', () => `/runs/${run}/listeners`, OpenListener],
    ['a disconnect', 'POST', () => `/runs/${run}/participants/1/disconnect`, DisconnectBody],
  ]
  it.each(bodies)(
    'of %s',
    async (_, method, path, schema) => {
      await fc.assert(
        fc.asyncProperty(near(schema as Shape), async (body) => {
          const answer = await ask(method, path(), json(body))
          expect(answer.status, json(answer.body)).toBeLessThan(500)
          if (answer.status !== 201) return
          const { id, listeners } = answer.body as { id: string; listeners: { number: number }[] }
          if (id !== run) await ask('DELETE', `/runs/${id}`)
          else for (const { number } of listeners.slice(1)) await ask('DELETE', `/runs/${run}/listeners/${number}`)
        }),
        { numRuns: 200 },
      )
    },
    60_000,
  )

  it.each(['', '\0', '..', '/', 'a'.repeat(3000), '%00'])('of an upload, named %j', async (name) => {
    const path = `/runs/${run}/upload?name=${encodeURIComponent(name)}`
    const response = await fetch(`${server.url}/api${path}`, { method: 'PUT', body: 'bytes' })
    expect(response.status).toBeLessThan(500)
  })
})
