/** How long the page waits for the lab. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { rest } from './rest.ts'

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
      expect(call).rejects.toMatchObject({ name: 'LabError', code: 'unreachable' }),
    )
    await vi.advanceTimersByTimeAsync(20_000)
    await Promise.all(calls)
  })
})
