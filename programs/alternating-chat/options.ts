import { Type, type Static } from 'typebox'
import { closed, eitherSide, stream, Target } from '#shared/options/schemas.ts'

export const options = Type.Object(
  {
    ...stream,
    ...eitherSide,
    begins: Type.Union([Type.Literal('as-the-sheet'), Type.Literal('reading'), Type.Literal('writing')], {
      default: 'as-the-sheet',
      description: 'the sheet has the client begin by writing, the server by reading; both may be turned round',
    }),
    target: Type.Optional(Target),
  },
  closed,
)
export type Options = Static<typeof options>
