/** `socket-lab run` as a student runs it: real processes, against socat, Python programs and bare sockets. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Child, python, socketLab, socketLabOnTerminal } from '../testing/child.ts'
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
async function heldUp(count: () => number): Promise<void> {
  let last = { count: -1, since: 0 }
  await until('a sender that is held up', count, (now) => {
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
    expect(lab.err).toContain(`127.0.0.1:${second.port} is accepted`)
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

  it('reads no more than its output takes: the client is held up, and nothing is lost', async () => {
    const lab = socketLab(['line-server', ...FREE])
    const peer = await RawClient.connect(await lab.port())
    lab.process.stdout.pause()
    const chunk = Buffer.alloc(65_536, 'abcdefghijklmno\n')
    const chunks = 512
    let taken = 0
    for (let i = 0; i < chunks; i++) peer.socket.write(chunk, () => taken++)
    await heldUp(() => taken)
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

describe('duplex-chat', () => {
  /** Process ids of the parent and of the child, from what the program says. */
  async function processes(lab: Child): Promise<[number, number]> {
    await lab.says('two processes share the socket')
    const [, parent, child] = /socket: (\d+) writes, (\d+) reads/.exec(lab.err) ?? []
    return [Number(parent), Number(child)]
  }
  const exists = (pid: number): boolean => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }

  it('lets either side speak at any time, and ends when both have finished', async () => {
    const lab = socketLab(['duplex-chat', ...FREE])
    const peer = await RawClient.connect(await lab.port())
    const [parent, child] = await processes(lab)
    expect([exists(parent), exists(child), parent === child]).toEqual([true, true, false])
    lab.type('un\n')
    lab.type('deux\n')
    await hears(peer, 'un\ndeux\n')
    peer.say('trois\n')
    await lab.prints('trois\n')
    lab.endInput()
    await until('FIN', () => peer.ended, Boolean)
    peer.say('quatre\n')
    await lab.prints('trois\nquatre\n')
    peer.finish()
    expect(await lab.exit()).toBe(0)
    await until(
      'no child',
      () => exists(child),
      (is) => !is,
    )
  })

  it('leaves no process behind when it is killed', async () => {
    const lab = socketLab(['duplex-chat', ...FREE])
    const peer = await RawClient.connect(await lab.port())
    const [parent, child] = await processes(lab)
    process.kill(parent, 'SIGKILL')
    await until(
      'the end of both',
      () => [parent, child].filter(exists),
      (left) => left.length === 0,
    )
    await until('the end of the connection', () => peer.closed || peer.ended, Boolean)
    peer.socket.destroy()
  })
})

describe('relay-known with a process for each', () => {
  const isReader = (pid: number): boolean => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('reader-child')
    } catch {
      return false
    }
  }

  it.each(['SIGKILL', 'SIGTERM'] as const)('leaves no process behind when it ends by %s', async (signal) => {
    const lab = socketLab(['relay-known', ...FREE, '--count', '4', '--strategy', 'process-each'])
    const port = await lab.port()
    const peers = await Promise.all([1, 2, 3, 4].map(() => RawClient.connect(port)))
    const pids = () => [...lab.err.matchAll(/writes, (\d+) reads/g)].map(([, pid]) => Number(pid))
    await until('four children', pids, (all) => all.length === 4)
    expect(pids().filter(isReader)).toHaveLength(4)
    lab.process.kill(signal)
    await until(
      'no child',
      () => pids().filter(isReader),
      (left) => left.length === 0,
    )
    for (const peer of peers) peer.socket.destroy()
  })

  it('leaves none behind either when it is killed while they start', async () => {
    const lab = socketLab(['relay-known', ...FREE, '--count', '6', '--strategy', 'process-each'])
    const port = await lab.port()
    const peers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => RawClient.connect(port)))
    const readers = () =>
      readFileSync(`/proc/${lab.process.pid}/task/${lab.process.pid}/children`, 'utf8')
        .split(' ')
        .map(Number)
        .filter(isReader)
    const started = await until('the first of them', readers, (some) => some.length > 0)
    lab.process.kill('SIGKILL')
    await until(
      'no child',
      () => started.filter(isReader),
      (left) => left.length === 0,
    )
    for (const peer of peers) peer.socket.destroy()
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

