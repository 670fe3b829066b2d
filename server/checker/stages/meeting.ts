/** How a stage of two who speak with one another begins, whichever end the program is. Counterparts: `turns.ts`, `duplex.ts`. */
import { screenOf, sinceStart, type History } from '../history/history.ts'
import { missingAtOther, missingOnScreen, type Difference } from '../history/seen.ts'
import type { Play } from './play.ts'
import type { Stage } from './stage.ts'
import type { Tokens } from './tokens.ts'

export type End = 'server' | 'client'

/** The program that listens is connected to; the one that connects is here already. */
export const meet = async (play: Play, end: End): Promise<void> => {
  if (end === 'server') await play.connect(1)
}

/** The other end says a line. @returns whether it is shown */
export async function hears(play: Play, tokens: Tokens): Promise<boolean> {
  const token = tokens.word()
  play.send(1, `${token}\n`, token)
  return play.shown(token)
}

/** A line is typed. @returns whether it arrives */
export async function says(play: Play, tokens: Tokens): Promise<boolean> {
  const token = tokens.word()
  play.type(`${token}\n`, token)
  return play.heard(1, token)
}

/** All that was typed has arrived, all that was sent is shown. */
export const bothWays = (history: History): Difference | null => missingAtOther(history) ?? missingOnScreen(history)

/** They meet, this happens, and then all must be right. */
export const meeting = (
  end: End,
  id: string,
  act: (play: Play, tokens: Tokens) => Promise<void>,
  judge: Stage['judge'] = bothWays,
): Stage => ({
  id,
  async play(play, tokens) {
    await meet(play, end)
    await act(play, tokens)
    await play.still('end')
  },
  judge,
})

/** The screen of the last start, when the look after this was taken. */
export const screenAt = (history: History, after: string): string => {
  const index = history.findLastIndex((entry) => entry.kind === 'looked' && entry.after === after)
  return index < 0 ? '' : screenOf(sinceStart(history.slice(0, index)))
}
