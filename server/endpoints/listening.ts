/** What every server of streams does alike, whatever its transport: listens, drops what is too much, closes. */
import type { DropArgument, ListenOptions, Server } from 'node:net'
import { BACKLOG } from '#shared/model/constants.ts'
import type { ListenHandlers } from './port.ts'

export interface ListeningOptions {
  /** Connections of one listener beyond which new ones are dropped, with a word, before descriptors run out. */
  readonly maxConnections: number
}

/** Drops and tells connections beyond the limit: without one, running out of descriptors closes them without any event. */
export function limit(
  server: Server,
  { maxConnections }: ListeningOptions,
  handlers: ListenHandlers,
  nameOf: (dropped?: DropArgument) => string,
): void {
  server.maxConnections = maxConnections
  server.on('drop', (dropped) => handlers.dropped(nameOf(dropped), 'descriptors'))
}

/** Calls bind(2) and listen(2); bind happens before this returns where `where` has a path. Rejects with their error. */
export function listening(server: Server, where: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ ...where, backlog: BACKLOG }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Resolves when it listens no more and its last connection is gone. */
export const closed = (server: Server): Promise<void> => new Promise((done) => server.close(() => done()))
