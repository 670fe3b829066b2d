/**
 * Parts that the options of several programs have in common, as JSON Schema; the options of a program itself are in
 * `programs/<id>/options.ts`. Every option has a default, except a target, which nobody can guess.
 * Beside JSON Schema an option may say `listens` (only for a program that listens), `seldom` (few change it: the form keeps
 * it folded), `short` and `unit` (its letter and its value on the command line). Counterpart: `fields.ts`, which reads them.
 */
import { Type } from 'typebox'
import { HOST } from '../model/constants.ts'
import type { AnyOptions as Any, Target as TargetOption } from '../model/options.ts'

export const closed = { additionalProperties: false }

/** Longest idle time-out that may be asked for, in seconds. */
const MOST_INACTIVE_S = 3600

/** Of a program that reads lines from connections. */
export const stream = {
  maxLine: Type.Integer({
    minimum: 16,
    // Well below what the queue of a receiver can hold: one line must never be what resets it.
    maximum: 131_072,
    default: 16_384,
    seldom: true,
    description:
      'longest line in bytes, its end included; the rest of a longer one is discarded, and the event says so',
  }),
  idleTimeout: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: MOST_INACTIVE_S,
      default: 0,
      seldom: true,
      // -T is socat's own letter for it.
      short: 'T',
      unit: 'SECONDS',
      description:
        'seconds without a byte in either direction after which the program closes a connection that it has accepted, as socat -T does; 0 for never',
    }),
  ),
}

/** Of a program that listens. */
export const listening = {
  reuseAddress: Type.Boolean({
    default: true,
    listens: true,
    seldom: true,
    description: 'SO_REUSEADDR: listen although connections of an earlier program on this port are in TIME_WAIT',
  }),
}

/** Of a program that is on either side: as a client it has nothing of a listener. */
export const eitherSide = {
  reuseAddress: Type.Optional(listening.reuseAddress),
  role: Type.Union([Type.Literal('server'), Type.Literal('client')], { default: 'server' }),
}

export const Target = Type.Object(
  {
    host: Type.String({ minLength: 1, maxLength: 255, pattern: HOST }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  },
  closed,
)

/** Of a program that sends the lines of its keyboard as datagrams. */
export const datagrams = {
  maxLine: Type.Integer({
    minimum: 16,
    // A typed line may be too long for a datagram: the kernel refuses it then, and that is worth seeing.
    maximum: 131_072,
    default: 131_072,
    seldom: true,
    description: 'longest line of the keyboard in bytes, its end included; the rest of a longer one is discarded',
  }),
  lineEnd: Type.Boolean({
    default: true,
    seldom: true,
    description: 'a line of the keyboard is sent with its end, as socat and readline of Python do; else without it',
  }),
}

/** Options of some program, which are only passed on. */
export const AnyOptions = Type.Unsafe<Any>(
  Type.Object(
    {
      maxLine: Type.Optional(Type.Integer()),
      idleTimeout: Type.Optional(Type.Integer()),
      target: Type.Optional(Type.Unsafe<TargetOption>(Target)),
      reuseAddress: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: true },
  ),
)
