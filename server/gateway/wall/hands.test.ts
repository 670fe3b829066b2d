/** Raised hands as dialogues of pages. */
import { beforeEach, expect, it } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import type { ServerMessage } from '#shared/protocol/messages.ts'
import { Hands } from './hands.ts'

let clock: ManualClock
let pages: { person: string; told: ServerMessage[]; send(message: ServerMessage): void }[]
let hands: Hands
const page = (person: string) => {
  const told: ServerMessage[] = []
  const one = { person, told, send: (message: ServerMessage) => void told.push(message) }
  pages.push(one)
  return one
}
beforeEach(() => {
  clock = new ManualClock()
  pages = []
  hands = new Hands(clock, () => pages)
})

it('tells all pages of the person, and nobody else', () => {
  const [one, two, other] = [page('ana'), page('ana'), page('bob')]
  hands.raise('ana', 'recv ?')
  const up = { type: 'hand', hand: { since: clock.now(), word: 'recv ?' } }
  expect([one.told, two.told, other.told]).toEqual([[up], [up], []])
  hands.lower('ana')
  expect(one.told.at(-1)).toEqual({ type: 'hand', hand: null })
})

it('keeps the place of a hand that gets another word, and gives a new one to a hand that comes again', () => {
  hands.raise('ana', '')
  const first = clock.now()
  clock.advance(5000)
  hands.raise('ana', 'still')
  expect(hands.of('ana')).toEqual({ since: first, word: 'still' })
  hands.lower('ana')
  hands.raise('ana', 'again')
  expect(hands.of('ana')?.since).toBe(first + 5000)
})

it('says nothing of a hand that is down already, and greets a page with one that is up', () => {
  const one = page('ana')
  hands.lower('ana')
  hands.greet(one)
  expect(one.told).toEqual([])
  hands.raise('ana', '')
  const late = page('ana')
  hands.greet(late)
  expect(late.told).toHaveLength(1)
  hands.raise('bob', '')
  hands.lowerAll()
  expect([hands.of('ana'), hands.of('bob')]).toEqual([null, null])
})
