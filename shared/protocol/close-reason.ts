/** Why a connection ended. Counterpart: `events.ts`. */
import { Type, type Static } from 'typebox'

export const CloseReason = Type.Union(
  [
    Type.Literal('finished'),
    Type.Literal('reset'),
    Type.Literal('slow-consumer'),
    Type.Literal('line-too-long'),
    Type.Literal('half-closed-too-long'),
    Type.Literal('half-closed-replaced'),
    Type.Literal('idle-timeout'),
    Type.Literal('run-stopped'),
    Type.Literal('not-stored'),
    Type.Literal('not-sent'),
    Type.Literal('no-process'),
    Type.Literal('forgotten'),
    Type.Literal('disconnected'),
    Type.Literal('failed'),
  ],
  {
    description:
      'finished: FIN in both directions; reset: RST (RFC 9293, 3.10.7); slow-consumer: took nothing for 10 s; half-closed-replaced: it had sent FIN longest ago, and made room where there was no place left for a newcomer; not-stored: its file could not be kept; not-sent: the file for it could not be read; no-process: the program forks, and the lab has as many child processes as it may; idle-timeout: not a byte in either direction for as long as the option `idleTimeout` says; forgotten: an address that sent no datagram for the longest time, when there were too many; disconnected: somebody asked for it, `by` says who and `how` by what; failed: any other error, named in errno',
  },
)
export type CloseReason = Static<typeof CloseReason>
