/** How long the page waits for the lab. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { onLastingOverload, rest } from './rest.ts'

/** A lab that answers after this many milliseconds. */
function slowLab(delay: number): void {
  vi.stubGlobal(
    'fetch',
    (_path: string, { signal }: RequestInit) =>
      new Promise<Response>((resolve, reject) => {
        setTimeout(() => resolve(Response.json({ runs: [] })), delay)
        signal?.addEventListener('abort', () => reject(signal.reason as Error))
      }),
  )
}

beforeEach(() => {
  vi.useFakeTimers()
  // The platform's own is beyond the reach of a pretended clock.
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const abort = new AbortController()
    setTimeout(() => abort.abort(new DOMException('', 'TimeoutError')), ms)
    return abort.signal
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('rest', () => {
  it('waits for a stop as long as the lab may take to deliver what it has read', async () => {
    slowLab(12_000)
    const stop = expect(rest.stop('1')).resolves.toBeDefined()
    await vi.advanceTimersByTimeAsync(12_000)
    await stop
  })

  it('gives up a lab that does not answer', async () => {
    slowLab(60_000)
    const calls = [rest.runs(), rest.stop('1')].map((call) =>
      expect(call).rejects.toMatchObject({ name: 'RequestError', code: 'unreachable' }),
    )
    await vi.advanceTimersByTimeAsync(20_000)
    await Promise.all(calls)
  })
})

/** A lab that has no room for the first answers, and says to come again after so many seconds. Gives when it was asked. */
function busyLab(refusals: number, retryAfter: string | null): number[] {
  const asked: number[] = []
  const body = { code: 'overloaded', message: '', params: {} }
  const headers: HeadersInit = retryAfter === null ? {} : { 'retry-after': retryAfter }
  vi.stubGlobal('fetch', async () => {
    asked.push(Date.now())
    return asked.length > refusals ? Response.json({ runs: [] }) : Response.json(body, { status: 503, headers })
  })
  return asked
}

describe('a lab without room for the answer', () => {
  it.each([
    ['2', 2000],
    [null, 1000],
    ['soon', 1000],
    ['86400', 10_000],
  ])('that says retry-after %s is asked again after %i ms, and not much later', async (retryAfter, ms) => {
    const asked = busyLab(2, retryAfter)
    const runs = rest.runs()
    await vi.advanceTimersByTimeAsync(3 * ms)
    await expect(runs).resolves.toEqual({ runs: [] })
    for (const i of [1, 2]) {
      expect(asked[i]! - asked[i - 1]!).toBeGreaterThanOrEqual(ms)
      expect(asked[i]! - asked[i - 1]!).toBeLessThanOrEqual(1.5 * ms)
    }
  })

  it('is given up after some tries, and that is told once', async () => {
    const asked = busyLab(Infinity, '1')
    const told: string[] = []
    onLastingOverload(({ code }) => told.push(code))
    const runs = expect(rest.runs()).rejects.toMatchObject({ name: 'RequestError', code: 'overloaded' })
    await vi.advanceTimersByTimeAsync(20_000)
    await runs
    expect([asked.length, told]).toEqual([5, ['overloaded']])
  })

  it('is not asked again for what changes something, nor by a caller who has gone', async () => {
    const asked = busyLab(Infinity, '1')
    await expect(rest.stop('1')).rejects.toMatchObject({ code: 'overloaded' })
    expect(asked).toHaveLength(1)
    const gone = new AbortController()
    const files = expect(rest.files('1', gone.signal)).rejects.toMatchObject({ name: 'AbortError' })
    await vi.advanceTimersByTimeAsync(100)
    gone.abort()
    await files
    await vi.advanceTimersByTimeAsync(20_000)
    expect(asked).toHaveLength(2)
  })
})

it('reads the people of a span in as many answers as it takes', async () => {
  vi.stubGlobal('fetch', async (path: string) => {
    const after = Number(/after=(\d+)/.exec(path)![1])
    return Response.json({ participants: [{ id: after + 1 }], next: after < 2 ? after + 1 : null })
  })
  const { participants, next } = await rest.participants('1', 1, 9, new AbortController().signal)
  expect([participants.map(({ id }) => id), next]).toEqual([[1, 2, 3], null])
})
