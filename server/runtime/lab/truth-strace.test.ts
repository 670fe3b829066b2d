/**
 * What the views are told of a scene is what `strace -f` and the kernel's tables have of the same scene played by Python: the call of
 * each process, whose bytes wait, states of connections, and at the end all calls to each, in their order.
 */
import { describe, expect, it } from 'vitest'
import type { ProgramId } from '#shared/protocol/model.ts'
import { until } from '../../testing/raw-client.ts'
import { serverFor } from '../../testing/remote-peers.ts'
import { labStage } from './scene-lab.fixture.ts'
import { act, type Moment, type Person, type Stage, type Step } from './scene.fixture.ts'
import { noStrace, pythonStage } from './strace.fixture.ts'

const why = noStrace()
const come = (who: string): Step => ({ do: 'connect', who })
const deaf = (who: string): Step => ({ do: 'connect', who, reads: false })
const say = (who: string, text: string): Step => ({ do: 'say', who, text })
const fin = (who: string): Step => ({ do: 'fin', who })
const rst = (who: string): Step => ({ do: 'rst', who })
const flood = (who: string): Step => ({ do: 'flood', who })
const type = (text: string | null): Step => ({ do: 'type', text })

/** So often in a row it is seen to do nothing. */
const CALM = 10

/** Waits until all is at rest, and gives what is to be seen then. */
async function atRest(who: string, { moment }: Stage): Promise<Moment> {
  let before = ''
  let calm = 0
  const seen = await until(
    `${who} at rest`,
    moment,
    (now) => {
      const text = JSON.stringify(now)
      calm = now !== null && text === before ? calm + 1 : 0
      before = text
      return calm >= CALM
    },
    15_000,
  )
  return seen!
}

/**
 * Calls by whom they are about and their direction: one process may read while another writes. Where a line ends with FIN, Python's
 * buffered reader asks once more and has the FIN again: that is one FIN.
 */
function byDirection(made: readonly string[]): Record<string, string[]> {
  const all: Record<string, string[]> = {}
  for (const call of made) {
    const [name = '', whom = ''] = call.split(' ')
    const calls = (all[`${whom} ${name === 'send' || name === 'shutdown' ? 'out' : 'in'}`] ??= [])
    if (!(call === `recv ${whom} 0` && calls.at(-1) === call)) calls.push(call)
  }
  return all
}

/** A program that connects has a server of its own, which is Ana. */
async function play(program: ProgramId, options: object, steps: readonly Step[]): Promise<void> {
  const [here, there]: [Person[], Person[]] = [[], []]
  const servers = connects(program, options) ? [await serverFor(true), await serverFor(true)] : []
  const [forLab, forPython] = [servers[0], servers[1]].map((one) => ({
    ...options,
    ...(one && { target: one.target }),
  }))
  const lab = await labStage(program, forLab!, here)
  const python = await pythonStage(program, forPython!, there)
  try {
    for (const [i, server] of servers.entries()) {
      const end = await server.far()
      const people = [here, there][i]!
      people.push({ who: 'ana', port: server.target.port, said: 0, end })
    }
    for (const step of steps) {
      await act(lab.stage, here, lab.port, step)
      await act(python.stage, there, python.port, step)
      const truth = await atRest(`Python after ${JSON.stringify(step)}`, python.stage)
      await until(
        `${JSON.stringify(truth)} after ${JSON.stringify(step)}`,
        lab.stage.moment,
        (moment) => JSON.stringify(moment) === JSON.stringify(truth),
      )
    }
    if (steps.some((step) => step.do === 'flood')) return
    expect(byDirection(await lab.stage.made())).toEqual(byDirection(await python.stage.made()))
  } finally {
    for (const { end } of [...here, ...there]) end.socket.destroy()
    for (const server of servers) server.close()
  }
}

const connects = (program: ProgramId, options: object): boolean =>
  program === 'line-client' || ('role' in options && options.role === 'client')

const HALF = [say('ana', 'un\nde'), say('ana', 'ux\n')]

