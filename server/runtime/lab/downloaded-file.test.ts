/** What a downloaded program has beyond its dialogues: files, TLS, a path, the options; and that each of them is one. */
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { programFile } from '#programs/download.ts'
import { completeOptions, optionsOf, programOf } from '#programs/registry.ts'
import { traitsOf } from '#programs/traits.ts'
import { LANGS } from '#shared/model/languages.ts'
import { PROGRAM_IDS } from '#shared/model/programs.ts'
import { connects } from '#shared/model/traits.ts'
import type { Field } from '#shared/options/fields.ts'
import type { BoundAddress } from '#shared/protocol/program.ts'
import { identityIn } from '../../endpoints/authority.ts'
import { Child } from '../../testing/child.ts'
import { RawClient, until } from '../../testing/raw-client.ts'
import { downloaded, portOf, python, sees } from './downloaded.fixture.ts'

const LOOPBACK = { transport: 'tcp', host: '127.0.0.1', port: 0 } as const
const PLACES: readonly BoundAddress[] = [
  LOOPBACK,
  { transport: 'tls', host: '0.0.0.0', port: 1 },
  { transport: 'tcp', host: '::', port: 1 },
  { transport: 'tcp', host: '::', port: 1, ipv6Only: true },
  { transport: 'unix', host: '', port: 0, path: "/tmp/l'été \\ 1.sock", mode: 0o660 },
]

/** Compiles each program, and looks up every name that its functions take from outside: a missing import is one. */
const COMPILE = `
import ast, builtins, json, sys
for text in json.load(sys.stdin):
    tree = ast.parse(text)
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    known = {node.id for node in names if isinstance(node.ctx, ast.Store)} | set(dir(builtins))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)): known |= {name.name for name in node.names}
        elif isinstance(node, ast.FunctionDef): known |= {node.name} | {one.arg for one in node.args.args}
        elif isinstance(node, ast.ExceptHandler) and node.name: known.add(node.name)
    missing = {node.id for node in names} - known
    imported = {name.name for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom)) for name in node.names}
    unused = imported - {node.id for node in names}
    if missing or unused: sys.exit(f'{text}\\nmissing {missing}, unused {unused}')
`

/** Each choice and each switch, both ways. */
function combinations(fields: readonly Field[]): Record<string, unknown>[] {
  return fields.reduce<Record<string, unknown>[]>(
    (all, field) => {
      const values = field.kind === 'choice' ? field.values : field.kind === 'switch' ? [true, false] : null
      return values === null ? all : all.flatMap((one) => values.map((value) => ({ ...one, [field.name]: value })))
    },
    [{}, { idleTimeout: 3 }],
  )
}

/** The certificate of the lab, where the program looks for its own. */
async function certifyIn(folder: string): Promise<void> {
  const { key, certificate } = await identityIn({ folder: join(folder, 'tls') })()
  await writeFile(join(folder, 'key.pem'), key)
  await writeFile(join(folder, 'cert.pem'), certificate)
}
const securely = (port: number): TLSSocket => connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })

describe('the downloaded program', () => {
  it('keeps the files that it receives', async () => {
    const file = await downloaded('file-receiver', {}, [LOOPBACK])
    const port = await portOf(python(file))
    const [ana, bob] = [await RawClient.connect(port), await RawClient.connect(port)]
    ana.say('an')
    bob.say('bob')
    bob.finish()
    await sees(bob, 'ended')
    ana.say('a')
    ana.finish()
    await sees(ana, 'ended')
    const kept = await Promise.all([1, 2].map((n) => readFile(join(file.folder, `received-${n}`), 'latin1')))
    expect(kept.sort()).toEqual(['ana', 'bob'])
  })

  it.each(['tcp', 'tls'] as const)('sends all of a file, then FIN (%s)', async (transport) => {
    const file = await downloaded('file-sender', {}, [{ ...LOOPBACK, transport }])
    const whole = 'ligne\n'.repeat(500_000)
    await writeFile(join(file.folder, 'f'), whole)
    if (transport === 'tls') await certifyIn(file.folder)
    const port = await portOf(python(file, '0', 'f'))
    const clients = [1, 2].map(() => (transport === 'tls' ? securely(port) : connect({ port, host: '127.0.0.1' })))
    const heard = await Promise.all(clients.map(async (socket) => Buffer.concat((await socket.toArray()) as Buffer[])))
    expect(heard.map((bytes) => bytes.toString() === whole)).toEqual([true, true])
  })

  it.each([
    ['relay', { sending: 'queues' }],
    ['relay', { sending: 'sendall' }],
    ['relay-known', { count: 2 }],
  ] as const)('speaks TLS, and outlives a handshake that fails (%s, %o)', async (program, options) => {
    const file = await downloaded(program, options, [{ ...LOOPBACK, transport: 'tls' }])
    await certifyIn(file.folder)
    const port = await portOf(python(file))
    const plain = await RawClient.connect(port)
    plain.say('this is no handshake\n')
    await sees(plain, 'closed')
    const [ana, bob] = [securely(port), securely(port)]
    let heard = ''
    bob.on('data', (bytes: Buffer) => (heard += bytes.toString()))
    await once(ana, 'secureConnect')
    await once(bob, 'secureConnect')
    bob.write('bob\n')
    ana.write('ana\n')
    const [first] = (await once(ana, 'data')) as [Buffer]
    expect(first.toString()).toBe('bob\n')
    ana.write('x'.repeat(16_000) + '\n')
    await until(
      'both lines',
      () => heard,
      (all) => all.endsWith(`${'x'.repeat(16_000)}\n`),
    )
  })

  it('listens at a path, only for its own user, and leaves no file behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'socket-lab-unix-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const path = join(folder, 's')
    const file = await downloaded('line-server', {}, [{ transport: 'unix', host: '', port: 0, path }])
    const child = python(file)
    await child.says('listening at')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    connect(path).end('un\n')
    await child.prints('un\n')
    child.process.kill('SIGINT')
    await child.exit()
    expect(await readdir(folder)).toEqual([])
  })

  it('closes a silent client of the line server (-T)', async () => {
    const file = await downloaded('line-server', { idleTimeout: 1 }, [LOOPBACK])
    const port = await portOf(python(file))
    await sees(await RawClient.connect(port), 'ended')
  })

  it('is a program of its own in each combination of options, transport and language', async () => {
    const target = { host: '::1', port: 8080 }
    const all: string[] = []
    for (const id of PROGRAM_IDS) {
      for (const options of combinations(optionsOf(id))) {
        for (const place of PLACES) {
          for (const lang of LANGS) {
            const completed = completeOptions(id, connects(traitsOf(id), options) ? { ...options, target } : options)
            if ('wrong' in completed) continue
            const run = { program: id, options: completed.options, listeners: [place] }
            all.push((await programFile(run, lang)).text)
            const ids = programOf(id)
              .listing(completed.options, place)
              .map((line) => line.id)
            expect(new Set(ids).size).toBe(ids.length)
          }
        }
      }
    }
    const texts = [...new Set(all)]
    expect(texts.length).toBeGreaterThan(100)
    const compiler = new Child('python3', ['-c', COMPILE])
    compiler.type(JSON.stringify(texts))
    compiler.endInput()
    expect([await compiler.exit(), compiler.err]).toEqual([0, ''])
  })
})
