/**
 * Opens a participant on a browser's behalf: a real TCP connection from this process to the run's own listener, so that
 * a browser's line passes the same kernel queues as anybody's. Counterparts: `pending-joins.ts`, `server/commands/`.
 * Invariant: the program cannot tell it from another client; the lab knows its name beforehand.
 */
import { LabError } from '../../core/errors.ts'
import { HIGH_WATER, type Connection, type Endpoint } from '../../endpoints/port.ts'
import { MAX_SEND_BYTES } from '#shared/model/constants.ts'
import type { By } from '#shared/protocol/by.ts'
import type { Run as RunView, StreamTransport } from '#shared/protocol/model.ts'
import type { PendingJoins } from './pending-joins.ts'
import { PieceSender, type PieceReader } from './pieces.ts'
import { loopbackOf, type WebParticipant } from '../run/web-participant.ts'

/** What a join needs of a run of connections. */
export interface Joinable {
  readonly id: string
  readonly joinable: boolean
  readonly pendingJoins: PendingJoins
  view(): RunView
  nameFor(raw: string): string
}

export interface JoinParts {
  readonly endpoints: Record<StreamTransport, Endpoint>
  readonly endOfTurn: (callback: () => void) => void
}

/**
 * Joins a run under a name. Throws what `freeName` throws, `run-not-running`, `not-joinable`, `no-web-listener`,
 * `too-many-participants`, `connection-failed`, and the code of a trouble that begins meanwhile.
 */
export async function joinRun(
  run: Joinable,
  asked: { readonly name: string; readonly by: By | undefined },
  { endpoints, endOfTurn }: JoinParts,
): Promise<WebParticipant> {
  const view = run.view()
  // A unix socket has no peer address: nothing would tell which connection is the browser's.
  const listener =
    view.listeners.find(({ transport }) => transport === 'tcp') ?? view.listeners.find(({ path }) => path === undefined)
  if (view.state !== 'running') throw new LabError('run-not-running', { run: run.id })
  if (!run.joinable) throw new LabError('not-joinable', { run: run.id })
  if (!listener || listener.transport === 'udp') throw new LabError('no-web-listener', { run: run.id })
  const name = run.nameFor(asked.name)

  const admitted = Promise.withResolvers<PieceReader>()
  admitted.promise.catch(() => {}) // a refusal can come before anybody waits for it
  const expected = {
    name,
    // A page goes by the name of its first participant.
    by: asked.by && { name, ...asked.by },
    admitted: admitted.resolve,
    refused: admitted.reject,
  }
  const { transport } = listener
  const connection = await run.pendingJoins.dial(
    () => endpoints[transport].dial(loopbackOf(listener.host), listener.port, 'pages'),
    expected,
  )
  return participantOn(connection, run, name, admitted, endOfTurn)
}

async function participantOn(
  connection: Connection,
  run: Joinable,
  name: string,
  admitted: PromiseWithResolvers<PieceReader>,
  endOfTurn: (callback: () => void) => void,
): Promise<WebParticipant> {
  let ended = false
  let gone = false
  const listeners: (() => void)[] = []
  connection.handle({
    // The browser gets what arrives here from the journal.
    read() {},
    ended: () => connection.close(),
    closed: (errno) => {
      gone = true
      run.pendingJoins.forget(connection)
      const { host, port } = connection.remote
      admitted.reject(new LabError('connection-failed', { host, port, errno: errno ?? 'EOF' }))
      for (const listener of listeners) listener()
    },
    took() {},
    readerDied() {},
  })
  connection.resume()
  const reader = await admitted.promise
  const { id } = reader
  const sender = new PieceSender(connection, reader, endOfTurn)
  return {
    run: run.id,
    id,
    name,
    get ended() {
      return ended
    },
    send(bytes, cuts = []) {
      if (gone || ended) throw new LabError('not-yours', { run: run.id, participant: id })
      // An empty write would send nothing.
      if (bytes.length === 0)
        throw new LabError('bad-message', { detail: `a send carries 1 to ${MAX_SEND_BYTES} bytes` })
      if (sender.full || sender.queued + connection.queued + bytes.length > HIGH_WATER) throw new LabError('overloaded')
      sender.send(bytes, cuts)
    },
    close(how) {
      ended = true
      if (how === 'reset') return connection.reset()
      sender.then(() => (how === 'half' ? connection.finish() : connection.close()))
    },
    onGone(listener) {
      if (gone) listener()
      else listeners.push(listener)
    },
  }
}
