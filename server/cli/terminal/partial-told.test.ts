import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import type { Entry } from '../../journal/port.ts'
import { participant } from '../../journal/samples.fixture.ts'
import type { PartialLine } from '#shared/protocol/model.ts'
import { waitsOf } from '#shared/state/waits.ts'
import { PartialTold } from './partial-told.ts'
import { run } from './text/en/run.ts'

const SELECT = { id: 'main', line: 'select', waits: { call: 'select' as const } }
const EVENT = [{ kind: 'partial-line' }] as unknown as Entry[]

function scene() {
  const clock = new ManualClock()
  const said: string[] = []
  let partial: PartialLine | null = null
  const told = new PartialTold(clock, run, () => {
    const people = [{ ...participant(1, ':1', 1), ...(partial && { partial }) }]
    const now = clock.micros()
    return { now, people, waits: waitsOf({ processes: [SELECT], people, rows: null, now }) }
  })
  const due = (): void => void said.push(...told.due(due))
  return {
    clock,
    said,
    comes(bytes: number, since: number, endsInCr = false) {
      partial = { partialBytes: bytes, partialSince: since * 1000, endsInCr }
      said.push(...told.after(EVENT, due))
    },
    ends: () => (partial = null),
  }
}

describe('a line that does not end', () => {
  it('is told after a second, once, with what has come by then', () => {
    const { clock, said, comes } = scene()
    comes(4, 0)
    clock.advance(900)
    comes(9, 0)
    expect(said).toEqual([])
    clock.advance(100)
    expect(said).toEqual(['9 bytes received from 127.0.0.1:1, no “\\n” yet'])
    comes(12, 0)
    clock.advance(5000)
    expect(said).toHaveLength(1)
  })

  it('is told again when it turns out to end in CR, and the next line anew', () => {
    const { clock, said, comes } = scene()
    comes(4, 0)
    clock.advance(1000)
    comes(5, 0, true)
    comes(6, 0)
    comes(7, 0, true)
    expect(said).toHaveLength(2)
    expect(said[1]).toContain('CR (\\r), not LF')
    comes(1, 1500)
    clock.advance(2000)
    expect(said[2]).toBe('1 byte received from 127.0.0.1:1, no “\\n” yet')
  })

  it('is no word when it ends within the second', () => {
    const { clock, said, comes, ends } = scene()
    comes(4, 0)
    clock.advance(999)
    ends()
    clock.advance(5000)
    expect(said).toEqual([])
  })
})
