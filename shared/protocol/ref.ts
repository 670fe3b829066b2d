/** Of the messages in `messages.ts` and `class-messages.ts`. */
import { Type } from 'typebox'

/**
 * Correlates a request with its `joined`, `done` or `failed`; unique within a session, so that a repeat is recognised.
 */
export const Ref = Type.Integer({ minimum: 1 })
