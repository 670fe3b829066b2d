/**
 * What every view is told is what the kernel has, by the ways that `truth.test.ts` does not go: programs that connect, TLS, a
 * unix socket, and datagrams.
 */
import { randomUUID } from 'node:crypto'
import { createSocket, type Socket as DatagramSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import type { ProgramId } from '#shared/protocol/model.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'
import { comeTo, serverFor, type Peer } from '../../testing/remote-peers.ts'
import type { Lab } from './lab.ts'
import type { LiveRun } from './live-run.ts'
import { lies, liesOfSockets, look, type Sight } from './truth.fixture.ts'

const RUNS = Number(process.env['TRUTH_RUNS'] ?? 5)

type Step =
  | { readonly do: 'connect'; readonly reads: boolean }
  | { readonly do: 'say'; readonly who: number; readonly text: string }
  | { readonly do: 'flood' | 'fin' | 'rst'; readonly who: number }
  | { readonly do: 'type'; readonly text: string }

const who = fc.nat(2)
const text = fc.constantFrom('a', 'un\n', 'un\nde', 'ux\n', '\r\n', `${'x'.repeat(300)}\n`)
const connects = fc.record({ do: fc.constant('connect' as const), reads: fc.boolean() })
const acts: fc.Arbitrary<Step>[] = [
  fc.record({ do: fc.constant('say' as const), who, text }),
  fc.record({ do: fc.constant('say' as const), who, text }),
  fc.record({ do: fc.constantFrom('flood' as const, 'fin' as const, 'rst' as const), who }),
  fc.record({ do: fc.constant('type' as const), text }),
]
const some = (of: fc.Arbitrary<Step>[]) => fc.array(fc.oneof(...of), { minLength: 3, maxLength: 8 })

/** Waits until nothing that is told is a lie, twice in a row: what moves is no lie yet. */
async function holds(lives: () => boolean, what: string, found: () => Promise<string[]>): Promise<void> {
  let calm = 0
  await until(
    `the truth: ${what}`,
    async () => (lives() ? found() : []),
    (all) => (calm = all.length === 0 ? calm + 1 : 0) === 2,
    8000,
  )
}

interface Played {
  readonly live: LiveRun
  readonly lives: () => boolean
  readonly type: (text: string) => void
}

/** What of the run is asked while it is played. */
function played(lab: Lab, id: string): Played {
  const live = lab.live(id)!
  return {
    live,
    lives: () => lab.live(id) === live,
    type: (typed) => {
      // Only some programs have a keyboard.
      if (live.live().processes.some(({ waits }) => waits?.call === 'keyboard')) lab.type(id, Buffer.from(typed))
    },
  }
}

async function does(one: Exclude<Step, { do: 'connect' }>, far: Peer | undefined, { type }: Played): Promise<void> {
  if (one.do === 'type') return type(one.text)
  if (!far || far.silent) return
  if (one.do === 'say') far.say(one.text)
  else if (one.do === 'flood') far.flood()
  else if (one.do === 'fin') far.finish()
  else await far.reset()
}

/** Of a participant that is read all that it has said is told of; nobody is told of what was not said. */
function liesOfPlain({ people, waits }: Sight, far: ReadonlyMap<number, Peer>): string[] {
  return people.flatMap((one) => {
    const end = far.get(one.id)
    if (!end || one.state === 'closed' || end.socket.destroyed) return []
    const told = one.sent.bytes + one.partialBytes
    const isRead = waits.of(one.id).waits === null && !end.flooded
    const given = one.received.bytes
    return [
      ...(told > end.said || (isRead && told < end.said)
        ? [`${one.name}: ${told} bytes told of, ${end.said} said`]
        : []),
      ...(given < end.socket.bytesRead && one.via === 'unix' ? [`${one.name}: has heard more than was given`] : []),
    ]
  })
}

/** /proc/net/unix has one row a connection that was accepted, and one of the listener. By a parser of its own. */
function liesOfUnix({ people, rows, waits }: Sight, path: string): string[] {
  const table = readFileSync('/proc/net/unix', 'latin1')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[7] === path)
  const row = rows.find(({ proto }) => proto === 'unix')
  const connected = table.filter((columns) => columns[5] === '03').length
  const listens = table.filter((columns) => columns[5] === '01').length
  const knows = people.find(({ id }) => waits.of(id).unread !== null)
  const here = people.filter(({ state }) => state !== 'closed').length
  return [
    ...(listens === 1 && row?.connections === connected && row.recvQ === 0
      ? []
      : [`${row?.connections} connections, the kernel has ${connected}`]),
    ...(here === connected ? [] : [`${here} are told to be there, the kernel has ${connected}`]),
    ...(knows ? [`${knows.name}: no table has its bytes`] : []),
  ]
}