describe('on a terminal', () => {
  it('shows control characters instead of obeying them, and ends at Ctrl+C', async () => {
    const terminal = socketLabOnTerminal(['line-server', ...FREE])
    await until(
      'a port',
      () => terminal.out,
      (out) => /listening on \S+:\d+/.test(out),
    )
    const peer = await RawClient.connect(Number(/listening on \S+:(\d+)/.exec(terminal.out)![1]))
    peer.say('\u001b[2Jtitre\n')
    const shown = () => Buffer.from(terminal.out, 'latin1').toString()
    await until('the line', shown, (text) => text.includes('␛[2Jtitre\r\n'))
    expect(terminal.out).not.toContain('\u001b')
    terminal.type('\u0003')
    expect(await terminal.exit()).toBe(130)
    peer.socket.destroy()
  })

  it('takes Ctrl+D as the end of what is typed', async () => {
    const peer = python('line_server.py', '0')
    const terminal = socketLabOnTerminal(['line-client', '127.0.0.1', String(await peer.port())])
    await until(
      'a connection',
      () => terminal.out,
      (out) => out.includes('connected to'),
    )
    terminal.type('bonjour\n')
    await peer.prints('bonjour\n')
    terminal.type('\u0004')
    expect(await terminal.exit()).toBe(0)
    expect(await peer.exit()).toBe(0)
  })
})

describe('--trace', () => {
  it('tells the system calls of a relay against socat, and stdout stays the program’s own', async () => {
    const lab = socketLab(['relay', ...FREE, '--trace'])
    const port = await lab.port()
    await lab.says(`N listen(127.0.0.1:${port}, backlog 511)`)
    const socat = new Child('socat', ['STDIO', `TCP:127.0.0.1:${port}`])
    await lab.says('N accept(listener) = 127.0.0.1:')
    const peer = await RawClient.connect(port)
    const there = peer.port
    await lab.says(`N accept(listener) = 127.0.0.1:${there}\n`)
    socat.type('caf\u00e9 \u001b[2J\n')
    await lab.says(`D send(127.0.0.1:${there}, 11)`)
    expect(lab.err).toMatch(/D select\(socks\) = \[127\.0\.0\.1:\d+\] {2}\(wake-up \d+\)/)
    expect(lab.err).toMatch(/D recv\(127\.0\.0\.1:\d+, 65536\) = 11 "café \\x1b\[2J\\n"/)
    expect(lab.err).toMatch(/I sendall\(others, 11\) {2}\(1 line\)/)
    socat.endInput()
    await lab.says(', 65536) = 0  (FIN received)')
    peer.reset()
    await lab.says(`recv(127.0.0.1:${there}, 65536) = -1 ECONNRESET  (RST)`)
    lab.process.kill('SIGINT')
    expect(await lab.exit()).toBe(130)
    expect(lab.err).toContain(`relay[${lab.process.pid}] N exit()`)
    expect(lab.out).toBe('')
    const numbers = [...lab.err.matchAll(/ #(\d+) /g)].map(([, seq]) => Number(seq))
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  })

  it('keeps to its level, in French too, and names the processes of a fork', async () => {
    const quiet = socketLab(['line-server', ...FREE, '--trace=notice'], 'fr_FR.UTF-8')
    const client = await RawClient.connect(await quiet.port())
    client.say('bonjour\n')
    await quiet.prints('bonjour\n')
    client.finish()
    await quiet.says('(FIN reçu)')
    expect(quiet.err).not.toMatch(/ [ID] /)

    const chat = socketLab(['duplex-chat', ...FREE, '--trace'])
    const peer = await RawClient.connect(await chat.port())
    await chat.says('N fork() = ')
    const child = /fork\(\) = ([1-9]\d*)/.exec(chat.err)![1]
    peer.say('salut\n')
    await chat.prints('salut\n')
    expect(chat.err).toContain(`duplex-chat-child[${child}] D recv(`)
    chat.type('oui\n')
    await hears(peer, 'oui\n')
    await chat.says(`duplex-chat[${chat.process.pid}] I sendall(`)
    await chat.says('D readline(stdin) = 4 "oui\\n"')
    chat.endInput()
    await chat.says(`N shutdown(127.0.0.1:${peer.port}, SHUT_WR)  (FIN sent, still receiving)`)
    peer.finish()
    await chat.says(`N close(127.0.0.1:${peer.port})`)
    expect(await chat.exit()).toBe(0)
  })

  it('says why a connect failed', async () => {
    const lab = socketLab(['line-client', '--trace', '127.0.0.1', '1'])
    expect(await lab.exit()).toBe(1)
    expect(lab.err).toContain('N connect(127.0.0.1:1) = -1 ECONNREFUSED')
  })
})
