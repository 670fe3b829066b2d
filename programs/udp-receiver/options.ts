import { Type, type Static } from 'typebox'
import { closed, datagrams } from '#shared/options/schemas.ts'

export const options = Type.Object(
  {
    ...datagrams,
    maximum: Type.Integer({
      minimum: 1,
      maximum: 65_535,
      default: 65_535,
      seldom: true,
      description: 'the argument of recvfrom in bytes: the rest of a longer datagram is lost, and the event says so',
    }),
    receiveBuffer: Type.Integer({
      minimum: 0,
      maximum: 4_194_304,
      default: 0,
      seldom: true,
      description: 'SO_RCVBUF in bytes, of which Linux takes the double; 0 leaves it to the system',
    }),
  },
  closed,
)
export type Options = Static<typeof options>
