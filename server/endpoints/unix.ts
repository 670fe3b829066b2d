/**
 * Unix sockets (POSIX sockaddr_un) over node:net. Counterparts: `stream.ts`, which does the traffic; `tcp.ts`.
 * Invariant: a socket file that is in the way is removed only when nobody answers there; at its end a listener removes its own
 * file alone, whatever stands at its path by then.
 */
import { lstatSync, renameSync, unlinkSync, type Stats } from 'node:fs'
import type { Server } from 'node:net'
import { LabError } from '../core/errors.ts'
import { closed, listening, type ListeningOptions } from './listening.ts'
import type { BindAddress, Endpoint, ListenHandlers, OpenListener } from './port.ts'
import { dial, plainServer } from './sockets.ts'
import { StreamConnection } from './stream.ts'

/** Bytes of sun_path (unix(7)), less the NUL at its end. */
const LONGEST_PATH = 107
/** Only the user of the lab may connect, unless told otherwise. */
const OWN_USER = 0o600

/** The transport of stream sockets with a path (unix(7)). */
export function unixEndpoint(options: ListeningOptions): Endpoint {
  return {
    listen: (address, handlers) => listen(address, handlers, options),
    dial: async (path) => new StreamConnection(await dial({ path }, options.descriptors), 'unix', path),
  }
}

async function listen(
  address: BindAddress,
  handlers: ListenHandlers,
  options: ListeningOptions,
): Promise<OpenListener> {
  if (address.transport !== 'unix') throw new TypeError('a unix socket is bound by a path')
  const { path, mode = OWN_USER } = address
  if (Buffer.byteLength(path) > LONGEST_PATH) throw new LabError('path-unusable', { path, errno: 'ENAMETOOLONG' })
  const server = plainServer({}, options.descriptors, {
    accepted: (socket) => handlers.connected(new StreamConnection(socket, 'unix', path)),
    dropped: () => handlers.dropped(path, 'descriptors'),
  })
  try {
    await bind(server, path, mode, options)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw pathError(error, path)
    await removeStale(path, options)
    await bind(server, path, mode, options).catch((again: unknown) => Promise.reject(pathError(again, path)))
  }
  const bound = { transport: 'unix' as const, host: '', port: 0, path, mode, reachable: [] }
  const own = fileAt(path)
  return { bound, close: () => closeOwn(server, path, own) }
}

/** With the umask set around bind(2) the file never has more permissions than it shall. */
function bind(server: Server, path: string, mode: number, options: ListeningOptions): Promise<void> {
  const before = process.umask(0o777 & ~mode)
  try {
    return listening(server, { path }, options)
  } finally {
    process.umask(before)
  }
}

/** Resolves as `closed`. Node removes what stands at the path, synchronously: another's file is out of its way meanwhile. */
function closeOwn(server: Server, path: string, own: Stats | null): Promise<void> {
  const there = fileAt(path)
  if (there === null || isSame(there, own)) return closed(server)
  const aside = `${path}.${process.pid}`
  renameSync(path, aside)
  const done = closed(server)
  renameSync(aside, path)
  return done
}

/** What stands at a path, a link itself and not where it leads; null for nothing. */
const fileAt = (path: string): Stats | null => lstatSync(path, { throwIfNoEntry: false }) ?? null
const isSame = (one: Stats | null, other: Stats | null): boolean => one?.dev === other?.dev && one?.ino === other?.ino

/** Removes a socket file that a program left behind. Throws `path-in-use` where one answers, `path-taken` for other files. */
async function removeStale(path: string, { descriptors }: ListeningOptions): Promise<void> {
  const stale = fileAt(path)
  // It went by itself.
  if (stale === null) return
  if (!stale.isSocket()) throw new LabError('path-taken', { path })
  try {
    const { socket } = await dial({ path }, descriptors)
    socket.destroy()
  } catch (error) {
    // Only this says that nobody listens: a full backlog, for one, answers EAGAIN.
    if (error instanceof LabError && error.params['errno'] === 'ECONNREFUSED') {
      if (isSame(fileAt(path), stale)) unlinkSync(path)
      return
    }
  }
  throw new LabError('path-in-use', { path })
}

function pathError(error: unknown, path: string): LabError {
  if (error instanceof LabError) return error
  const { code = '' } = error as NodeJS.ErrnoException
  return code === 'EADDRINUSE'
    ? new LabError('path-in-use', { path }, error)
    : new LabError('path-unusable', { path, errno: code || String(error) }, error)
}
