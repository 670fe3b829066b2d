/** What the coach says about each command of the sheet, right ones, wrong ones and traps. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RIGHT, SHEET, TRAPS, type Case } from './cases.fixture.ts'
import { WRONG } from './wrong-cases.fixture.ts'
import { coach } from './coach.ts'
import { apply } from './command/model.ts'

const ALL = [...SHEET, ...RIGHT, ...WRONG, ...TRAPS]

function check({ command, codes, mended }: Case): void {
  const lesson = coach(command)
  expect(lesson?.findings.map(({ code }) => code).toSorted()).toEqual([...codes].toSorted())
  const findings = lesson?.findings ?? []
  for (const { span } of findings) {
    expect(span.from).toBeGreaterThanOrEqual(0)
    expect(span.to).toBeLessThanOrEqual(command.length)
  }
  if (mended === undefined) return
  const first = findings.find(({ mend }) => mend !== null)
  expect(apply(command, first?.mend ?? [])).toBe(mended)
  // A mend does away with what it mends.
  expect(coach(mended)?.findings.filter(({ code }) => code === first?.code).length ?? 0).toBeLessThan(
    findings.filter(({ code }) => code === first?.code).length,
  )
}

describe('the worksheet', () => {
  it.each(SHEET)('$command', check)
})
describe('right commands', () => {
  it.each(RIGHT)('$command', (one) => {
    check(one)
    expect(coach(one.command)?.findings.some(({ severity }) => severity === 'error')).toBe(false)
  })
})
describe('wrong commands', () => {
  it.each(WRONG)('$command', (one) => {
    check(one)
    expect(coach(one.command)?.findings.some(({ severity }) => severity === 'error')).toBe(true)
  })
  it('are more than twenty', () => expect(WRONG.length).toBeGreaterThan(20))
})
describe('traps', () => {
  it.each(TRAPS)('$command', check)
})

describe('where a finding stands', () => {
  it.each([
    ['socat STDIO TCP-LISTEN:60567,reusaddr', 'reusaddr'],
    ['socat STDIO TCP-LISTN:60567', 'TCP-LISTN'],
    ['socat "TCP-LISTEN:60567,reusaddr" STDIO', 'reusaddr'],
    ["socat STDIO TCP-LISTEN:'abc'", 'abc'],
    ['socat TCP-LISTEN:60567, reuseaddr STDIO', ' '],
    ['socat STDIO TCP-LISTEN:60567,fork=oui,crnl', 'fork=oui'],
    ['socat \\\n  STDIO \\\n  TCP-LISTN:60567', 'TCP-LISTN'],
  ])('%s', (command, marked) => {
    const [first] = coach(command)?.findings ?? []
    expect(command.slice(first?.span.from, first?.span.to)).toBe(marked)
  })
})

describe('whatever is pasted', () => {
  it('is read without a fault, and every span and edit lies within it', () => {
    const scrap = fc.constantFrom(
      ...ALL.flatMap(({ command }) => command.split(/(?=[ :,!'"[])/)),
      '"',
      "'",
      '\\',
      '\n',
      '!!',
    )
    const text = fc.oneof(
      fc.array(scrap, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(text, (pasted) => {
        for (const { span, mend } of coach(pasted)?.findings ?? []) {
          for (const { from, to } of [span, ...(mend ?? [])]) {
            expect(0 <= from && from <= to && to <= pasted.length).toBe(true)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
  it('is no command when it is blank', () => {
    for (const blank of ['', '  ', '\n', '# rien']) expect(coach(blank)).toBeNull()
  })
})
