/** What a teacher does to a participant of a run. Counterparts: `events.ts`; `server/commands/hand.ts`. */
import { Type } from 'typebox'

export const ClassAct = Type.Union([
  Type.Literal('muted'),
  Type.Literal('heard'),
  Type.Literal('floor'),
  Type.Literal('open'),
  Type.Literal('kept-out'),
  Type.Literal('let-in'),
])
