/** What page and terminal themselves call somebody is a name that nobody may have. */
import { describe, expect, it } from 'vitest'
import { traffic as trafficEn } from '../web/text/en/traffic.ts'
import { traffic as trafficFr } from '../web/text/fr/traffic.ts'
import { trace as traceEn } from '../web/text/en/trace.ts'
import { trace as traceFr } from '../web/text/fr/trace.ts'
import { traceWords as wordsEn } from '#shared/trace/text.en.ts'
import { traceWords as wordsFr } from '#shared/trace/text.fr.ts'
import { freeName } from '../server/runtime/run/names.ts'

const refusal = (raw: string, taken: string[] = []): string | null => {
  try {
    freeName(raw, taken)
    return null
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('what page and terminal themselves call somebody', () => {
  it.each(
    [trafficFr, trafficEn].flatMap(({ everybody, console, ladder, tell }: typeof trafficFr) => [
      ...[everybody, console, ladder.server, ladder.console, tell.all],
      ...[ladder.others(3), ladder.crowd(7)],
    ]),
  )('%s is nobody’s name', (label) => {
    expect(refusal(label)).toBe('name-reserved')
  })
  it.each([
    ...[traceFr, traceEn].flatMap(({ program, child, kernel }) => [program, child, kernel]),
    ...[wordsFr, wordsEn].flatMap(({ by }) => [by.own, by.named('Ana'), by.onlooker(null)]),
  ])('%s is nobody’s name', (label) => {
    expect(refusal(label)).toBe('name-reserved')
  })
})
