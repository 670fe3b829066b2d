/** The REST calls of what is kept. Counterpart: `server/gateway/http/kept.ts`. Each rejects with a `LabError`. */
import type { Kept } from '#shared/protocol/kept.ts'
import type { Forgot } from '#shared/protocol/forget.ts'
import { call } from './rest.ts'

/** All that is kept is read from end to end, and copied: milliseconds. */
const FORGET_PATIENCE = 600_000
const ERASE_PATIENCE = 60_000

export const keptOf = (): Promise<Kept> => call('GET', '/api/kept')
export const erase = (run: string): Promise<null> =>
  call('DELETE', `/api/runs/${encodeURIComponent(run)}/kept`, { patience: ERASE_PATIENCE })
export const forget = (name: string): Promise<Forgot> =>
  call('POST', '/api/forget', { body: { name }, patience: FORGET_PATIENCE })
