/**
 * What a page asks for, as commands, checked. Pure. Counterparts: `session.ts`, which answers; `server/commands/`, which carries out.
 */
import type { Command } from '../../commands/command.ts'
import { LabError } from '../../core/errors.ts'
import { MAX_SEND_BYTES } from '#shared/model/constants.ts'
import type { ClientMessage } from '#shared/protocol/messages.ts'

/** What is answered under its `ref`. */
export type Request = Extract<ClientMessage, { ref: number }>

const OF_CLASS = [
  'watch-wall',
  'show',
  'give-back',
  'lower-hand',
  'write-notice',
  'raise-hand',
  'lead',
  'stop-leading',
  'start-for-each',
] as const satisfies readonly Request['type'][]

/** What is about the class, and no run. */
export type OfClass = Extract<Request, { type: (typeof OF_CLASS)[number] }>

export const isOfClass = (message: Request): message is OfClass =>
  (OF_CLASS as readonly Request['type'][]).includes(message.type)

/** The command of a request. Throws `bad-message`. */
export function commandOf(
  message: Exclude<Request, OfClass | { type: 'join' }>,
): Extract<Command, { type: Exclude<Request['type'], 'join' | OfClass['type']> }> {
  if (message.type === 'lock') return { type: 'lock', locked: message.locked }
  if (message.type === 'new-pin') return { type: 'new-pin' }
  if (message.type === 'stop-all') return { type: 'stop-all' }
  if (message.type === 'freeze') return { type: 'freeze', run: message.run, frozen: message.frozen }
  const { run } = message
  switch (message.type) {
    case 'send': {
      const { participant, cuts = NO_CUTS } = message
      const bytes = payload(message.bytes, 0)
      checkCuts(cuts, bytes.length)
      return { type: 'send', run, participant, bytes, cuts }
    }
    case 'close':
      return { type: 'close', run, participant: message.participant, how: message.how }
    case 'type':
      return { type: 'type', run, bytes: payload(message.bytes, 1) }
    case 'type-end':
      return { type: 'type-end', run }
    case 'set-stepper':
      return { type: 'set-stepper', run, state: message.state }
    case 'disconnect':
      return { type: 'disconnect', run, participant: message.participant, how: message.how }
    case 'mute':
      return { type: 'mute', run, participant: message.participant, muted: message.muted }
    case 'keep-out':
      return { type: 'keep-out', run, participant: message.participant }
    case 'let-in':
      return { type: 'let-in', run, participant: message.participant }
    case 'give-floor':
      return { type: 'give-floor', run, participant: message.participant }
    case 'name':
      return { type: 'name', run, participant: message.participant, name: message.name }
  }
}

const NO_CUTS: readonly number[] = []

/** Every piece has a byte. */
function checkCuts(cuts: readonly number[], size: number): void {
  if (cuts.some((cut, i) => cut <= (cuts[i - 1] ?? 0) || cut >= size)) {
    throw new LabError('bad-message', { detail: 'cuts must rise, from 1, and stay within the bytes' })
  }
}

/** @param least bytes: typing nothing is a mistake, sending nothing may be an empty datagram */
function payload(base64: string, least: number): Uint8Array {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length < least || bytes.length > MAX_SEND_BYTES) {
    throw new LabError('bad-message', { detail: `a send carries ${least} to ${MAX_SEND_BYTES} bytes` })
  }
  return bytes
}
