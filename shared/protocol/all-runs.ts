/** Stopping and freezing, of every run or one, as REST asks and answers it. Counterpart: `server/gateway/http/all-runs.ts`. */
import { Type, type Static } from 'typebox'

export const FreezeBody = Type.Object(
  { frozen: Type.Boolean({ description: 'whether what participants say stays unread' }) },
  { additionalProperties: false },
)

export const AllFrozen = Type.Object({
  frozenSince: Type.Union([Type.Integer(), Type.Null()], {
    description: 'milliseconds since 1970; null where each run stands for itself',
  }),
})
export type AllFrozen = Static<typeof AllFrozen>

export const AllStopped = Type.Object({ stopped: Type.Integer({ description: 'how many runs were stopped' }) })
export type AllStopped = Static<typeof AllStopped>
