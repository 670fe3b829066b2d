/** A client that says no newline, and comes again when the lab has closed it. Counterparts: `bench/endless.ts`; `server/runtime/streams/endless-lines.load.test.ts`. */
import { once } from 'node:events'
import { connect } from 'node:net'

const PIECE = Buffer.alloc(65_536, 'x')
const LOOK_EVERY = 64 * PIECE.length

export interface Poured {
  readonly sent: number
  /** Connections that the lab closed. */
  readonly ended: number
}

/** Sends so many bytes at least. @param look called now and then meanwhile */
export async function pourEndless(port: number, bytes: number, look: () => Promise<void>): Promise<Poured> {
  let sent = 0
  let ended = 0
  let looked = 0
  while (sent < bytes) {
    const socket = connect(port, '127.0.0.1')
    let closed = false
    socket.on('error', () => {}).on('close', () => (closed = true))
    socket.resume()
    await once(socket, 'connect')
    while (!closed) {
      sent += PIECE.length
      if (!socket.write(PIECE)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {})
    }
    ended++
    if (sent - looked < LOOK_EVERY) continue
    looked = sent
    await look()
  }
  return { sent, ended }
}
