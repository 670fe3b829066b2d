/** Why the lab refused a page: what the reason of close code 1013 says. Counterpart: server/gateway/ws/page-places.ts. */
import type { ErrorCode, ErrorParams } from '#shared/errors/codes.ts'
import { RequestError } from './rest.ts'

/** Null for a reason that says nothing more. */
export function refusalOf(reason: string): RequestError | null {
  try {
    const { code, params } = JSON.parse(reason) as { code?: unknown; params?: ErrorParams }
    return typeof code === 'string' ? new RequestError(code as ErrorCode, code, params) : null
  } catch {
    return null
  }
}
