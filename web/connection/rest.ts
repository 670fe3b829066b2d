/**
 * The REST calls of the page, typed by the schemas of the protocol. Counterpart: server/gateway. Every failure is a `RequestError`
 * whose code has a sentence in the catalogue; nothing else is thrown, except an abort that the caller asked for.
 */
import { BASE } from './base.ts'
import { SESSION_HEADER } from '#shared/model/constants.ts'
import type {
  EventPage,
  Health,
  NameReply,
  ObservationList,
  ParticipantList,
  RunList,
  RunQuery,
  StartRun,
  TeacherReply,
} from '#shared/protocol/rest.ts'
import type { AttendanceQuery } from '#shared/protocol/attendance.ts'
import type { ErrorBody, ErrorCode, ErrorParams } from '#shared/errors/codes.ts'
import type { Moment, MomentQuery, Timeline } from '#shared/protocol/moment.ts'
import type { Observation } from '#shared/protocol/observations.ts'
import type { FileList, FileView } from '#shared/protocol/transfers.ts'
import type { ListenAddress, Run } from '#shared/protocol/model.ts'

/** What only the page can find out. */
export type PageOnlyCode = 'unreachable' | 'session-lost'
export type PageErrorCode = ErrorCode | PageOnlyCode

export class RequestError extends Error {
  readonly code: PageErrorCode
  readonly params: ErrorParams
  constructor(code: PageErrorCode, message: string, params: ErrorParams = {}) {
    super(message)
    this.name = 'RequestError'
    this.code = code
    this.params = params
  }
  static of(body: ErrorBody): RequestError {
    return new RequestError(body.code, body.message, body.params)
  }
}

/** What was thrown, as a `RequestError`: a fault of the page itself becomes `internal`, with its message kept. */
export function toRequestError(fault: unknown): RequestError {
  if (fault instanceof RequestError) return fault
  return new RequestError('internal', fault instanceof Error ? fault.message : String(fault))
}

/** True for the error of a call whose own signal was aborted: nobody waits for it any more. */
export function isAbort(fault: unknown): boolean {
  return fault instanceof DOMException && fault.name === 'AbortError'
}

export interface EventRange {
  after: number
  limit: number
  preview: number
  filter?: string
}

/** Reads events of one run, and people of one run who lived from event `from` to event `to`. */
export type ReadEvents = (range: EventRange, signal: AbortSignal) => Promise<EventPage>
export type ReadPeople = (from: number, to: number, signal: AbortSignal) => Promise<ParticipantList>

/** A lab that is there answers within this, even under load; milliseconds. */
const PATIENCE = 10_000
/** A run that stops may first deliver what it has read, for up to 10 s; milliseconds. */
const STOP_PATIENCE = 20_000

/** A lab that has no room for an answer says when to come again: so often the page does, then it says so itself. */
const RETRIES = 4
/** The wait is longer by up to this share, so that a class does not come back all at once. */
const SPREAD = 0.5
/** Without a time of the lab's, and at most; milliseconds. */
const AGAIN = 1000
const LONGEST = 10_000
/** Answers of which the people of one span may consist, a thousand people each. */
const PEOPLE_PAGES = 10
/** Answers of a thousand observations each that the page reads to learn since when something waits. */
const OBSERVATION_PAGES = 8

let session: string | null = null

/** Calls are those of this session's page from now on; null: of nobody in particular. */
export const callAs = (token: string | null): unknown => (session = token)

let overloadLasts: (error: RequestError) => void = () => {}

/** Calls when the lab still had no room for an answer after every retry. */
export function onLastingOverload(listener: (error: RequestError) => void): void {
  overloadLasts = listener
}

/** Longer than the lab keeps a wrong secret waiting. */
const LINK_PATIENCE = 12_000

