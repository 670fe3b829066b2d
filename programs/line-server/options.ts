import { Type, type Static } from 'typebox'
import { closed, listening, stream } from '#shared/options/schemas.ts'

export const options = Type.Object({ ...stream, ...listening }, closed)
export type Options = Static<typeof options>
