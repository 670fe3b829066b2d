/** The first stage of every client: that it connects, and where. */
import { all, type History } from '../history/history.ts'
import type { Stage } from './stage.ts'

const connected = (history: History): boolean => history.some(({ kind }) => kind === 'connected')

export const CONNECTS: Stage = {
  id: 'connects',
  startsItself: true,
  async play(play, tokens) {
    if ((await play.begin()) || play.over) return
    // Does it wait for its keyboard first?
    play.type(`${tokens.word()}\n`)
    await play.came(1)
    play.look('typed')
  },
  judge(history) {
    const began = history.findIndex(({ kind }) => kind === 'typed')
    const stray = all(history, 'strayed')[0]
    if (began < 0 && connected(history)) return null
    return { expected: 'connect()', got: stray ? `connect(${stray.host}:${stray.port})` : '' }
  },
}
