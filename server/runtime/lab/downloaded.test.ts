/**
 * The programs of the worksheet, each played twice: by the lab, and by the file that it gives to keep, run by Python. Both must
 * say the same to the same people.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
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
import type { Place } from '#shared/protocol/program.ts'
import { identityIn } from '../../endpoints/authority.ts'
import { Child } from '../../testing/child.ts'
import { hears, RawClient, until } from '../../testing/raw-client.ts'
import { downloaded, PLAYERS, portOf, python } from './downloaded.fixture.ts'

const LONG = 'x'.repeat(40)
/** What is left of it where a line has 16 bytes at most. */
const CUT = 'x'.repeat(15)

const sees = (who: RawClient, what: 'ended' | 'closed') =>
  until(
    `${what} at :${who.port}`,
    () => who[what],
    (seen) => seen,
  )

/** A server that is nobody's program, for those who connect. */
async function stranger() {
  const sockets: Socket[] = []
  let heard = ''
  let ended = false
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket)
    socket.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1')))
    socket.on('end', () => (ended = true))
    socket.on('error', () => {})
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const peer = async (): Promise<Socket> => {
    await until(
      'a client',
      () => sockets.length,
      (count) => count > 0,
    )
    return sockets[0]!
  }
  return {
    target: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    peer,
    sawFin: () =>
      until(
        'FIN',
        () => ended,
        (seen) => seen,
      ),
    hears: (text: string) =>
      until(
        JSON.stringify(text),
        () => heard,
        (all) => all === text,
      ),
  }
}

