import { describe, expect, it } from 'vitest'
import { MAX_SEND_BYTES } from '#shared/model/constants.ts'
import { RequestError } from '../connection/rest.ts'
import { typeFile } from './type-file.ts'

const bytesOf = (size: number) => Uint8Array.from({ length: size }, (_, i) => (i * 7) % 251)
const full = () => new RequestError('overloaded', '')

describe('typeFile', () => {
  it('types every byte in order, and again what a full keyboard refused', async () => {
    const bytes = bytesOf(2 * MAX_SEND_BYTES + 5)
    const typed: Buffer[] = []
    const done: number[] = []
    let refusals = 2
    await typeFile(new Blob([bytes]), {
      write: (piece) => {
        if (typed.length === 1 && refusals-- > 0) return Promise.reject(full())
        typed.push(Buffer.from(piece, 'base64'))
        return Promise.resolve()
      },
      progress: (count) => done.push(count),
      signal: new AbortController().signal,
    })
    expect(Buffer.concat(typed).equals(bytes)).toBe(true)
    expect(done).toEqual([MAX_SEND_BYTES, 2 * MAX_SEND_BYTES, bytes.length])
  })

  it('ends at the signal, and at any other refusal', async () => {
    const stop = new AbortController()
    let count = 0
    const write = (): Promise<void> => {
      count++
      stop.abort()
      return Promise.resolve()
    }
    await typeFile(new Blob([bytesOf(3 * MAX_SEND_BYTES)]), { write, progress() {}, signal: stop.signal })
    expect(count).toBe(1)
    const gone = new RequestError('run-not-running', '')
    const parts = { write: () => Promise.reject(gone), progress() {}, signal: new AbortController().signal }
    await expect(typeFile(new Blob([bytesOf(1)]), parts)).rejects.toBe(gone)
  })
})
