/**
 * Joins a run of datagrams on a browser's behalf: a real UDP socket of this process, connected to the run's listener
 * over loopback. Counterparts: `runtime/streams/web-participants.ts`, the same for connections; `datagram-run.ts`.
 */
import type { SocketAddress } from '#shared/net/address.ts'
import type { DatagramEndpoint, DatagramSocket } from '../../endpoints/datagram-port.ts'
import { LabError } from '../../core/errors.ts'
import { loopbackOf, type WebParticipant } from '../run/web-participant.ts'

export interface DatagramRoom {
  readonly run: string
  readonly endpoint: DatagramEndpoint
  readonly listener: SocketAddress
  /** The name as it may be shown now. Throws what `freeName` throws. */
  nameFor(raw: string): string
  /** Adds the socket and returns its number, null if the run has ended meanwhile. Calls `over` when the run ends. */
  opened(socket: DatagramSocket, name: string, over: () => void): number | null
  left(socket: DatagramSocket, id: number): void
}

/** Throws what `freeName` throws, `run-not-running`, `connection-failed`, `no-descriptors`. */
export async function joinByDatagrams(rawName: string, room: DatagramRoom): Promise<WebParticipant> {
  const name = room.nameFor(rawName)
  const host = loopbackOf(room.listener.host)
  const socket = await room.endpoint.connect(host, { host, port: room.listener.port }, 'pages')
  const listeners: (() => void)[] = []
  let gone = false
  try {
    room.nameFor(name)
  } catch (error) {
    await socket.close()
    throw error
  }
  const over = (): void => {
    if (gone) return
    gone = true
    for (const listener of listeners) listener()
  }
  const id = room.opened(socket, name, over)
  if (id === null) {
    await socket.close()
    throw new LabError('run-not-running', { run: room.run })
  }
  // The browser gets what arrives here from the journal: reading only empties the kernel's queue.
  socket.handle({ received() {}, failed() {} })
  socket.resume()
  return {
    run: room.run,
    id,
    name,
    get ended() {
      return gone
    },
    send(bytes, cuts = []) {
      if (gone) throw new LabError('not-yours', { run: room.run, participant: id })
      if (cuts.length > 0) throw new LabError('bad-message', { detail: 'a datagram leaves in one piece' })
      void socket.send(bytes, null)
    },
    close() {
      if (gone) return
      room.left(socket, id)
      void socket.close()
      over()
    },
    onGone(listener) {
      if (gone) listener()
      else listeners.push(listener)
    },
  }
}