const LOOPBACK = { transport: 'tcp', host: '127.0.0.1', port: 0 } as const
const PLACES: readonly Place[] = [
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

describe.each(PLAYERS)('played by $name', ({ start }) => {
  it('line server: half a line, a second client, no LF before FIN, RST in a line, a long one', async () => {
    const side = await start('line-server', { maxLine: 16 })
    const [ana, bob] = [await side.client(), await side.client()]
    bob.say('bob\n')
    ana.say('un\nde')
    await side.prints('un\n')
    ana.say('ux\nfin')
    ana.finish()
    await side.prints('un\ndeux\nfinbob\n')
    await sees(ana, 'ended')
    bob.say('perdu')
    bob.reset()
    const eve = await side.client()
    eve.say(`${LONG}\n${CUT}\n${LONG}`)
    eve.finish()
    await side.prints(`un\ndeux\nfinbob\n${CUT}\n${CUT}\n${CUT}`)
    await sees(eve, 'ended')
    expect([ana.heard, bob.heard, eve.heard]).toEqual(['', '', ''])
  })

  it('line client: what is typed, whatever the server says, until Ctrl+D', async () => {
    const server = await stranger()
    const side = await start('line-client', { target: server.target, maxLine: 16 })
    const peer = await server.peer()
    peer.write('nobody reads this\n')
    side.type('un\nde')
    side.type('ux\n')
    await server.hears('un\ndeux\n')
    side.type(`${LONG}\n`)
    await server.hears(`un\ndeux\n${CUT}\n`)
    peer.end()
    side.type(null)
    await side.ends()
  })

  it('line client: ends when the server has gone and another line is typed', async () => {
    const server = await stranger()
    const side = await start('line-client', { target: server.target })
    const peer = await server.peer()
    side.type('un\n')
    await server.hears('un\n')
    const gone = once(peer, 'close')
    peer.resetAndDestroy()
    await gone
    side.type('deux\n')
    await side.ends()
  })

  it('alternating chat: one line each, what comes early waits, FIN ends it', async () => {
    const side = await start('alternating-chat')
    const ana = await side.client()
    side.type('avant son tour\n')
    ana.say('un\ndeux\n')
    await hears(ana, 'avant son tour\n')
    side.type('moi\n')
    await hears(ana, 'avant son tour\nmoi\n')
    await side.prints('un\ndeux\n')
    ana.finish()
    await sees(ana, 'ended')
    await side.ends()
  })

  it('alternating chat as a client: it writes first; a line without LF is one', async () => {
    const server = await stranger()
    const side = await start('alternating-chat', { role: 'client', target: server.target })
    const peer = await server.peer()
    peer.write('oui, ou')
    side.type('un\n')
    await server.hears('un\n')
    peer.end('i')
    await side.prints('oui, oui')
    side.type('deux\n')
    await server.hears('un\ndeux\n')
    await side.ends()
  })

  it('duplex chat: both at any time; each direction has an end of its own', async () => {
    const side = await start('duplex-chat', { maxLine: 16 })
    const ana = await side.client()
    ana.say('un\nde')
    await side.prints('un\n')
    side.type('moi\n')
    await hears(ana, 'moi\n')
    ana.say(`ux\n${LONG}\nfin`)
    ana.finish()
    await side.prints(`un\ndeux\n${CUT}\nfin`)
    side.type('encore\n')
    await hears(ana, 'moi\nencore\n')
    expect(ana.ended).toBe(false)
    side.type(null)
    await sees(ana, 'ended')
    await side.ends()
  })

  it('duplex chat as a client: Ctrl+D sends FIN, and it still receives', async () => {
    const server = await stranger()
    const side = await start('duplex-chat', { role: 'client', target: server.target })
    const peer = await server.peer()
    side.type('un\n')
    side.type(null)
    await server.hears('un\n')
    await server.sawFin()
    peer.end('encore\n')
    await side.prints('encore\n')
    await side.ends()
  })

  it('duplex chat: RST ends both directions', async () => {
    const side = await start('duplex-chat')
    const ana = await side.client()
    ana.say('un\n')
    await side.prints('un\n')
    ana.reset()
    await side.ends()
  })

  it('relay for a known number, in turn: whose turn it is not waits; the last one out ends it', async () => {
    const side = await start('relay-known', { count: 3, maxLine: 16 })
    const [ana, bob, eve] = [await side.client(), await side.client(), await side.client()]
    bob.say('bob\n')
    ana.say('an')
    ana.say('a\n')
    await hears(eve, 'ana\nbob\n')
    await hears(ana, 'bob\n')
    eve.say(`${LONG}\n`)
    await hears(bob, `ana\n${CUT}\n`)
    ana.say('fin')
    ana.finish()
    await sees(ana, 'ended')
    await hears(bob, `ana\n${CUT}\nfin`)
    bob.reset()
    eve.say('seule\n')
    eve.finish()
    await side.ends()
    expect(ana.heard).toBe(`bob\n${CUT}\n`)
  })

  it('relay for a known number, a process each: any order, FIN only when the last one has ended', async () => {
    const side = await start('relay-known', { count: 2, strategy: 'process-each' })
    const [ana, bob] = [await side.client(), await side.client()]
    bob.say('bob\nfin')
    bob.finish()
    await hears(ana, 'bob\nfin')
    ana.say('ana\n')
    await hears(bob, 'ana\n')
    expect([ana.ended, bob.ended]).toEqual([false, false])
    ana.finish()
    await side.ends()
    await sees(ana, 'ended')
    await sees(bob, 'ended')
  })

  it('relay for an unknown number: accept and reads alternate', async () => {
    const side = await start('relay-known', { strategy: 'unknown' })
    const ana = await side.client()
    ana.say('seule\n')
    const bob = await side.client()
    // Now ana, then bob is read, then accept.
    bob.say('bob\n')
    ana.say('deux\n')
    await hears(bob, 'deux\n')
    await hears(ana, 'bob\n')
    bob.say('attend\n')
    const eve = await side.client()
    ana.say('trois\n')
    await hears(eve, 'trois\nattend\n')
  })

  it.each(['queues', 'sendall'])('relay (%s): whole lines, FIN and RST, a long line', async (sending) => {
    const side = await start('relay', { sending, maxLine: 16 })
    const [ana, bob, eve] = [await side.client(), await side.client(), await side.client()]
    eve.say('moi\n')
    // She is accepted, and so are those before her.
    await hears(ana, 'moi\n')
    await hears(bob, 'moi\n')
    ana.say('un\nde')
    await hears(bob, `moi\nun\n`)
    ana.say(`ux\n${LONG}\n`)
    await hears(bob, `moi\nun\ndeux\n${CUT}\n`)
    ana.say('fin')
    ana.finish()
    await hears(bob, `moi\nun\ndeux\n${CUT}\nfin`)
    // Who has sent FIN goes on receiving.
    bob.say('tu entends\n')
    await hears(ana, `moi\ntu entends\n`)
    expect(ana.ended).toBe(false)
    eve.say('perdu')
    eve.reset()
    bob.say('et toi\n')
    await hears(ana, `moi\ntu entends\net toi\n`)
    expect(bob.heard).toBe(`moi\nun\ndeux\n${CUT}\nfin`)
  })

  it('udp receiver: what comes is printed, a typed line goes to who was last', async () => {
    const side = await start('udp-receiver', { maximum: 5, lineEnd: false })
    const peer = createSocket('udp4').bind(0, '127.0.0.1')
    onTestFinished(() => void peer.close())
    const heard: string[] = []
    peer.on('message', (bytes) => heard.push(bytes.toString()))
    await once(peer, 'listening')
    peer.send('trop long', side.port, '127.0.0.1')
    await side.prints('trop ')
    side.type('oui\r\n')
    side.type('non\n')
    await until(
      'both answers',
      () => heard,
      (all) => all.join() === 'oui,non',
    )
  })

  it.each([
    [{}, ['un\n', 'deux']],
    [{ lineEnd: false, connected: true }, ['un', 'deux']],
    [{ cut: 'blocks', size: 4 }, ['un\nd', 'eux']],
  ])('udp sender (%o): a line or a block is a datagram', async (options, datagrams) => {
    const target = createSocket('udp4').bind(0, '127.0.0.1')
    onTestFinished(() => void target.close())
    const heard: string[] = []
    target.on('message', (bytes, { port }) => {
      heard.push(bytes.toString())
      target.send(`merci ${heard.length}\n`, port, '127.0.0.1')
    })
    await once(target, 'listening')
    const side = await start('udp-sender', { ...options, target: { host: '127.0.0.1', port: target.address().port } })
    side.type('un\ndeux')
    if (datagrams[0] !== 'un\nd') await side.prints('merci 1\n')
    side.type(null)
    await until(
      datagrams.join(),
      () => heard,
      (all) => JSON.stringify(all) === JSON.stringify(datagrams),
    )
    await side.ends()
  })
})

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
