import { Type, type Static } from 'typebox'
import { closed, datagrams, Target } from '#shared/options/schemas.ts'
import { MAX_DATAGRAM } from '#shared/model/constants.ts'

export const options = Type.Object(
  {
    ...datagrams,
    target: Target,
    cut: Type.Union([Type.Literal('lines'), Type.Literal('blocks')], {
      default: 'lines',
      description: 'lines: each line of the keyboard is a datagram; blocks: so many bytes of it, whatever they are',
    }),
    size: Type.Integer({
      minimum: 1,
      maximum: MAX_DATAGRAM,
      default: 1024,
      description: 'bytes of a datagram where the keyboard is cut into blocks; the last one may be shorter',
    }),
    connected: Type.Boolean({
      default: false,
      description: 'connect before the first datagram: the kernel then tells when nobody listens at the target',
    }),
  },
  closed,
)
export type Options = Static<typeof options>
