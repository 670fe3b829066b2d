/** What is said to a lab under chance: bytes, names, options, addresses, queries, and what fits none of its schemas. */
import { randomUUID } from 'node:crypto'
import { traitsOf } from '#programs/traits.ts'
import { optionsOf } from '#programs/registry.ts'
import { connects } from '#shared/model/traits.ts'
import type { ListenAddress, ProgramId } from '#shared/protocol/model.ts'
import { MALFORMED_REF, type FuzzPage } from './page.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** @param most bytes */
export function payload(random: Random, most: number): Buffer {
  const size = random.pick([0, 1, 2, 17, 200, 1023, 1024, 1025, 16_383, 16_384, 16_385, random.int(0, most), most])
  const some = Math.min(size, most)
  const kind = random.int(0, 7)
  if (kind === 0) return random.bytes(Math.min(some, 3000))
  if (kind === 1) return Buffer.alloc(some, '\n')
  if (kind === 2) return Buffer.from('caf\u00e9 \u20ac \u{1f600}\n').subarray(0, random.int(1, 14))
  if (kind === 3) return Buffer.from([0, 0xff, 0xc3, 0x28, 0x1b, 0x5d, 0x9b, 13, 10, 0xe2, 0x80, 0xae, 10])
  if (kind === 4) return Buffer.from(random.pick(['160301', '474554202f20', '0d', '0d0a', '0a0d']), 'hex')
  if (kind === 5) return Buffer.alloc(some, 'x')
  return Buffer.alloc(some, `${'y'.repeat(random.int(0, 120))}\n`)
}

export const nameOf = (random: Random): string =>
  random.pick([
    `Ana ${random.int(1, 9)}`,
    `Bob ${random.int(1, 9)}`,
    'Zo\u00e9',
    '',
    ' ',
    ':8080',
    'unix 3',
    'a\u202eb',
    'x'.repeat(random.int(30, 256)),
    '__proto__',
    '\u0410na',
    '<img onerror>',
  ])

/** Options of the program's own schema, whatever they are; now and then one that is wrong. */
export function optionsFor(program: ProgramId, world: World): Record<string, unknown> {
  const { random } = world
  const options: Record<string, unknown> = {}
  for (const field of optionsOf(program)) {
    if (field.kind !== 'target' && random.chance(0.5)) continue
    if (field.kind === 'integer') {
      const { name, min, max, preset } = field
      options[name] = random.pick([min, preset, random.int(min, Math.min(max, 4 * preset + 100)), max])
    } else if (field.kind === 'switch') options[field.name] = random.chance(0.5)
    else if (field.kind === 'choice') options[field.name] = random.pick(field.values)
    else if (connects(traitsOf(program), options)) options[field.name] = targetOf(world)
  }
  if (random.chance(0.03)) options[random.pick(['nothing', 'maxLine', 'count'])] = random.pick([null, '1', -1, {}])
  return options
}

/** A listener of the world, most often; never the run of those who measure. */
function targetOf(world: World): { host: string; port: number } {
  const ports = world.listeners(({ port }) => port > 0).map(({ port }) => port)
  const { random, lab } = world
  const port = ports.length > 0 && random.chance(0.8) ? random.pick(ports) : random.pick([1, lab.webPort])
  return { host: random.pick(['127.0.0.1', '127.0.0.1', 'localhost', '127.1', '::ffff:127.0.0.1', '0.0.0.0']), port }
}

/** Where a program listens: free ports, names of their own; a client nowhere. */
export function place(program: ProgramId, { random }: World): { listen?: ListenAddress[] } {
  const { carrier, role } = traitsOf(program)
  if (role === 'client' || (role === 'by-option' && random.chance(0.3))) return {}
  const family = random.pick([
    {},
    {},
    { family: 'v4' as const },
    { family: 'v6' as const },
    { family: 'both' as const },
  ])
  const one = (): ListenAddress => {
    if (carrier === 'datagram' || random.chance(0.02)) return { transport: 'udp', port: 0, ...family }
    const transport = random.pick(['tcp', 'tcp', 'tls', 'unix'] as const)
    return transport === 'unix' ? { transport, path: `fuzz-${randomUUID()}` } : { transport, port: 0, ...family }
  }
  return { listen: Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, one) }
}

export function queryOf(world: World): string {
  const { random } = world
  const run = random.pick([...world.runs.keys(), world.lab.run, 'none', '%00'])
  const number = () => random.pick([0, 1, random.int(0, 2000), 1_000_000_000, -1, 'x', '1.5', ''])
  const filter = encodeURIComponent(
    random.pick(['kind:lines', 'from:ana', 'text:"bon', 'to:3', 'kind:', '\u0000', '"']),
  )
  return random.pick([
    '/health',
    '/programs',
    '/runs',
    '/tls/ca.pem',
    `/runs/${run}`,
    `/runs/${run}/events?after=${number()}&limit=${number()}`,
    `/runs/${run}/events?preview=${number()}&filter=${filter}`,
    `/runs/${run}/observations?after=${number()}`,
    `/runs/${run}/participants?from=${number()}&to=${number()}&after=${number()}`,
    `/runs/${run}/files`,
    '/nothing',
  ])
}

export function wrongBody({ random, live }: World): { method: string; path: string; body: string } {
  const run = live[0]?.id ?? '1'
  const body = random.pick([
    '',
    '{',
    'null',
    '[]',
    '{"__proto__":{"x":1}}',
    '{"program":"relay","listen":[]}',
    '{"program":"relay","listen":[{"transport":"tcp","port":null}]}',
    '{"program":"relay","listen":[{"transport":"tcp","port":65536}]}',
    '{"program":"relay","listen":[{"transport":"unix","path":"a\\u0000b"}]}',
    '{"program":"relay","listen":[{"transport":"tcp","port":1,"host":"\\u0000"}]}',
    '{"program":"no-such"}',
    '{"program":"line-client","options":{"target":{"host":"[]","port":1}}}',
    '{"how":"kill"}',
    '['.repeat(5000),
    `{"program":"${'x'.repeat(70_000)}"}`,
  ])
  const path = random.pick(['/runs', '/runs', `/runs/${run}/listeners`, `/runs/${run}/participants/1/disconnect`])
  return { method: 'POST', path, body }
}

/** Sends what no page would. */
export function malformed(random: Random, page: FuzzPage): string {
  const kind = random.int(0, 19)
  if (kind === 0) page.malformed(random.bytes(20), { binary: true, closes: 1003 })
  else if (kind === 1) page.malformed('x'.repeat(65_537), { closes: 1009 })
  else if (kind === 2) page.malformed(Buffer.from([0x22, 0xff, 0x22]), { closes: 1007 })
  else if (kind === 3) for (let n = 0; n < 10; n++) page.malformed('[]')
  else
    page.malformed(
      random.pick([
        '',
        '{',
        '[]',
        '{"type":"no-such"}',
        '{"type":"watch","run":7,"mode":"all"}',
        '{"type":"send","ref":0,"run":"1","participant":1,"bytes":""}',
        `{"type":"join","ref":${MALFORMED_REF},"run":"1"}`,
        '{"type":"hello"}',
        '{"type":"unwatch","run":"1","more":true}',
        '{"__proto__":{"type":"unwatch","run":"1"}}',
        '['.repeat(30_000),
      ]),
    )
  return `${page.name} ${kind}`
}
