/**
 * Errors that a person sees. Counterparts: `shared/errors/codes.ts`, their codes and statuses;
 * `shared/errors/text.en.ts`.
 */
import { STATUS, type ErrorBody, type ErrorCode, type ErrorParams } from '#shared/errors/codes.ts'
import { visible } from '#shared/net/visible.ts'
import { filled } from '#shared/errors/sentences.ts'
import { errors } from '#shared/errors/text.en.ts'

/** An error that a person sees. `message` is the complete English sentence, as it may be shown. */
export class LabError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams

  constructor(code: ErrorCode, params: ErrorParams = {}, cause?: unknown) {
    super(visible(filled(errors[code], params)), cause === undefined ? {} : { cause })
    this.code = code
    this.params = params
  }

  get status(): number {
    return STATUS[this.code]
  }

  body(): ErrorBody {
    return { code: this.code, message: this.message, params: this.params }
  }
}

/** Turns anything thrown into an error that can be shown; foreign errors become `internal`. */
export const toLabError = (thrown: unknown): LabError =>
  thrown instanceof LabError ? thrown : new LabError('internal', {}, thrown)
