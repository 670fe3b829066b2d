/**
 * Questions 5 and 6 of the worksheet, the relay: each line of a client goes to all others, whole, none back to its author. Question 5
 * knows how many come; question 6 lets anybody come at any time.
 */
import { lookAfter, type History } from '../history/history.ts'
import type { Play } from './play.ts'
import { endedBy, missingAtClients, until, type Difference } from '../history/seen.ts'
import type { Stage } from './stage.ts'
import type { Tokens } from './tokens.ts'
import { BUSY } from './line-server.ts'
import { EVERY_ADDRESS, LISTEN, restart } from './listen.ts'

/** So many that question 5 is told of. */
export const KNOWN = 4
const MANY = 12

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

async function all(play: Play, count: number): Promise<void> {
  for (const client of upTo(count)) await play.connect(client)
  await play.accepted(...upTo(count))
}

/** Says a line and waits until all others have it. */
async function line(play: Play, tokens: Tokens, client: number, hearers: readonly number[]): Promise<void> {
  const token = tokens.word()
  play.send(client, `${token}\n`, token)
  await heardBy(
    play,
    token,
    hearers.filter((one) => one !== client),
  )
}

async function heardBy(play: Play, token: string, hearers: readonly number[]): Promise<void> {
  for (const hearer of hearers) if (!(await play.heard(hearer, token))) return
}

/** All are there and this happens; then all who stay must have heard all that was said. */
const relayed = (
  id: string,
  count: number,
  act: (play: Play, tokens: Tokens, clients: readonly number[]) => Promise<void>,
  stay: readonly number[] = upTo(count),
): Stage => ({
  id,
  async play(play, tokens) {
    await all(play, count)
    await act(play, tokens, upTo(count))
    await play.still('end')
  },
  judge: (history) => ended(history) ?? missingAtClients(history, stay),
})

const ended = (history: History): Difference | null => {
  const how = endedBy(history)
  return how === null ? null : { expected: '', got: how }
}

/** The stages of a relay for so many clients at once. */
function relay(count: number): Stage[] {
  const others = upTo(count).slice(1)
  return [
    {
      id: 'all-accepted',
      async play(play) {
        await all(play, count)
        await play.still('all')
      },
      judge(history) {
        const ends = lookAfter(history)?.ends ?? []
        const waiting = ends.filter(({ accepted }) => !accepted).length
        return waiting === 0 || lookAfter(history)?.blind
          ? null
          : { expected: `accept × ${count}`, got: `accept × ${count - waiting}` }
      },
    },
    relayed('second-first', count, (play, tokens, clients) => line(play, tokens, 2, clients)),
    relayed('any-order', count, async (play, tokens, clients) => {
      for (const client of [count, 1, 2, 2, count, 1]) await line(play, tokens, client, clients)
    }),
    relayed('two-in-one', count, async (play, tokens, clients) => {
      const [a, b] = [tokens.word(), tokens.word()]
      play.send(1, `${a}\n${b}\n`, a)
      await heardBy(play, a, others)
      play.expect(1, b)
      await heardBy(play, b, others)
      await play.still('two')
      await line(play, tokens, 1, clients)
    }),
    halfLine(count),
    leaves('one-leaves', count, 'FIN'),
    leaves('one-resets', count, 'RST'),
  ]
}

/** What is begun by one holds nobody up: the other's line has arrived before it is finished. */
function halfLine(count: number): Stage {
  const others = upTo(count).slice(1)
  const stage = relayed('half-line', count, async (play, tokens, clients) => {
    const token = tokens.word(8)
    play.send(1, token.slice(0, 4))
    await play.read(1)
    await play.still('half')
    await line(play, tokens, 2, clients)
    await play.still('other')
    play.send(1, `${token.slice(4)}\n`, token)
    await heardBy(play, token, others)
  })
  const judge: Stage['judge'] = (history) =>
    stage.judge(history) ?? missingAtClients(until(history, 'other'), upTo(count))
  return { ...stage, judge }
}

/** One leaves, then three lines of the others. */
function leaves(id: string, count: number, how: 'FIN' | 'RST'): Stage {
  const stay = upTo(count).slice(1)
  return {
    id,
    async play(play, tokens) {
      await all(play, count)
      await line(play, tokens, 2, upTo(count))
      if (how === 'FIN') play.finish(1)
      else play.reset(1)
      await play.closedBy(1)
      await play.still('left')
      if (!play.over) await play.busy('gone')
      const spins = (lookAfter(play.history, 'gone')?.busy ?? 0) > BUSY
      for (let lines = 0; lines < 3 && !play.over; lines++) {
        if (!spins) await line(play, tokens, 2 + (lines % (count - 1)), stay)
        // What spins is at fault already; whether it dies as well is seen without waiting for lines that do not come.
        else play.send(2, `${tokens.word()}\n`)
        if (spins) await play.still('spins')
      }
      await play.still('end')
    },
    judge(history) {
      const busy = lookAfter(history, 'gone')?.busy ?? 0
      if (busy > BUSY) return { expected: '0 %', got: `${Math.round(busy * 100)} %` }
      return ended(history) ?? missingAtClients(history, stay)
    },
  }
}

export const RELAY_KNOWN: readonly Stage[] = [LISTEN, EVERY_ADDRESS, ...relay(KNOWN), restart(KNOWN)]

export const RELAY: readonly Stage[] = [
  LISTEN,
  EVERY_ADDRESS,
  relayed('two-speak', 2, async (play, tokens, clients) => {
    await line(play, tokens, 1, clients)
    await line(play, tokens, 2, clients)
  }),
  ...relay(3),
  relayed('late-one', 3, async (play, tokens, clients) => {
    await line(play, tokens, 1, clients)
    await play.connect(4)
    await play.accepted(4)
    await play.still('late')
    await line(play, tokens, 4, clients)
    await line(play, tokens, 2, [...clients, 4])
  }),
  relayed('many', MANY, async (play, tokens, clients) => {
    await line(play, tokens, MANY, clients)
    await line(play, tokens, 1, clients)
  }),
  restart(2),
  {
    ...relayed(
      'one-reads-nothing',
      3,
      async (play, tokens, clients) => {
        play.stopReading(3)
        const filler = `${'x'.repeat(4000)}\n`
        // More than both queues of the kernel hold (tcp_rmem, tcp_wmem: some MiB at most on loopback).
        for (let sent = 0; sent < 8 * 1_048_576 && !play.over; sent += 250 * filler.length) {
          play.send(1, filler.repeat(250))
          if (!(await play.read(1))) break
        }
        await play.still('full')
        await line(play, tokens, 2, clients.slice(0, 1))
      },
      [1, 2],
    ),
    beyond: true,
  },
]
