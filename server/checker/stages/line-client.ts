/**
 * Question 2 of the worksheet, the client: each line of the keyboard goes to the server at once, as it was typed. The server answers
 * nothing. At Ctrl+D it ends; nc(1), as the server, closes its side after that FIN.
 */
import { all, heardBy, lookAfter, sinceStart, type History } from '../history/history.ts'
import { endedBy, lastError, typedBytes, type Difference } from '../history/seen.ts'
import { BUSY } from './line-server.ts'
import { CONNECTS } from './connect.ts'
import type { Play } from './play.ts'
import type { Stage } from './stage.ts'

const LONG = 3000
const SHOWN = 600
/** More than the buffers of C (4,096 bytes) and Python (8,192) hold, less than a pipe does (pipe(7): 65,536). */
const FILLER = 20_000

/** All that was typed, and nothing else. */
function exactly(history: History): Difference | null {
  const heard = heardBy(sinceStart(history), 1)
  const typed = typedBytes(history)
  return heard === typed ? null : { expected: typed.slice(-SHOWN), got: heard.slice(-SHOWN) }
}

async function line(play: Play, text: string): Promise<boolean> {
  play.type(`${text}\n`, text)
  return play.heard(1, text)
}

const sent = (id: string, act: Stage['play']): Stage => ({
  id,
  async play(play, tokens) {
    await act(play, tokens)
    await play.still('end')
  },
  judge: exactly,
})

export const LINE_CLIENT: readonly Stage[] = [
  CONNECTS,
  {
    ...sent('line-sent', async (play, tokens) => {
      if ((await line(play, tokens.word())) || play.over) return
      await play.still('one')
      // Is it a buffer that fills, or does all come at the end?
      let bytes = ''
      while (bytes.length < FILLER) bytes += `${tokens.word(50)}\n`
      play.type(bytes)
      await play.still('more')
      if (play.history.some(({ kind }) => kind === 'heard') || play.over) return
      play.endKeyboard()
      await play.silent(1)
    }),
    judge: (history) =>
      // What has come in the end only has not come at once.
      history.some((entry) => entry.kind === 'looked' && entry.after === 'one')
        ? { expected: typedBytes(history).slice(0, typedBytes(history).indexOf('\n') + 1), got: '' }
        : exactly(history),
  },
  sent('second-line', async (play, tokens) => {
    await line(play, tokens.word(12))
    await line(play, tokens.word(3))
  }),
  sent('spaces', (play, tokens) => line(play, `  ${tokens.word()}  ${tokens.word()}\t `).then(() => {})),
  sent('empty-line', async (play, tokens) => {
    await line(play, tokens.word())
    play.type('\n')
    await play.still('empty')
    await line(play, tokens.word())
  }),
  sent('accents', async (play, tokens) => {
    await line(play, `${tokens.word()}\xc3\xa9\xe2\x82\xac${tokens.word()}`)
    await line(play, tokens.word())
  }),
  sent('long-line', async (play, tokens) => {
    await line(play, tokens.word(LONG))
    await line(play, tokens.word())
  }),
  {
    ...sent('eof', async (play, tokens) => {
      await line(play, tokens.word())
      play.endKeyboard()
      await play.silent(1)
      await play.still('eof')
      if (play.over) return
      await play.busy('fin')
      play.finish(1)
      await play.ended()
      play.look('after')
    }),
    judge(history) {
      const busy = lookAfter(history, 'fin')?.busy ?? 0
      if (busy > BUSY) return { expected: '0 %', got: `${Math.round(busy * 100)} %` }
      if (all(history, 'closed').length === 0) return { expected: 'FIN', got: '' }
      if (endedBy(history) === null) return { expected: 'exit', got: '' }
      return /^\w*(Error|Exception)\b/.test(lastError(history))
        ? { expected: 'exit', got: lastError(history) }
        : exactly(history)
    },
  },
]