export const rest = {
  /** @param patience milliseconds until the lab counts as unreachable */
  health: (patience: number): Promise<Health> => call('GET', '/api/health', { patience }),
  runs: (page: Partial<RunQuery> = {}): Promise<RunList> => call('GET', `/api/runs?${query(page)}`),
  run: (id: string): Promise<Run> => call('GET', `/api/runs/${encodeURIComponent(id)}`),
  start: (body: StartRun): Promise<Run> => call('POST', '/api/runs', { body }),
  stop: (id: string): Promise<Run> =>
    call('DELETE', `/api/runs/${encodeURIComponent(id)}`, { patience: STOP_PATIENCE }),
  openListener: (id: string, body: ListenAddress): Promise<Run> =>
    call('POST', `/api/runs/${encodeURIComponent(id)}/listeners`, { body }),
  closeListener: (id: string, listener: number): Promise<Run> =>
    call('DELETE', `/api/runs/${encodeURIComponent(id)}/listeners/${listener}`),
  /** Who was there since then, a row a person. @param since milliseconds since 1970 */
  attendance: (since: number, names: AttendanceQuery['names']): Promise<Blob> =>
    call('GET', `/api/attendance?${query({ since, names })}`, { whole: true, patience: null }),
  /** Changes the secret of the teacher's link for the teacher's key. */
  teacher: (secret: string): Promise<TeacherReply> =>
    call('POST', '/api/teacher', { body: { secret }, patience: LINK_PATIENCE }),
  events: (id: string, range: EventRange, signal: AbortSignal): Promise<EventPage> =>
    call('GET', `/api/runs/${encodeURIComponent(id)}/events?${query({ ...range })}`, { signal }),
  /** From the run's start; null where they are more than `OBSERVATION_PAGES` answers hold. */
  observations: async (id: string, signal: AbortSignal): Promise<Observation[] | null> => {
    const observations: Observation[] = []
    let next: number | null = 0
    for (let page = 0; page < OBSERVATION_PAGES && next !== null; page++) {
      const list: ObservationList = await call<ObservationList>(
        'GET',
        `/api/runs/${encodeURIComponent(id)}/observations?${query({ after: next })}`,
        { signal },
      )
      observations.push(...list.observations)
      next = list.next
    }
    return next === null ? observations : null
  },
  moment: (id: string, at: MomentQuery, signal: AbortSignal): Promise<Moment> =>
    call('GET', `/api/runs/${encodeURIComponent(id)}/moment?${query({ ...at })}`, { signal }),
  timeline: (id: string, signal: AbortSignal): Promise<Timeline> =>
    call('GET', `/api/runs/${encodeURIComponent(id)}/timeline`, { signal }),
  files: (id: string, signal: AbortSignal): Promise<FileList> =>
    call('GET', `/api/runs/${encodeURIComponent(id)}/files`, { signal }),
  /** Gives the run a file to send. No patience: it takes as long as it takes. */
  choose: (id: string, file: File, signal: AbortSignal): Promise<FileView> =>
    call('PUT', `/api/runs/${encodeURIComponent(id)}/upload?${query({ name: file.name.slice(-255) || 'file' })}`, {
      file,
      signal,
      patience: null,
    }),
  removeFile: (id: string, file: number): Promise<null> =>
    call('DELETE', `/api/runs/${encodeURIComponent(id)}/files/${file}`),
  /** Why nobody may join under this name now; null where one may. */
  nameRefused: async (id: string, name: string, signal: AbortSignal): Promise<RequestError | null> => {
    const { refused } = await call<NameReply>('GET', `/api/runs/${encodeURIComponent(id)}/name?${query({ name })}`, {
      signal,
    })
    return refused && RequestError.of(refused)
  },
  /** All of them, in as many answers as it takes; of more than `PEOPLE_PAGES` answers the first people by id. */
  participants: async (id: string, from: number, to: number, signal: AbortSignal): Promise<ParticipantList> => {
    const participants: ParticipantList['participants'] = []
    let next: number | null = 0
    for (let page = 0; page < PEOPLE_PAGES && next !== null; page++) {
      const asked: string = query({ from, to, after: next })
      const list = await call<ParticipantList>('GET', `/api/runs/${encodeURIComponent(id)}/participants?${asked}`, {
        signal,
      })
      participants.push(...list.participants)
      next = list.next
    }
    return { participants, next }
  },
}

interface CallOptions {
  body?: unknown
  file?: File
  signal?: AbortSignal
  /** The answer is a file. */
  whole?: true
  /** Milliseconds; null for as long as it takes. */
  patience?: number | null
}

/** A read that the lab has no room for is asked again, after the time that the lab says. */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await callOnce<T>(method, path, options)
    } catch (fault) {
      if (method !== 'GET' || !(fault instanceof Overload)) throw fault
      if (tries === RETRIES) {
        overloadLasts(fault)
        throw fault
      }
      await pause(fault.retryAfter * (1 + SPREAD * Math.random()), options.signal)
    }
  }
}

/** The lab had no room for the answer. */
class Overload extends RequestError {
  /** Milliseconds. */
  readonly retryAfter: number
  constructor({ code, message, params }: ErrorBody, retryAfter: string | null) {
    super(code, message, params)
    const seconds = Number(retryAfter ?? NaN)
    this.retryAfter = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, LONGEST) : AGAIN
  }
}

/** Rejects with the reason of the signal when nobody waits any more. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const gone = () => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', gone)
      resolve()
    }, ms)
    signal?.addEventListener('abort', gone, { once: true })
  })
}

async function callOnce<T>(method: string, path: string, options: CallOptions): Promise<T> {
  const { patience = PATIENCE } = options
  const signals = [
    ...(patience === null ? [] : [AbortSignal.timeout(patience)]),
    ...(options.signal ? [options.signal] : []),
  ]
  const headers: Record<string, string> = session === null ? {} : { [SESSION_HEADER]: session }
  const init: RequestInit = {
    method,
    cache: 'no-store',
    signal: AbortSignal.any(signals),
    headers,
  }
  if (options.body !== undefined) {
    init.body = JSON.stringify(options.body)
    headers['content-type'] = 'application/json'
  }
  if (options.file) {
    init.body = options.file
    headers['content-type'] = 'application/octet-stream'
  }
  let response: Response
  let body: unknown
  try {
    response = await fetch(`${BASE}${path}`, init)
    body = response.ok && options.whole ? await response.blob() : response.status === 204 ? null : await response.json()
  } catch (fault) {
    if (options.signal?.aborted) throw fault
    throw new RequestError('unreachable', `The lab did not answer ${method} ${path}.`)
  }
  if (response.status === 503 && isErrorBody(body) && body.code === 'overloaded') {
    throw new Overload(body, response.headers.get('retry-after'))
  }
  if (!response.ok)
    throw isErrorBody(body) ? RequestError.of(body) : new RequestError('internal', `HTTP ${response.status}`)
  return body as T
}

function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === 'object' && body !== null && 'code' in body && 'message' in body && 'params' in body
}

function query(values: Record<string, string | number>): string {
  return new URLSearchParams(Object.entries(values).map(([key, value]) => [key, String(value)])).toString()
}