describe.skipIf(platform() !== 'linux')('what the views are told of a program that connects', () => {
  const CLIENTS: [ProgramId, object][] = [
    ['line-client', {}],
    ['alternating-chat', { role: 'client', begins: 'writing' }],
    ['alternating-chat', { role: 'client', begins: 'reading' }],
    ['duplex-chat', { role: 'client' }],
  ]
  async function play(program: ProgramId, options: object, reads: boolean, steps: readonly Step[]): Promise<void> {
    const opened = await openLab()
    const server = await serverFor(reads)
    let far: Peer | undefined
    try {
      const { run: started } = await startRun(opened.lab, program, { ...options, target: server.target })
      const run = played(opened.lab, started.id)
      far = await server.far()
      // The participant is who it connected to: its port is the server's.
      const end = { socket: far.socket, port: server.target.port }
      for (const one of steps) {
        if (!run.lives()) break
        if (one.do !== 'connect') await does(one, far, run)
        await holds(run.lives, `${program} ${JSON.stringify(one)}`, async () => lies(await look(run.live), [end]))
      }
    } finally {
      far?.end()
      server.close()
      await opened.close()
    }
  }
  it.each(CLIENTS)('%s %j', { timeout: 120_000 }, async (program, options) => {
    const steps = some(acts).map((all) => [{ do: 'type' as const, text: '' }, ...all])
    await fc.assert(
      fc.asyncProperty(fc.boolean(), steps, (reads, all) => play(program, options, reads, all)),
      { numRuns: RUNS, endOnFailure: true },
    )
  })
})

describe.skipIf(platform() !== 'linux')('what the views are told of those who come by', () => {
  const WAYS: ['tls' | 'unix', ProgramId, object][] = (['tls', 'unix'] as const).flatMap((way) => [
    [way, 'line-server', {}],
    [way, 'alternating-chat', { begins: 'reading' }],
    // Two processes cannot share TLS.
    ...(way === 'unix' ? ([[way, 'duplex-chat', {}]] as [typeof way, ProgramId, object][]) : []),
    [way, 'relay-known', { count: 2, strategy: 'in-turn' }],
    [way, 'relay', {}],
    [way, 'relay', { sending: 'sendall' }],
  ])
  async function play(way: 'tls' | 'unix', program: ProgramId, options: object, steps: readonly Step[]): Promise<void> {
    const opened = await openLab()
    const ends: Peer[] = []
    const far = new Map<number, Peer>()
    try {
      const path = join(tmpdir(), `socket-lab-truth-${randomUUID()}.sock`)
      const place = way === 'unix' ? { transport: way, path } : { transport: way, port: 0 }
      const started = await opened.lab.start({ program, options, listen: [place] })
      const listener = started.listeners[0]!
      const run = played(opened.lab, started.id)
      for (const one of steps) {
        if (!run.lives()) break
        if (one.do !== 'connect') await does(one, 'who' in one ? ends[one.who] : undefined, run)
        else {
          const before = run.live.participants().length
          const end = await comeTo(listener, one.reads)
          if (end) ends.push(end)
          if (end) {
            // A program that is over for newcomers turns them away.
            const people = await until(
              'the newcomer',
              () => run.live.participants(),
              (all) => all.length > before || end.socket.destroyed || end.socket.readableEnded || !run.lives(),
            )
            if (people.length > before) far.set(people.at(-1)!.id, end)
          }
        }
        await holds(run.lives, `${way} ${program} ${JSON.stringify(one)}`, async () => {
          const sight = await look(run.live)
          return [
            ...liesOfSockets(sight),
            ...liesOfPlain(sight, far),
            ...(listener.path === undefined ? [] : liesOfUnix(sight, listener.path)),
          ]
        })
      }
    } finally {
      for (const end of ends) end.end()
      await opened.close()
    }
  }
  it.each(WAYS)('%s, of %s %j', { timeout: 120_000 }, async (way, program, options) => {
    await fc.assert(
      fc.asyncProperty(some([connects, ...acts]), (all) =>
        play(way, program, options, [{ do: 'connect', reads: true }, ...all]),
      ),
      { numRuns: RUNS, endOnFailure: true },
    )
  })
})

