/**
 * Question 1 of the worksheet, the server: it shows each line of the client that is connected to it.
 * Allowed: prefixes, banners, extra lines, either line end, the next client or the end of the program after a client.
 */
import { all, screenOf, sinceStart, lookAfter, type History } from '../history/history.ts'
import type { Play } from './play.ts'
import { endedBy, endOf, missingOnScreen, sentTokens } from '../history/seen.ts'
import type { Stage } from './stage.ts'
import { EVERY_ADDRESS, LISTEN, restart } from './listen.ts'

const LONG = 3000

async function line(play: Play, token: string, client = 1): Promise<void> {
  play.send(client, `${token}\n`, token)
  await play.shown(token)
}

/** One client connects, does this, and what stands on the screen is judged. */
const shown = (id: string, act: Stage['play'], more: Partial<Stage> = {}): Stage => ({
  id,
  async play(play, tokens) {
    await play.connect(1)
    await act(play, tokens)
    await play.still('end')
  },
  judge: missingOnScreen,
  ...more,
})

/** After the client has left by FIN. */
const goneWell = (history: History): boolean => {
  const end = endOf(history, 1, 'left')
  return end === undefined || !end.accepted
}

export const LINE_SERVER: readonly Stage[] = [
  LISTEN,
  EVERY_ADDRESS,
  {
    ...shown('one-line', async (play, tokens) => {
      const token = tokens.word()
      play.send(1, `${token}\n`, token)
      if ((await play.shown(token)) || play.over) return
      await play.still('pipe')
      // The same on a terminal: does it come now?
      await play.end()
      play.forget()
      await play.start({ onTerminal: true })
      await play.listening()
      await play.connect(1)
      play.send(1, `${token}\n`, token)
      await play.shown(token)
    }),
    judge: (history) =>
      missingOnScreen(history) ??
      // It came on the terminal alone.
      (all(history, 'started').length > 1
        ? { expected: `${sentTokens(history)[0]?.token ?? ''}\n`, got: screenOf(firstPart(history)) }
        : null),
  },
  shown('second-line', async (play, tokens) => {
    await line(play, tokens.word(14))
    await line(play, tokens.word(3))
  }),
  shown('two-in-one', async (play, tokens) => {
    const [a, b, c] = [tokens.word(), tokens.word(), tokens.word()]
    play.send(1, `${a}\n${b}\n`, a)
    await play.shown(a)
    play.expect(1, b)
    await play.shown(b)
    await play.still('two')
    await line(play, c)
  }),
  shown('empty-line', async (play, tokens) => {
    await line(play, tokens.word())
    play.send(1, '\n')
    await play.read(1)
    await play.still('empty')
    await line(play, tokens.word())
  }),
  shown('two-segments', async (play, tokens) => {
    const token = tokens.word(9)
    const cut = 1 + tokens.below(token.length - 1)
    await line(play, tokens.word())
    play.send(1, token.slice(0, cut))
    await play.read(1)
    await play.still('half')
    play.send(1, `${token.slice(cut)}\n`, token)
    await play.shown(token)
  }),
  shown('long-line', async (play, tokens) => {
    const token = tokens.word(LONG)
    await line(play, token)
  }),
  {
    ...shown('utf8-cut', async (play, tokens) => {
      const [before, after] = [tokens.word(), tokens.word()]
      play.send(1, `${before}\xc3`)
      await play.read(1)
      await play.still('half')
      play.send(1, `\xa9${after}\n`)
      play.expect(1, `${before}\xc3\xa9${after}`)
      await play.shown(after)
    }),
  },
  {
    ...shown('crlf', async (play, tokens) => {
      await line(play, tokens.word())
      const token = tokens.word()
      play.send(1, `${token}\r\n`, token)
      await play.shown(token)
    }),
    judge(history) {
      const token = sentTokens(history).at(-1)?.token ?? ''
      const screen = screenOf(sinceStart(history))
      // A CR at the very end of a line is allowed: a terminal does not show it.
      const inside = screen
        .split('\n')
        .find((text) => text.includes(`${token}\r`) && !/\r+$/.test(text.slice(text.indexOf(token))))
      const written = screen.includes(`${token}\\r`)
      return inside !== undefined || written
        ? { expected: `${token}\n`, got: (inside ?? screen).slice(-200) }
        : missingOnScreen(history)
    },
  },
  shown('last-line', async (play, tokens) => {
    await line(play, tokens.word())
    const token = tokens.word()
    play.send(1, token, token)
    await play.read(1)
    play.finish(1)
    await play.shown(token)
  }),
  {
    ...shown('after-fin', async (play, tokens) => {
      await line(play, tokens.word())
      play.finish(1)
      await play.closedBy(1)
      await play.still('left')
      if (!play.over) await play.busy('fin')
    }),
    judge(history) {
      if (endedBy(history) !== null) return null
      const busy = lookAfter(history, 'fin')?.busy ?? 0
      if (busy > BUSY) return { expected: '0 %', got: `${Math.round(busy * 100)} %` }
      return goneWell(history) ? null : { expected: 'close()', got: endOf(history, 1, 'left')?.state ?? '' }
    },
  },
  {
    ...shown('next-client', async (play, tokens) => {
      await line(play, tokens.word())
      play.finish(1)
      await play.closedBy(1)
      await play.still('left')
      if (play.over) return
      if (await play.connect(2)) await line(play, tokens.word(), 2)
    }),
    judge: (history) =>
      missingOnScreen(history) ?? (endedBy(history) ? { expected: 'accept', got: endedBy(history) ?? '' } : null),
    beyond: true,
  },
  {
    ...shown('reset', async (play, tokens) => {
      await line(play, tokens.word())
      play.reset(1)
      await play.still('reset')
      if (play.over) return
      if (await play.connect(2)) await line(play, tokens.word(), 2)
    }),
    judge: (history) =>
      endedBy(history) !== null ? { expected: 'accept', got: endedBy(history) ?? '' } : missingOnScreen(history),
    without: ['one-client-only'],
  },
  {
    ...shown('children', async (play, tokens) => {
      for (const client of [1, 2, 3]) {
        if (client > 1) await play.connect(client)
        await line(play, tokens.word(), client)
        play.finish(client)
        await play.closedBy(client)
        await play.still('left')
      }
    }),
    judge(history) {
      const zombies = lookAfter(history)?.zombies ?? 0
      // One that is waited for when the next client comes is no leak.
      return zombies > 1 ? { expected: 'wait()', got: `${zombies} Z` } : null
    },
    without: ['one-client-only'],
  },
  restart(1),
]

/** Of one processor: with nothing to do a program uses none. */
export const BUSY = 0.3

function firstPart(history: History): History {
  const second = history.findLastIndex(({ kind }) => kind === 'started')
  return history.slice(0, second)
}
