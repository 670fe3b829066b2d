/** `socket-lab run` as a student runs it: real processes, against socat, Python programs and bare sockets. */
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Child, python, socketLab } from '../testing/child.ts'
import { hears, RawClient, until } from '../testing/raw-client.ts'

const FREE = ['--port', '0']
const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 10))

/** A server on a free port that hands each socket, paused, to the test. */
async function server(met: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = []
  const listener = createServer({ pauseOnConnect: true }, (socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    met(socket)
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    listener.close()
  })
  return String((listener.address() as AddressInfo).port)
}

/** Waits until a count has not grown for a second: a loaded machine may well pause for less. */
async function blocked(count: () => number): Promise<void> {
  let last = { count: -1, since: 0 }
  await until('a sender that is blocked', count, (now) => {
    if (now !== last.count) last = { count: now, since: performance.now() }
    return now > 0 && performance.now() - last.since > 1000
  })
}

describe('line-server', () => {
  it('prints the lines of one client, then of the next, byte for byte and nothing else', async () => {
    const lab = socketLab(['line-server', ...FREE])
    const port = await lab.port()
    const first = await RawClient.connect(port)
    await lab.says('is connected\n')
    const second = await RawClient.connect(port)
    await lab.says('has not accepted it yet')
    second.say('second\n')
    first.say(EVERY_BYTE)
    first.say('\nunfinished')
    first.finish()
    await lab.prints(`${EVERY_BYTE.toString('latin1')}\nunfinishedsecond\n`)
    // The other stream: which of the two comes first is not said.
    await lab.says(`127.0.0.1:${second.port} is accepted`)
    second.finish()
    lab.process.kill('SIGINT')
    expect(await lab.exit()).toBe(130)
  })

  it('hears socat and a Python client', async () => {
    const lab = socketLab(['line-server', ...FREE], 'fr_FR.UTF-8')
    const port = await lab.port()
    const socat = new Child('socat', ['STDIO', `TCP:127.0.0.1:${port}`])
    socat.type('de socat\n')
    await lab.prints('de socat\n')
    socat.endInput()
    const client = python('line_client.py', '127.0.0.1', String(port))
    client.type('de Python\n')
    client.endInput()
    await lab.prints('de socat\nde Python\n')
    await lab.says('est parti')
  })

  it('closes cleanly at SIGTERM, and at two SIGINT that are one Ctrl+C', async () => {
    for (const signals of [['SIGTERM'], ['SIGINT', 'SIGINT']] as const) {
      const lab = socketLab(['line-server', ...FREE])
      const peer = await RawClient.connect(await lab.port())
      await lab.says('is connected')
      for (const signal of signals) lab.process.kill(signal)
      expect(await lab.exit()).toBe(signals[0] === 'SIGTERM' ? 143 : 130)
      await until('FIN', () => peer.ended, Boolean)
      expect(peer.error).toBeNull()
      peer.socket.destroy()
    }
  })

  it('ends without a word when nobody reads its output any more', async () => {
    const lab = socketLab(['line-server', ...FREE])
    const peer = await RawClient.connect(await lab.port())
    lab.process.stdout.destroy()
    peer.say('un\n')
    expect(await lab.exit()).toBe(141)
    expect(lab.err).not.toContain('EPIPE')
  })

  it('reads no more than its output takes: the client is blocked, and nothing is lost', async () => {
    const lab = socketLab(['line-server', ...FREE])
    const peer = await RawClient.connect(await lab.port())
    lab.process.stdout.pause()
    const chunk = Buffer.alloc(65_536, 'abcdefghijklmno\n')
    const chunks = 512
    let taken = 0
    for (let i = 0; i < chunks; i++) peer.socket.write(chunk, () => taken++)
    await blocked(() => taken)
    expect(taken).toBeLessThan(chunks)
    lab.process.stdout.resume()
    peer.finish()
    await until(
      'all of it',
      () => lab.out.length,
      (length) => length === chunks * chunk.length,
    )
  })

  it('names the port that is taken, and its holder: exit code 2', async () => {
    const port = await server(() => {})
    const lab = socketLab(['line-server', '--port', port])
    expect(await lab.exit()).toBe(2)
    expect(lab.err).toContain(`Port ${port} of 127.0.0.1 is in use`)
    expect(lab.out).toBe('')
  })
})

