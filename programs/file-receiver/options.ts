import { Type, type Static } from 'typebox'
import { closed, listening, stream } from '#shared/options/schemas.ts'

/** A program that takes bytes as they come has no lines, and so no longest one. */
export const options = Type.Object({ idleTimeout: stream.idleTimeout, ...listening }, closed)
export type Options = Static<typeof options>
