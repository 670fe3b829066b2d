/**
 * One client of the load: a connection that reads into memory of its own, so that a read costs no allocation.
 * Counterpart: `crowd.ts`.
 */
import { connect, type Socket } from 'node:net'

/** As much as Node asks the kernel for at once. */
const READ_SIZE = 65_536

/**
 * Connects to a peer on this machine. Rejects when it does not answer.
 * @param read told of each read: the first `end` bytes of `data`, valid during the call only
 * @param gone told when the peer ended the connection, or an error did
 */
export function openClient(port: number, read: (data: Buffer, end: number) => void, gone: () => void): Promise<Socket> {
  const memory = Buffer.alloc(READ_SIZE)
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: {
        buffer: memory,
        callback: (end) => {
          read(memory, end)
          return true
        },
      },
    })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      // An error is followed by `close`, which is what counts here.
      socket.on('error', () => {})
      socket.on('close', gone)
      resolve(socket)
    })
  })
}
