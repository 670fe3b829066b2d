/** Stages of every server: that it starts, where it listens, that its port is free again at once. */
import { all, lookAfter, sinceStart, type History } from '../history/history.ts'
import type { Play } from './play.ts'
import type { Stage } from './stage.ts'

/** It has come to listen, or to connect, now or before it was started once more. */
export const hasBegun = (history: History): boolean =>
  history.some(({ kind }) => kind === 'listening' || kind === 'connected')
const listens = (history: History): boolean => sinceStart(history).some(({ kind }) => kind === 'listening')
export const portOf = (history: History): number => all(history, 'started')[0]?.port ?? 0

export const LISTEN: Stage = {
  id: 'listen',
  startsItself: true,
  async play(play) {
    await play.start()
    if (await play.listening()) play.look('listening')
  },
  judge: (history) =>
    listens(history)
      ? null
      : {
          expected: `LISTEN :${portOf(history)}`,
          got: (lookAfter(history)?.listeners ?? []).map(({ host, port }) => `LISTEN ${host}:${port}`).join(' '),
        },
}

/** On every address: the sheet's clients come from other machines. */
export const EVERY_ADDRESS: Stage = {
  id: 'every-address',
  async play(play) {
    await play.connect(1, '127.0.0.2')
  },
  judge(history) {
    const refused = all(history, 'refused')[0]
    return refused ? { expected: '127.0.0.2: connected', got: `127.0.0.2: ${refused.code}` } : null
  },
}

/** Killed while somebody is connected, its end closes first: TIME_WAIT stays on its port (RFC 9293, 3.6). */
export const restart = (clients: number): Stage => ({
  id: 'restart',
  async play(play, tokens) {
    for (let client = 1; client <= clients; client++) await play.connect(client)
    await play.accepted(...Array.from({ length: clients }, (_, i) => i + 1))
    play.send(1, `${tokens.word()}\n`)
    await play.read(1)
    await play.still('before')
    await play.kill()
    // Who answers FIN with FIN leaves the killed one's end in TIME_WAIT.
    for (let client = 1; client <= clients; client++) play.finish(client)
    await waitForTimeWait(play)
    play.look('killed')
    await play.start()
    await play.listening()
    play.look('again')
  },
  judge: (history) => (listens(history) ? null : { expected: `LISTEN :${portOf(history)}`, got: 'EADDRINUSE' }),
})

async function waitForTimeWait(play: Play): Promise<void> {
  for (let tries = 0; tries < 50 && play.tables().timeWait === 0; tries++)
    await new Promise((done) => setTimeout(done, 10))
}
