/**
 * Question 3 of the worksheet: the client says a line, the server answers with one, and so on. Both ends can be checked. Allowed:
 * prompts, prefixes, banners on the screen; that a server takes the next client, or ends.
 */
import { all, heardBy, lookAfter, sinceStart, type History } from '../history/history.ts'
import { endedBy, endOf, typedTokens, until, type Difference } from '../history/seen.ts'
import { CONNECTS } from './connect.ts'
import { BUSY } from './line-server.ts'
import { EVERY_ADDRESS, LISTEN, restart } from './listen.ts'
import { bothWays, hears, meet, meeting, says, type End } from './meeting.ts'
import type { Play } from './play.ts'
import type { Stage } from './stage.ts'
import type { Tokens } from './tokens.ts'

const BEGIN: Readonly<Record<End, readonly Stage[]>> = { server: [LISTEN, EVERY_ADDRESS], client: [CONNECTS] }

/** One round: who speaks first is the client. @returns whether both lines came through */
async function turn(play: Play, tokens: Tokens, end: End): Promise<boolean> {
  return end === 'server'
    ? (await hears(play, tokens)) && says(play, tokens)
    : (await says(play, tokens)) && hears(play, tokens)
}

/** It came on the terminal alone. */
const onTerminalOnly = (history: History): Difference | null =>
  all(history, 'started').length > 1 ? { expected: 'flush', got: '' } : null

/** What was heard by the look after `name` although it was not its turn. */
export const early = (history: History, name: string): string => {
  const typed = typedTokens(until(history, name)).at(-1) ?? ''
  const heard = heardBy(sinceStart(until(history, name)), 1)
  return typed !== '' && heard.includes(typed) ? typed : ''
}

const notEarly =
  (...names: string[]) =>
  (history: History): Difference | null => {
    const token = names.map((name) => early(history, name)).find((one) => one !== '')
    return token === undefined ? bothWays(history) : { expected: '', got: token }
  }

const firstTurn = (end: End): Stage =>
  meeting(
    end,
    'first-turn',
    async (play, tokens) => {
      if (await turn(play, tokens, end)) return
      await play.still('pipe')
      const read = endOf(play.history, 1, 'pipe')?.recvQ === 0
      const last = play.history.findLast(({ kind }) => kind === 'sent' || kind === 'typed')
      // What was read and not shown: does it come on a terminal?
      if (play.over || last?.kind !== 'sent' || !read) return
      await play.end()
      play.forget()
      if (!(await play.begin({ onTerminal: true }))) return
      await meet(play, end)
      await turn(play, tokens, end)
    },
    (history) => bothWays(history) ?? onTerminalOnly(history),
  )

const typedAhead: Readonly<Record<End, Stage['play']>> = {
  async server(play, tokens) {
    const token = tokens.word()
    play.type(`${token}\n`, token)
    await play.still('ahead')
    await hears(play, tokens)
    await play.heard(1, token)
  },
  async client(play, tokens) {
    const [a, b] = [tokens.word(), tokens.word()]
    play.type(`${a}\n`, a)
    await play.heard(1, a)
    play.type(`${b}\n`, b)
    await play.still('ahead')
    await hears(play, tokens)
    await play.heard(1, b)
  },
}

/** Half a line does not end a turn, whatever is typed meanwhile. */
const halfLine = (end: End): Stage =>
  meeting(
    end,
    'half-line',
    async (play, tokens) => {
      if (end === 'client') await says(play, tokens)
      const [whole, answer] = [tokens.word(9), tokens.word()]
      const cut = 1 + tokens.below(whole.length - 2)
      play.send(1, whole.slice(0, cut))
      await play.read(1)
      play.type(`${answer}\n`, answer)
      await play.still('half')
      play.send(1, `${whole.slice(cut)}\n`, whole)
      await play.shown(whole)
      await play.heard(1, answer)
    },
    notEarly('half'),
  )

const twoInOne = (end: End): Stage =>
  meeting(end, 'two-in-one', async (play, tokens) => {
    if (end === 'client') await says(play, tokens)
    const [a, b] = [tokens.word(), tokens.word()]
    play.send(1, `${a}\n${b}\n`, a)
    await play.shown(a)
    await says(play, tokens)
    play.expect(1, b)
    await play.shown(b)
    await play.still('two')
    await says(play, tokens)
  })

const otherLeaves = (end: End): Stage =>
  meeting(
    end,
    'other-leaves',
    async (play, tokens) => {
      await turn(play, tokens, end)
      if (end === 'client') await says(play, tokens)
      play.finish(1)
      await play.closedBy(1)
      await play.still('left')
      if (!play.over) await play.busy('fin')
    },
    (history) => {
      const busy = lookAfter(history, 'fin')?.busy ?? 0
      if (busy > BUSY) return { expected: '0 %', got: `${Math.round(busy * 100)} %` }
      const left = endOf(history, 1, 'left')
      const there = endedBy(history) === null && left?.accepted === true
      return there ? { expected: 'close()', got: left.state } : bothWays(history)
    },
  )

const keyboardEnds = (end: End): Stage =>
  meeting(
    end,
    'eof',
    async (play, tokens) => {
      await turn(play, tokens, end)
      if (end === 'server') await hears(play, tokens)
      play.endKeyboard()
      await play.silent(1)
      await play.still('eof')
      if (play.over) return
      await play.busy('fin')
      play.finish(1)
      await play.closedBy(1)
      play.look('after')
    },
    (history) => {
      const busy = lookAfter(history, 'fin')?.busy ?? 0
      if (busy > BUSY) return { expected: '0 %', got: `${Math.round(busy * 100)} %` }
      return all(history, 'closed').length === 0 ? { expected: 'FIN', got: '' } : bothWays(history)
    },
  )

export const turns = (end: End): readonly Stage[] => [
  ...BEGIN[end],
  firstTurn(end),
  meeting(end, 'typed-ahead', typedAhead[end], notEarly('ahead')),
  meeting(end, 'second-turn', async (play, tokens) => {
    if (await turn(play, tokens, end)) await turn(play, tokens, end)
  }),
  halfLine(end),
  twoInOne(end),
  otherLeaves(end),
  keyboardEnds(end),
  ...(end === 'server' ? [restart(1)] : []),
]
