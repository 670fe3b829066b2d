import { Type, type Static } from 'typebox'
import { closed, stream, Target } from '#shared/options/schemas.ts'

export const options = Type.Object({ ...stream, target: Target }, closed)
export type Options = Static<typeof options>
