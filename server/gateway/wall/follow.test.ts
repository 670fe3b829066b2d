/** Who leads and who follows, as dialogues of pages. */
import { beforeEach, expect, it } from 'vitest'
import type { ServerMessage } from '#shared/protocol/messages.ts'
import { Follow } from './follow.ts'

const HERE = { run: '1', view: 'ladder', event: 41 }
const THERE = { run: '2', view: 'conversation', participant: 3 }

interface TestPage {
  readonly teaches: boolean
  readonly told: ServerMessage[]
  send(message: ServerMessage): void
}
let pages: TestPage[]
let follow: Follow
const page = (teaches = false): TestPage => {
  const told: ServerMessage[] = []
  const one = { teaches, told, send: (message: ServerMessage) => void told.push(message) }
  pages.push(one)
  follow.greet(one)
  return one
}
const last = (one: TestPage): ServerMessage | undefined => one.told.at(-1)
beforeEach(() => {
  pages = []
  follow = new Follow(() => pages)
})

it('takes everybody along, who comes later too, until it ends; other teachers follow nobody', () => {
  const [teacher, second, ana] = [page(true), page(true), page()]
  expect(ana.told).toEqual([])
  follow.lead(teacher, HERE)
  expect(last(ana)).toEqual({ type: 'follow', led: true, own: false, follows: true, place: HERE })
  expect(last(second)).toMatchObject({ led: true, follows: false })
  const late = page()
  expect(last(late)).toMatchObject({ follows: true, place: HERE })
  expect(last(teacher)).toMatchObject({ own: true, following: 2, of: 2 })
  follow.lead(teacher, THERE)
  expect([ana, late].map((one) => last(one))).toMatchObject([{ place: THERE }, { place: THERE }])
  follow.end()
  for (const one of pages) expect(last(one)).toMatchObject({ led: false, own: false, follows: false, place: null })
})

it('lets go whoever wishes, tells the leader how many are left, and takes them up again', () => {
  const [teacher, ana, bob] = [page(true), page(), page()]
  follow.lead(teacher, HERE)
  follow.wish(ana, false)
  expect(last(ana)).toMatchObject({ led: true, follows: false, place: HERE })
  expect(last(teacher)).toMatchObject({ following: 1, of: 2 })
  follow.lead(teacher, THERE)
  expect([last(ana), last(bob)]).toMatchObject([{ follows: false }, { follows: true }])
  follow.wish(ana, true)
  expect(last(ana)).toMatchObject({ follows: true, place: THERE })
  pages.splice(pages.indexOf(bob), 1)
  follow.gone(bob)
  expect(last(teacher)).toMatchObject({ following: 1, of: 1 })
  const told = teacher.told.length
  follow.counts()
  expect(teacher.told).toHaveLength(told)
})

it('ends with its leader; another one takes it over, and everybody follows again', () => {
  const [teacher, second, ana] = [page(true), page(true), page()]
  follow.lead(teacher, HERE)
  follow.wish(ana, false)
  follow.lead(second, THERE)
  expect([last(teacher), last(ana)]).toMatchObject([{ own: false }, { follows: true, place: THERE }])
  follow.gone(teacher)
  expect(last(ana)).toMatchObject({ led: true })
  follow.gone(second)
  expect(last(ana)).toMatchObject({ led: false })
})
