/** What the lab keeps of runs that have ended, and for how long, as REST tells it. */
import { Type, type Static } from 'typebox'

const orNull = (description: string) => Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], { description })

export const Kept = Type.Object({
  days: orNull('after its end a run is kept so long; null: for ever'),
  limit: orNull('bytes that all runs may take: beyond, the oldest are deleted; null: any'),
  runs: Type.Integer({ description: 'that have ended, and are kept' }),
  bytes: Type.Integer({ description: 'of the journal and of the files, runs that go on included' }),
  deleted: Type.Integer({
    description: 'runs that were deleted for their age or for want of room, since the lab started',
  }),
})
export type Kept = Static<typeof Kept>
