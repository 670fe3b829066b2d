/** Why a connection was not admitted to a run. Counterpart: `events.ts`. */
import { Type } from 'typebox'

export const RefusalReason = Type.Union([
  Type.Literal('run-full'),
  Type.Literal('address-full'),
  Type.Literal('too-soon'),
  Type.Literal('kept-out'),
  Type.Literal('descriptors'),
  Type.Literal('not-tls'),
  Type.Literal('certificate-refused'),
  Type.Literal('handshake-failed'),
  Type.Literal('handshake-timeout'),
])
