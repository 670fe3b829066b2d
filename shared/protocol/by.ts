/** Who asked for what concerns others: a pause, a disconnect. Counterparts: `events.ts`, `program.ts`; the gateway, which knows. */
import { Type, type Static } from 'typebox'

export const By = Type.Object({
  page: Type.Optional(
    Type.Integer({ description: 'number of the page, never given twice; absent: a call of the API' }),
  ),
  name: Type.Optional(Type.String({ description: 'the name of its newest participant; absent: it only looks on' })),
  address: Type.String({ description: 'the address that it asked from' }),
})
export type By = Static<typeof By>
