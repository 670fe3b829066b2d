import { Type, type Static } from 'typebox'
import { closed, listening, stream } from '#shared/options/schemas.ts'

const Sending = Type.Union([Type.Literal('queues'), Type.Literal('sendall')], {
  default: 'queues',
  description:
    'queues: keeps what a client does not take in a queue of its own, and pauses only who fills it; sendall: stands in sendall until the client takes it, and everybody waits',
})

export const options = Type.Object({ ...stream, ...listening, sending: Sending }, closed)
export type Options = Static<typeof options>
