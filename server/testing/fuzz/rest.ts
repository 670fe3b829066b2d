/**
 * The REST side of a lab under chance: every answer is checked. Invariant: a problem is told once, with the call that it
 * came of.
 */
import type { TSchema } from 'typebox'
import type { Type } from 'typebox'
import { STATUS, type ErrorBody } from '#shared/errors/codes.ts'
import { LabEvent } from '#shared/protocol/events.ts'
import { Run } from '#shared/protocol/model.ts'
import { EventPage, Health, ObservationList, ParticipantList, ProgramList, RunList } from '#shared/protocol/rest.ts'
import { AllFrozen, AllStopped } from '#shared/protocol/all-runs.ts'
import { Forgot } from '#shared/protocol/forget.ts'
import { FileList, FileView } from '#shared/protocol/transfers.ts'
import { brokenLines } from './take-home.ts'
import { checkOf, ErrorShape, type Check } from './schemas.ts'

/** What a call that succeeded answers, by its method and path. */
const ROUTES: readonly [RegExp, Check][] = (
  [
    [/^GET \/health\b/, Health],
    [/^GET \/programs\b/, ProgramList],
    [/^GET \/runs /, RunList],
    [/^POST \/runs /, Run],
    [/^(GET|DELETE) \/runs\/[^/]+ \(/, Run],
    [/^(POST|DELETE) \/runs\/[^/]+\/listeners(\/\d+)? /, Run],
    [/^GET \/runs\/[^/]+\/events\b/, EventPage],
    [/^GET \/runs\/[^/]+\/observations\b/, ObservationList],
    [/^GET \/runs\/[^/]+\/participants\b/, ParticipantList],
    [/^GET \/runs\/[^/]+\/files /, FileList],
    [/^POST \/forget /, Forgot],
    [/^POST \/freeze /, AllFrozen],
    [/^POST \/runs\/[^/]+\/freeze /, Run],
    [/^POST \/stop-all /, AllStopped],
    [/^PUT \/runs\/[^/]+\/upload\b/, FileView],
  ] as const
).map(([route, schema]) => [route, checkOf(schema as TSchema)])

const refusal = checkOf(ErrorShape)
const event = checkOf(LabEvent)
/** A stop drains for 10 s at most. */
const PATIENCE_MS = 30_000

export interface Answer<T> {
  readonly status: number
  readonly body: T | undefined
  readonly error: ErrorBody | undefined
  /** Of an answer that is no JSON. */
  readonly text?: string
}

export class Rest {
  readonly #url: string
  readonly #problem: (what: string) => void

  constructor(port: number, problem: (what: string) => void) {
    this.#url = `http://127.0.0.1:${port}/api`
    this.#problem = problem
  }

  /** Calls, and checks the answer against what the protocol promises. A body that is not text goes as JSON. */
  async call<T = unknown>(
    method: string,
    path: string,
    body?: object | string,
    type = 'application/json',
  ): Promise<Answer<T>> {
    const call = `${method} ${path}`
    const asked = performance.now()
    try {
      const answer = await fetch(`${this.#url}${path}`, {
        method,
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(body !== undefined && {
          headers: { 'content-type': type },
          body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
        }),
      })
      const text = await answer.text()
      return this.#checked<T>(`${call} (${Math.round(performance.now() - asked)} ms)`, answer, text)
    } catch (error) {
      const { cause = error } = error as { cause?: unknown }
      this.#problem(`${call}: no answer: ${String(cause)}`)
      return { status: 0, body: undefined, error: undefined }
    }
  }

  #checked<T>(call: string, { status, headers }: Response, text: string): Answer<T> {
    const wrong = (what: string) => this.#problem(`${call}: ${status}: ${what}`)
    if (status < 300) {
      const [, check] = ROUTES.find(([route]) => route.test(call)) ?? []
      if (!check) return { status, body: undefined, error: undefined, text }
      const body = JSON.parse(text) as T
      const fault = check(body)
      if (fault) wrong(fault)
      return { status, body, error: undefined }
    }
    let error: ErrorBody | undefined
    try {
      error = JSON.parse(text) as ErrorBody
      const fault = refusal(error)
      if (fault) wrong(fault)
      else if (STATUS[error.code] !== status) wrong(`the code ${error.code} goes with another status`)
    } catch {
      wrong(`no body of a refusal: ${text.slice(0, 300)}`)
    }
    if (status >= 500 && (status !== 503 || !headers.has('retry-after'))) wrong(`a status that is none: ${text}`)
    return { status, body: undefined, error }
  }

  /** The whole journal of a run, payloads cut as a page gets them; numbers without a gap. */
  async journal(run: string): Promise<LabEvent[]> {
    const all: LabEvent[] = []
    for (;;) {
      const path = `/runs/${run}/events?after=${all.length}&limit=1000&preview=1024`
      const { body } = await this.call<EventPage>('GET', path)
      if (!body) return all
      for (const one of body.events) {
        if (one.seq !== all.length + 1) this.#problem(`run ${run}: event ${one.seq} follows ${all.length}`)
        const fault = event(one)
        if (fault) this.#problem(`run ${run}: ${fault}`)
        all.push(one)
      }
      if (body.scanned >= body.lastSeq) return all
    }
  }

  /** Takes a run home. @param journal all of it, where it has ended */
  async file(run: string, format: string, names: string, journal?: readonly LabEvent[]): Promise<void> {
    const { text, error } = await this.call('GET', `/runs/${run}/export?format=${format}&names=${names}`)
    if (text === '') this.#problem(`run ${run}: an empty file of ${format}`)
    if (error && format === 'jsonl' && journal) this.#problem(`run ${run} cannot be taken home: ${error.message}`)
    if (text === undefined || format !== 'jsonl') return
    for (const what of brokenLines(text, names === 'names' ? journal : [])) this.#problem(`run ${run}: ${what}`)
  }

  /** All observations of a run can be read, numbered without a gap, each placed at an event that there is. */
  async observations(run: string, newest: number): Promise<number> {
    for (let after = 0; ;) {
      const { body } = await this.call<Type.Static<typeof ObservationList>>(
        'GET',
        `/runs/${run}/observations?after=${after}`,
      )
      for (const one of body?.observations ?? []) {
        if (one.number !== ++after) this.#problem(`run ${run}: observation ${one.number} stands at ${after}`)
        if (one.after > newest)
          this.#problem(`run ${run}: observation ${one.number} is after ${one.after} of ${newest}`)
      }
      if (!body || body.next === null) return after
    }
  }
}
