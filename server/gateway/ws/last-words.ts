/**
 * What a page has said before its connection was reset is heard. A tab that closes says so (1001, RFC 6455, 7.4.1), and closes its
 * connection in the same moment; where bytes of the lab's were still under way to it, its system resets. A write that comes before
 * the next read then fails, and Node would close the connection at once, unread: a tab that has closed would be taken for a cut of
 * the network. Counterpart: `server.ts`, where the two are told apart.
 */
import type { Socket } from 'node:net'

/** What has come is read within this time of the failure, and the reading ends the connection; else the failure does. */
const LAST_MS = 250

type Done = (error?: Error | null) => void

/** @param raw the connection of a WebSocket */
export function hearLastWords(raw: Socket): void {
  let timer: NodeJS.Timeout | null = null
  raw.on('close', () => timer && clearTimeout(timer))
  /** Nobody reads what is written any more: it counts as written, so that reading goes on. */
  const unlessReset =
    (done: Done): Done =>
    (error) => {
      if (!isReset(error)) return done(error)
      timer ??= setTimeout(() => raw.destroy(error), LAST_MS)
      done()
    }
  const write = raw._write.bind(raw)
  raw._write = (bytes, encoding, done) => write(bytes, encoding, unlessReset(done))
  const writeMany = raw._writev?.bind(raw)
  if (writeMany) raw._writev = (chunks, done) => writeMany(chunks, unlessReset(done))
}

const isReset = (error?: NodeJS.ErrnoException | null): error is NodeJS.ErrnoException =>
  error?.code === 'EPIPE' || error?.code === 'ECONNRESET'
