/**
 * The one registry of errors: code -> HTTP status, WebSocket close code, sentence. The page has its own sentences in
 * its catalogue, by the same codes (`wire/error-codes.ts`).
 */
import type { ErrorBody, ErrorCode, ErrorParams } from './wire/error-codes.ts'

interface Registered {
  readonly status: number
  /** What happened, where, what to do. `{name}` is filled from the parameters. */
  readonly sentence: string
}

export const ERRORS: Record<ErrorCode, Registered> = {
  'bad-request': { status: 400, sentence: 'The request is not valid: {detail}.' },
  'bad-message': { status: 400, sentence: 'The message does not follow the protocol: {detail}.' },
  'bad-name': {
    status: 400,
    sentence: 'The name "{name}" cannot be used: take 1 to 32 letters of one script, digits, spaces, - _ . or apostrophes.',
  },
  'name-taken': { status: 409, sentence: 'Somebody in this run has the name "{name}" or one that looks like it: choose another.' },
  'unknown-run': { status: 404, sentence: 'There is no run {run}.' },
  'run-not-running': { status: 409, sentence: 'Run {run} has ended: restart it, or choose one that is running.' },
  'not-joinable': { status: 409, sentence: 'The program of run {run} does not listen, so nobody can join it.' },
  'not-yours': { status: 403, sentence: 'Participant {participant} of run {run} is not one of yours, or has left.' },
  'port-in-use': { status: 409, sentence: 'Port {port} of {host} is in use{holder}: stop that program or choose another port.' },
  'port-denied': {
    status: 403,
    sentence: 'The system does not let this user listen on port {port} of {host}: choose one from 1024 to 65535.',
  },
  'address-unavailable': { status: 400, sentence: 'This machine has no address {host}: take 127.0.0.1 or 0.0.0.0.' },
  'no-free-port': { status: 409, sentence: 'Ports 8080 to 8179 are all in use: stop a run, or name another port.' },
  'too-many-runs': { status: 429, sentence: '{limit} runs are running, which is the most at once: stop one first.' },
  'too-many-participants': { status: 429, sentence: 'Run {run} has no room for another participant.' },
  'forbidden-origin': { status: 403, sentence: 'The page at {origin} may not use this lab: open the lab at its own address.' },
  'forbidden-host': { status: 403, sentence: 'This lab is not known as {host}: open it at one of the addresses it printed.' },
  overloaded: { status: 503, sentence: 'The program does not read fast enough to take more now: wait, then send again.' },
  'journal-failed': { status: 503, sentence: 'The journal cannot be written ({detail}): reading waits until it can.' },
  'journal-full': { status: 507, sentence: 'The journal of run {run} is full ({limit} events): the run reads no more. Start a new one.' },
  'disk-full': { status: 507, sentence: 'The disk is full: reading waits until there is room for the journal.' },
  'connection-failed': { status: 502, sentence: 'The connection to port {port} of {host} failed: {errno}.' },
  'not-found': { status: 404, sentence: 'There is nothing at {path}.' },
  internal: { status: 500, sentence: 'The lab failed to do this; its log on the terminal says more.' },
}

/** An error that a person is told of. `message` is the complete English sentence. */
export class LabError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams

  constructor(code: ErrorCode, params: ErrorParams = {}, cause?: unknown) {
    super(fill(ERRORS[code].sentence, params), cause === undefined ? {} : { cause })
    this.code = code
    this.params = params
  }

  get status(): number {
    return ERRORS[this.code].status
  }

  body(): ErrorBody {
    return { code: this.code, message: this.message, params: this.params }
  }
}

/** Anything that was thrown, as an error that can be shown; what is not ours becomes `internal`. */
export const toLabError = (thrown: unknown): LabError =>
  thrown instanceof LabError ? thrown : new LabError('internal', {}, thrown)

const fill = (sentence: string, params: ErrorParams): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
