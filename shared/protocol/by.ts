/** Who asked for a change of a run. Counterparts: `events.ts`, `program.ts`; `server/commands/`, which knows. */
import { Type, type Static } from 'typebox'

export const By = Type.Object({
  page: Type.Optional(
    Type.Integer({ description: 'number of the page, never given twice; absent: a call of the API' }),
  ),
  name: Type.Optional(Type.String({ description: 'the name of its newest participant; absent: it only looks on' })),
  teacher: Type.Optional(Type.Literal(true, { description: 'the teacher of a class asked' })),
  address: Type.String({ description: 'the address that it asked from' }),
})
export type By = Static<typeof By>
