/**
 * Takes part in a run of datagrams on a browser's behalf: a real UDP socket of this process, connected to the run's door over
 * loopback. Counterparts: `web-participants.ts`, the same for connections; `datagram-run.ts`.
 */
import type { DatagramEndpoint, DatagramSocket, Place } from '../endpoints/datagram-port.ts'
import { LabError } from '../errors.ts'
import { cleanName, looksLike } from './names.ts'
import { loopbackOf, type WebParticipant } from './web-participants.ts'

export interface DatagramRoom {
  readonly run: string
  readonly endpoint: DatagramEndpoint
  readonly door: Place
  names(): string[]
  /** The socket is there; its number, or null when the run has ended meanwhile. */
  opened(socket: DatagramSocket, name: string): number | null
  left(socket: DatagramSocket, id: number): void
}

/** Throws `bad-name`, `name-taken`, `run-not-running`, `connection-failed`. */
export async function joinByDatagrams(rawName: string, room: DatagramRoom): Promise<WebParticipant> {
  const name = cleanName(rawName)
  const free = (): void => {
    if (room.names().some((taken) => looksLike(taken, name))) throw new LabError('name-taken', { name })
  }
  free()
  const host = loopbackOf(room.door.host)
  const socket = await room.endpoint.connect(host, { host, port: room.door.port })
  const listeners: (() => void)[] = []
  let gone = false
  try {
    free()
  } catch (error) {
    await socket.close()
    throw error
  }
  const id = room.opened(socket, name)
  if (id === null) {
    await socket.close()
    throw new LabError('run-not-running', { run: room.run })
  }
  // What it hears is in the journal, from where the browser gets it: here the kernel's queue is only emptied.
  socket.handle({ received() {}, failed() {} })
  socket.resume()
  return {
    run: room.run,
    id,
    name,
    sendsEmpty: true,
    get ended() {
      return gone
    },
    say(bytes) {
      if (gone) throw new LabError('not-yours', { run: room.run, participant: id })
      void socket.send(bytes, null)
    },
    leave() {
      if (gone) return
      gone = true
      room.left(socket, id)
      void socket.close()
      for (const listener of listeners) listener()
    },
    onGone(listener) {
      if (gone) listener()
      else listeners.push(listener)
    },
  }
}