describe.skipIf(platform() !== 'linux')('what the views are told of datagrams', () => {
  interface Sender {
    readonly socket: DatagramSocket
    readonly port: number
    sent: number[]
    heard: number
  }
  async function sender(): Promise<Sender> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const one: Sender = { socket, port: socket.address().port, sent: [], heard: 0 }
    socket.on('message', () => one.heard++)
    return one
  }

  /** Each datagram that was sent is told of once with its size, none waits while the program is in recvfrom. */
  function liesOfDatagrams(sight: Sight, senders: readonly Sender[]): string[] {
    const { people, processes, rows, waits } = sight
    const reads = processes.some(({ waits: at }) => at?.call === 'recvfrom')
    const waiting = rows.filter(({ proto, side, recvQ }) => proto === 'udp' && side === 'program' && recvQ > 0)
    return [
      ...liesOfSockets(sight),
      ...(reads && waiting.length > 0 ? [`in recvfrom, and ${waiting[0]!.recvQ} wait`] : []),
      ...senders.flatMap(({ port, sent, heard }) => {
        const one = people.find(({ address }) => address.endsWith(`:${port}`))
        const told = `${one?.sent.lines ?? 0} ${one?.sent.bytes ?? 0}`
        const is = `${sent.length} ${sent.reduce((sum, size) => sum + size, 0)}`
        return [
          ...(told === is ? [] : [`:${port}: ${told} told of, ${is} sent`]),
          ...((one?.received.lines ?? 0) === heard ? [] : [`:${port}: ${one?.received.lines} told of, ${heard} heard`]),
          ...(one && waits.of(one.id).unread !== null ? [`:${port}: a queue of all is said to be its own`] : []),
        ]
      }),
    ]
  }

  const datagram = fc.record({ who: fc.nat(2), text: fc.constantFrom('', 'un\n', 'sans fin', 'x'.repeat(9000)) })
  const typed = fc.record({ typed: fc.constantFrom('un\n', 'un\nde', 'ux\n') })
  const steps = fc.array(fc.oneof({ weight: 2, arbitrary: datagram }, { weight: 1, arbitrary: typed }), {
    minLength: 3,
    maxLength: 10,
  })

  it.each([
    ['udp-receiver', {}],
    ['udp-receiver', { lineEnd: false }],
    ['udp-sender', {}],
    ['udp-sender', { connected: true, cut: 'blocks', size: 4 }],
  ] as const)('%s %j', { timeout: 120_000 }, async (program, options) => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const opened = await openLab()
        const senders = [await sender(), await sender(), await sender()]
        try {
          const target = { host: '127.0.0.1', port: senders[0]!.port }
          const listens = program === 'udp-receiver'
          const room = await startRun(opened.lab, program, listens ? options : { ...options, target })
          const run = played(opened.lab, room.run.id)
          // Where the sender sends from: the kernel has one socket of its, which is connected or not.
          const at = (): number => room.port || Number(/:(\d+)$/.exec(programsPlace(run.live))?.[1] ?? 0)
          for (const one of all) {
            if ('typed' in one) run.type(one.typed)
            // Only the target may answer a socket that is connected.
            else if (at() > 0) await send(senders[listens ? one.who : 0]!, one.text, at())
            await holds(run.lives, `${program} ${JSON.stringify(one).slice(0, 60)}`, async () =>
              liesOfDatagrams(await look(run.live), senders),
            )
          }
        } finally {
          for (const { socket } of senders) socket.close()
          await opened.close()
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  })

  /** Address of the program's own socket. */
  const programsPlace = (live: LiveRun): string => {
    const { local } = live.sockets().ends[0] ?? {}
    return local ? `${local.host}:${local.port}` : ''
  }
  async function send(from: Sender, bytes: string, port: number): Promise<void> {
    await new Promise<void>((sent) => from.socket.send(bytes, port, '127.0.0.1', () => sent()))
    from.sent.push(bytes.length)
  }
})
