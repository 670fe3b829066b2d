import { describe, expect, it, vi } from 'vitest'
import { PendingRequests, type SavedRequests } from './pending-requests.ts'

const say = { type: 'send', run: '1', participant: 3, bytes: 'YQo=' } as const
const join = { type: 'join', run: '1', name: 'ana' } as const
const fresh = (saved: SavedRequests | null = null, onOrphan = vi.fn()): PendingRequests =>
  new PendingRequests(saved, 0, onOrphan)

describe('PendingRequests', () => {
  it('counts refs from 1 and keeps requests until they are answered', async () => {
    const requests = fresh()
    const first = requests.add(say, 10)
    const second = requests.add(join, 20)
    expect([first.request.ref, second.request.ref]).toEqual([1, 2])
    expect(requests.oldest()).toBe(10)
    requests.settle({ type: 'done', ref: 1 })
    await expect(first.answer).resolves.toBeNull()
    expect(requests.unanswered()).toEqual([{ ...join, ref: 2 }])
    expect(requests.oldest()).toBe(20)
    const mine = { run: '1', participant: 3, name: 'ana', ended: false }
    requests.settle({ type: 'joined', ref: 2, mine })
    await expect(second.answer).resolves.toEqual(mine)
    expect(requests.oldest()).toBeNull()
  })

  it('rejects with the code of the lab', async () => {
    const requests = fresh()
    const { answer } = requests.add(join, 0)
    requests.settle({
      type: 'failed',
      ref: 1,
      error: { code: 'name-taken', message: 'taken', params: { name: 'ana' } },
    })
    await expect(answer).rejects.toMatchObject({ code: 'name-taken', params: { name: 'ana' } })
  })

  it('ignores a repeated answer and one to nobody', () => {
    const requests = fresh()
    requests.add(say, 0).answer.catch(() => undefined)
    requests.settle({ type: 'done', ref: 1 })
    requests.settle({ type: 'done', ref: 1 })
    requests.settle({ type: 'failed', ref: null, error: { code: 'internal', message: '', params: {} } })
    expect(requests.unanswered()).toEqual([])
  })

  it('goes on with larger refs after a reload, and sends again what was unanswered', () => {
    const before = fresh()
    before.add(join, 0).answer.catch(() => undefined)
    before.add(say, 0).answer.catch(() => undefined)
    before.settle({ type: 'done', ref: 1 })
    const after = fresh(JSON.parse(JSON.stringify(before.save())) as SavedRequests)
    expect(after.unanswered()).toEqual([{ ...say, ref: 2 }])
    expect(after.add(say, 0).request.ref).toBe(3)
  })

  it('tells the failure of a request that was made before the reload', () => {
    const onOrphan = vi.fn()
    const requests = fresh({ ref: 4, requests: [{ ...say, ref: 4 }] }, onOrphan)
    requests.settle({ type: 'failed', ref: 4, error: { code: 'run-not-running', message: '', params: {} } })
    expect(onOrphan).toHaveBeenCalledWith(expect.objectContaining({ code: 'run-not-running' }))
  })

  it('gives up what lost participants had to say, and keeps what needs none', async () => {
    const requests = fresh()
    const lost = requests.add(say, 0).answer
    requests.add(join, 0).answer.catch(() => undefined)
    requests.sessionLost()
    await expect(lost).rejects.toMatchObject({ code: 'session-lost' })
    expect(requests.unanswered()).toEqual([{ ...join, ref: 2 }])
  })
})
