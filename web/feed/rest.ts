/**
 * The REST calls of the page, typed by the wire schemas. Counterpart: server/gateway. Every failure is a `LabError`
 * whose code has a sentence in the catalogue; nothing else is thrown, except an abort that the caller asked for.
 */
import type { EventPage, Health, ParticipantList, RunList, StartRun } from '../../server/wire/api.ts'
import type { ErrorBody, ErrorCode, ErrorParams } from '../../server/wire/error-codes.ts'
import type { FileList, FileView } from '../../server/wire/files.ts'
import type { ListenAddress, Run } from '../../server/wire/model.ts'

/** What only the page can find out. */
export type PageOnlyCode = 'unreachable' | 'session-lost'
export type PageErrorCode = ErrorCode | PageOnlyCode

export class LabError extends Error {
  readonly code: PageErrorCode
  readonly params: ErrorParams
  constructor(code: PageErrorCode, message: string, params: ErrorParams = {}) {
    super(message)
    this.name = 'LabError'
    this.code = code
    this.params = params
  }
  static of(body: ErrorBody): LabError {
    return new LabError(body.code, body.message, body.params)
  }
}

/** What was thrown, as a `LabError`: a fault of the page itself becomes `internal`, with its message kept. */
export function toLabError(fault: unknown): LabError {
  if (fault instanceof LabError) return fault
  return new LabError('internal', fault instanceof Error ? fault.message : String(fault))
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

export const rest = {
  /** @param patience milliseconds until the lab counts as unreachable */
  health: (patience: number): Promise<Health> => call('GET', '/api/health', { patience }),
  runs: (): Promise<RunList> => call('GET', '/api/runs'),
  start: (body: StartRun): Promise<Run> => call('POST', '/api/runs', { body }),
  stop: (id: string): Promise<Run> =>
    call('DELETE', `/api/runs/${encodeURIComponent(id)}`, { patience: STOP_PATIENCE }),
  openDoor: (id: string, body: ListenAddress): Promise<Run> =>
    call('POST', `/api/runs/${encodeURIComponent(id)}/doors`, { body }),
  closeDoor: (id: string, door: number): Promise<Run> =>
    call('DELETE', `/api/runs/${encodeURIComponent(id)}/doors/${door}`),
  events: (id: string, range: EventRange, signal: AbortSignal): Promise<EventPage> =>
    call('GET', `/api/runs/${encodeURIComponent(id)}/events?${query({ ...range })}`, { signal }),
  files: (id: string, signal: AbortSignal): Promise<FileList> =>
    call('GET', `/api/runs/${encodeURIComponent(id)}/files`, { signal }),
  /** Gives the run a file to send. No patience: it takes as long as it takes. */
  choose: (id: string, file: File, signal: AbortSignal): Promise<FileView> =>
    call('PUT', `/api/runs/${encodeURIComponent(id)}/chosen?${query({ name: file.name.slice(-255) || 'file' })}`, {
      file,
      signal,
      patience: null,
    }),
  removeFile: (id: string, file: number): Promise<null> =>
    call('DELETE', `/api/runs/${encodeURIComponent(id)}/files/${file}`),
  participants: (id: string, from: number, to: number, signal: AbortSignal): Promise<ParticipantList> =>
    call('GET', `/api/runs/${encodeURIComponent(id)}/participants?${query({ from, to })}`, { signal }),
}

interface CallOptions {
  body?: unknown
  file?: File
  signal?: AbortSignal
  /** Milliseconds; null for as long as it takes. */
  patience?: number | null
}

async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const { patience = PATIENCE } = options
  const signals = [
    ...(patience === null ? [] : [AbortSignal.timeout(patience)]),
    ...(options.signal ? [options.signal] : []),
  ]
  const init: RequestInit = {
    method,
    cache: 'no-store',
    signal: AbortSignal.any(signals),
  }
  if (options.body !== undefined) {
    init.body = JSON.stringify(options.body)
    init.headers = { 'content-type': 'application/json' }
  }
  if (options.file) {
    init.body = options.file
    init.headers = { 'content-type': 'application/octet-stream' }
  }
  let response: Response
  let body: unknown
  try {
    response = await fetch(path, init)
    body = response.status === 204 ? null : await response.json()
  } catch (fault) {
    if (options.signal?.aborted) throw fault
    throw new LabError('unreachable', `The lab did not answer ${method} ${path}.`)
  }
  if (!response.ok) throw isErrorBody(body) ? LabError.of(body) : new LabError('internal', `HTTP ${response.status}`)
  return body as T
}

function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === 'object' && body !== null && 'code' in body && 'message' in body && 'params' in body
}

function query(values: Record<string, string | number>): string {
  return new URLSearchParams(Object.entries(values).map(([key, value]) => [key, String(value)])).toString()
}
