import { Type, type Static } from 'typebox'
import { closed, eitherSide, stream, Target } from '#shared/options/schemas.ts'

export const options = Type.Object({ ...stream, ...eitherSide, target: Type.Optional(Target) }, closed)
export type Options = Static<typeof options>