const SCENES: [string, ProgramId, object, Step[]][] = [
  [
    'a second who is not accepted, half a line, FIN, RST in a line',
    'line-server',
    {},
    [come('ana'), come('bob'), say('bob', 'bob\n'), ...HALF, say('ana', 'fin'), fin('ana'), rst('bob')],
  ],
  ['RST before a word, then FIN before one', 'line-server', {}, [come('ana'), rst('ana'), come('bob'), fin('bob')]],
  [
    'both read: what is typed waits, as what comes early does',
    'alternating-chat',
    { begins: 'reading' },
    [come('ana'), type('moi\n'), ...HALF, say('ana', 'trois\n'), type('toi\n'), type('et moi\n'), fin('ana')],
  ],
  [
    'both write',
    'alternating-chat',
    { begins: 'writing' },
    [come('ana'), say('ana', 'un\nde'), type('moi\n'), type('toi\n'), say('ana', 'ux\n'), rst('ana')],
  ],
  [
    'FIN while it is at the keyboard',
    'alternating-chat',
    { begins: 'writing' },
    [come('ana'), fin('ana'), type('a\n')],
  ],
  [
    'both directions, FIN of the other end, then its own',
    'duplex-chat',
    {},
    [come('ana'), ...HALF, type('moi\n'), fin('ana'), type('encore\n'), type(null)],
  ],
  ['its own FIN first', 'duplex-chat', {}, [come('ana'), type(null), say('ana', 'un\nde'), fin('ana')]],
  [
    'it connects, and reads nothing of what it is answered',
    'line-client',
    {},
    [say('ana', 'un\n'), type('moi\n'), type('sans fin'), say('ana', 'deux\n'), type(null)],
  ],
  ['FIN of the server, then a line, then the end', 'line-client', {}, [fin('ana'), type('moi\n'), type(null)]],
  [
    'it connects and writes first',
    'alternating-chat',
    { role: 'client', begins: 'writing' },
    [say('ana', 'un\nde'), type('moi\n'), type('toi\n'), say('ana', 'ux\n'), fin('ana'), type('et moi\n')],
  ],
  [
    'it connects and reads first, RST',
    'alternating-chat',
    { role: 'client', begins: 'reading' },
    [type('moi\n'), ...HALF, rst('ana')],
  ],
  [
    'it connects, both directions, its own FIN first',
    'duplex-chat',
    { role: 'client' },
    [...HALF, type('moi\n'), type(null), say('ana', 'trois\n'), fin('ana')],
  ],
  [
    'known ones in turn, one of them silent',
    'relay-known',
    { count: 2, strategy: 'in-turn' },
    [come('ana'), come('bob'), say('bob', 'bob\n'), ...HALF, fin('bob')],
  ],
  [
    'known ones, a process each',
    'relay-known',
    { count: 2, strategy: 'process-each' },
    [come('ana'), come('bob'), say('bob', 'bob\n'), ...HALF, fin('ana'), rst('bob')],
  ],
  [
    'unknown ones: accept comes again before the next read',
    'relay-known',
    { count: 2, strategy: 'unknown' },
    [come('ana'), come('bob'), ...HALF, say('bob', 'bob\n'), come('eve'), say('ana', 'b\n')],
  ],
  [
    'select: half a line, FIN, RST',
    'relay',
    {},
    [come('ana'), come('bob'), ...HALF, say('bob', 'bob\n'), fin('ana'), say('bob', 'seul\n'), rst('bob')],
  ],
  [
    'select and sendall to one who never reads',
    'relay',
    { sending: 'sendall' },
    [come('ana'), deaf('bob'), flood('ana'), come('eve')],
  ],
  ['a queue for one who never reads', 'relay', {}, [come('ana'), deaf('bob'), flood('ana')]],
]

describe.skipIf(why !== null)(
  `what the views are told of, beside strace${why === null ? '' : ` (skipped: ${why})`}`,
  () => {
    it.each(SCENES)('%s: %s', { timeout: 60_000 }, async (_, program, options, steps) => play(program, options, steps))
  },
)
