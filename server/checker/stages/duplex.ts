/**
 * Question 4 of the worksheet: both ends speak and listen at any time. Both can be checked. Ctrl+D ends one direction only: what the
 * other says afterwards is still shown. Allowed: that who hears the other's FIN ends at once.
 */
import { all, lookAfter, sinceStart, type History } from '../history/history.ts'
import { endOf, missingOnScreen, type Difference } from '../history/seen.ts'
import { CONNECTS } from './connect.ts'
import { BUSY } from './line-server.ts'
import { EVERY_ADDRESS, LISTEN, restart } from './listen.ts'
import { bothWays, hears, meet, meeting, says, type End } from './meeting.ts'
import type { Play } from './play.ts'
import type { Stage } from './stage.ts'

const BEGIN: Readonly<Record<End, readonly Stage[]>> = { server: [LISTEN, EVERY_ADDRESS], client: [CONNECTS] }

const onTerminalOnly = (history: History): Difference | null =>
  all(history, 'started').length > 1 ? { expected: 'flush', got: '' } : null

const isBusy = (history: History, after: string): Difference | null => {
  const busy = lookAfter(history, after)?.busy ?? 0
  return busy > BUSY ? { expected: '0 %', got: `${Math.round(busy * 100)} %` } : null
}

const heardOnly = (end: End): Stage =>
  meeting(
    end,
    'heard-only',
    async (play, tokens) => {
      const three = async (): Promise<boolean> =>
        (await hears(play, tokens)) && (await hears(play, tokens)) && hears(play, tokens)
      if (await three()) return
      await play.still('pipe')
      if (play.over || endOf(play.history, 1, 'pipe')?.recvQ !== 0) return
      // What was read and not shown: does it come on a terminal?
      await play.end()
      play.forget()
      if (!(await play.begin({ onTerminal: true }))) return
      await meet(play, end)
      await three()
    },
    (history) => bothWays(history) ?? onTerminalOnly(history),
  )

/** Its keyboard ends: FIN arrives, and what is said then is shown. */
const keyboardEnds = (end: End): Stage =>
  meeting(
    end,
    'eof',
    async (play, tokens) => {
      await says(play, tokens)
      play.endKeyboard()
      await play.silent(1)
      await play.still('eof')
      if (!play.over) await play.busy('fin')
      const closed = play.history.some(({ kind }) => kind === 'closed')
      if (closed) await hears(play, tokens)
    },
    (history) =>
      isBusy(history, 'fin') ??
      (all(history, 'closed').length === 0 ? { expected: 'FIN', got: '' } : bothWays(history)),
  )

/** Who is left when both directions have ended: nobody, or a server that takes the next client. */
export const leftBehind = (history: History): number => {
  const threads = (lookAfter(history, 'gone')?.threads ?? []).filter(({ state }) => state !== 'Z')
  const accepts = threads.some(({ call, at }) => call === 'accept' || (call === 'select' && at === 'listener'))
  const holds = endOf(history, 1, 'gone')?.accepted === true
  return accepts && !holds ? 0 : threads.length
}

const endsWell = (history: History): Difference | null => {
  const left = leftBehind(history)
  return isBusy(history, 'fin') ?? (left > 0 ? { expected: '0', got: `${left}` } : null)
}

/** Until nobody is left, or a server waits for the next. */
async function goes(play: Play): Promise<void> {
  await play.ended()
  play.look('gone')
}

export const duplex = (end: End): readonly Stage[] => [
  ...BEGIN[end],
  meeting(end, 'typed-only', async (play, tokens) => {
    for (let lines = 0; lines < 3; lines++) if (!(await says(play, tokens))) break
  }),
  heardOnly(end),
  meeting(end, 'both-speak', async (play, tokens) => {
    await hears(play, tokens)
    await says(play, tokens)
    await says(play, tokens)
    await hears(play, tokens)
    await hears(play, tokens)
    await says(play, tokens)
  }),
  meeting(
    end,
    'two-in-one',
    async (play, tokens) => {
      const [a, b] = [tokens.word(), tokens.word()]
      play.send(1, `${a}\n${b}\n`, a)
      await play.shown(a)
      play.expect(1, b)
      await play.shown(b)
      await play.still('two')
      await hears(play, tokens)
    },
    missingOnScreen,
  ),
  meeting(
    end,
    'two-segments',
    async (play, tokens) => {
      await hears(play, tokens)
      const token = tokens.word(9)
      const cut = 1 + tokens.below(token.length - 1)
      play.send(1, token.slice(0, cut))
      await play.read(1)
      await play.still('half')
      play.send(1, `${token.slice(cut)}\n`, token)
      await play.shown(token)
    },
    missingOnScreen,
  ),
  keyboardEnds(end),
  meeting(
    end,
    'both-end',
    async (play, tokens) => {
      await says(play, tokens)
      play.endKeyboard()
      await play.silent(1)
      play.finish(1)
      await goes(play)
    },
    endsWell,
  ),
  meeting(
    end,
    'other-leaves',
    async (play, tokens) => {
      await hears(play, tokens)
      play.finish(1)
      await play.still('left')
      if (!play.over) await play.busy('fin')
      play.endKeyboard()
      await goes(play)
    },
    endsWell,
  ),
  ...(end === 'server' ? [restart(1)] : []),
]

/** The lines sent after the program's FIN. */
export const afterFin = (history: History): string[] => {
  const closed = history.findIndex(({ kind }) => kind === 'closed')
  return closed < 0 ? [] : all(sinceStart(history).slice(closed), 'sent').flatMap(({ token }) => token ?? [])
}
