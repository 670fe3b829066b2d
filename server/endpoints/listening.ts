/** What every server of streams does alike, whatever its transport: listens, closes. */
import type { ListenOptions, Server } from 'node:net'
import type { Descriptors } from '../admission/descriptors.ts'
import { BACKLOG } from '#shared/model/constants.ts'

export interface ListeningOptions {
  /** Of the process: what is accepted and dialled counts there. */
  readonly descriptors: Descriptors
}

/**
 * Calls bind(2) and listen(2); bind happens before this returns where `where` has a path. Rejects with their error. Throws
 * `no-descriptors`.
 */
export function listening(server: Server, where: ListenOptions, { descriptors }: ListeningOptions): Promise<void> {
  const place = descriptors.must('programs')
  server.once('close', () => place.giveBack())
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => {
      place.giveBack()
      reject(error)
    }
    server.once('error', failed)
    server.listen({ ...where, backlog: BACKLOG }, () => {
      server.off('error', failed)
      resolve()
    })
  })
}

/** Resolves when it listens no more and its last connection is gone. */
export const closed = (server: Server): Promise<void> => new Promise((done) => server.close(() => done()))
