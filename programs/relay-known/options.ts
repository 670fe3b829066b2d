import { Type, type Static } from 'typebox'
import { closed, listening, stream } from '#shared/options/schemas.ts'

export const options = Type.Object(
  {
    ...stream,
    ...listening,
    count: Type.Integer({ minimum: 2, maximum: 20, default: 3, description: 'how many clients the program accepts' }),
    strategy: Type.Union([Type.Literal('in-turn'), Type.Literal('process-each'), Type.Literal('unknown')], {
      default: 'in-turn',
      description:
        'in-turn: reads client 1, then 2, ...; process-each: a process for each client; unknown: alternates accept and reads, for a number nobody knows',
    }),
  },
  closed,
)
export type Options = Static<typeof options>