describe('line-client', () => {
  it('sends what a pipe brings to a Python server, with no newline at its end either, and ends', async () => {
    const peer = python('line_server.py', '0')
    const lab = socketLab(['line-client', 'localhost', String(await peer.port())])
    lab.type('a\nb\nc')
    lab.endInput()
    expect(await lab.exit()).toBe(0)
    expect(await peer.exit()).toBe(0)
    expect(peer.out).toBe('a\nb\nc')
    expect(lab.out).toBe('')
    expect(lab.err).toContain('connected to 127.0.0.1:')
  })

  it('waits for a server that does not read, however much is typed, and loses nothing', async () => {
    let socket: Socket | undefined
    const lab = socketLab(['line-client', '127.0.0.1', await server((one) => (socket = one))])
    const lines = Buffer.alloc(16 * 1_048_576, `${'la même ligne, '.repeat(60)}encore.\n`)
    lab.type(lines)
    lab.endInput()
    await lab.says('does not read')
    expect(lab.process.stdin.writableLength).toBeGreaterThan(0)
    let heard = 0
    socket!.on('data', (chunk: Buffer) => (heard += chunk.length)).resume()
    expect(await lab.exit()).toBe(0)
    await until(
      'all lines',
      () => heard,
      (size) => size === lines.length,
    )
  })

  it.each([
    ['C', 'could not be reached (ECONNREFUSED): nobody listens there'],
    ['fr_FR.UTF-8', 'n’a pas pu être joint (ECONNREFUSED)\u202f: personne n’écoute là'],
  ])('says why it could not connect (%s): exit code 1', async (lang, words) => {
    const listener = createServer().listen(0, '127.0.0.1')
    await once(listener, 'listening')
    const { port } = listener.address() as AddressInfo
    listener.close()
    await once(listener, 'close')
    const lab = socketLab(['line-client', '127.0.0.1', String(port)], lang)
    expect(await lab.exit()).toBe(1)
    expect(lab.err).toContain(words)
  })

  it('says that the connection broke: exit code 1', async () => {
    let reset = false
    const port = await server((socket) => socket.once('data', () => (reset = !!socket.resetAndDestroy())).resume())
    const lab = socketLab(['line-client', '127.0.0.1', port])
    lab.type('un\n')
    await until('RST', () => reset, Boolean)
    // The program reads nothing: it learns of the RST when it sends.
    lab.type('deux\n')
    expect(await lab.exit()).toBe(1)
    expect(lab.err).toMatch(/broken \((EPIPE|ECONNRESET)\): the other end/)
  })
})

describe('alternating-chat', () => {
  it.each(['server', 'client'])(
    'takes turns with a Python program, as %s, and ends when that one ends',
    async (role) => {
      const labFirst = role === 'server'
      const first = labFirst ? socketLab(['alternating-chat', ...FREE, '-v']) : python('chat.py', 'server', '0')
      const port = String(await first.port())
      const other = labFirst
        ? python('chat.py', 'client', '127.0.0.1', port)
        : socketLab(['alternating-chat', '--role', 'client', '127.0.0.1', port])
      first.type('je réponds\n')
      other.type('bonjour\net encore\n')
      const latin = (text: string) => Buffer.from(text).toString('latin1')
      await first.prints('bonjour\net encore\n')
      await other.prints(latin('je réponds\n'))
      const [lab, peer] = labFirst ? [first, other] : [other, first]
      if (labFirst) expect(lab.err).toMatch(/blocked in accept\(\)\n[^]*blocked in recv\(127\.0\.0\.1:\d+\)\n/)
      // Whoever's turn it is to read the keyboard finds the end of file there.
      for (const one of [first, other]) one.endInput()
      expect(await lab.exit()).toBe(0)
      expect(await peer.exit()).toBe(0)
    },
  )

  it('begins the other way round when told to', async () => {
    const lab = socketLab(['alternating-chat', ...FREE, '--begins', 'writing'])
    const peer = await RawClient.connect(await lab.port())
    lab.type('à moi\n')
    await hears(peer, Buffer.from('à moi\n').toString('latin1'))
  })
})

describe('relays', () => {
  it('relay between two socats, and print nothing', async () => {
    for (const program of [['relay'], ['relay-known', '--count', '2', '--strategy', 'process-each']]) {
      const lab = socketLab([...program, ...FREE])
      const port = await lab.port()
      const [ana, bob] = [0, 1].map(() => new Child('socat', ['-t', '30', 'STDIO', `TCP:127.0.0.1:${port}`])) as [
        Child,
        Child,
      ]
      await until(
        'both',
        () => lab.err.match(/is connected/g)?.length,
        (count) => count === 2,
      )
      ana.type('de ana\n')
      await bob.prints('de ana\n')
      bob.type('de bob\n')
      await ana.prints('de bob\n')
      expect(lab.out).toBe('')
    }
  })

  it('ends by itself when the last of the known clients has ended', async () => {
    const lab = socketLab(['relay-known', ...FREE, '--count', '2'])
    const port = await lab.port()
    const peers = [await RawClient.connect(port), await RawClient.connect(port)]
    for (const peer of peers) peer.finish()
    expect(await lab.exit()).toBe(0)
  })
})
