/** Who is shown to all, as dialogues of pages. */
import { beforeEach, expect, it } from 'vitest'
import type { ServerMessage } from '#shared/protocol/messages.ts'
import { Screen, type ScreenPage } from './screen.ts'

type Told = Extract<ServerMessage, { type: 'screen' }>
class Page implements ScreenPage {
  readonly person: string
  readonly leads: boolean
  told: Told | null = null
  constructor(person: string, leads = false) {
    this.person = person
    this.leads = leads
  }
  send(message: ServerMessage): void {
    this.told = message as Told
  }
}

let teacher: Page, ana: Page, bob: Page, screen: Screen
beforeEach(() => {
  ;[teacher, ana, bob] = [new Page('t', true), new Page('a'), new Page('b')]
  const people = [ana, bob]
  screen = new Screen({
    find: (number) => {
      const page = people[number - 1]
      return page && { key: page.person, number, name: `p${number}`, run: '1', participant: number }
    },
    pages: () => [teacher, ...people],
  })
})
const shown = (): (number | undefined)[] => [teacher, ana, bob].map(({ told }) => told?.shown?.number)

it('asks the person alone, and shows it to all only once it has said yes', () => {
  screen.ask(1)
  expect(ana.told?.asked).toEqual({ number: 1, name: 'p1', run: '1', participant: 1 })
  expect([bob.told?.asked, teacher.told?.asking, bob.told?.asking, ...shown()]).toEqual([
    null,
    1,
    undefined,
    ...Array(3),
  ])
  screen.answer(ana.person, true)
  expect([ana.told?.own, bob.told?.own, ana.told?.asked, ...shown()]).toEqual([true, false, null, 1, 1, 1])
})

it('takes nobody else’s word for it, and no word that answers no question', () => {
  screen.ask(1)
  screen.answer(bob.person, true)
  screen.answer(teacher.person, true)
  expect(shown()).toEqual(Array(3))
  screen.answer(ana.person, true)
  screen.giveBack()
  screen.answer(ana.person, true)
  expect(shown()).toEqual(Array(3))
})

it('tells the teacher of a no, and nobody else', () => {
  screen.ask(1)
  screen.answer(ana.person, false)
  expect([teacher.told?.declined, bob.told?.declined, teacher.told?.asking]).toEqual([1, undefined, undefined])
})

it('asks one at a time: who is asked later cannot say yes for who was asked before', () => {
  screen.ask(1)
  screen.ask(2)
  expect([ana.told?.asked, bob.told?.asked?.number]).toEqual([null, 2])
  screen.answer(ana.person, true)
  expect(shown()).toEqual(Array(3))
})

it('ends by either hand, and when the person goes', () => {
  const show = (): void => {
    screen.ask(1)
    screen.answer(ana.person, true)
    expect(shown()).toEqual([1, 1, 1])
  }
  show()
  screen.answer(ana.person, false)
  expect(shown()).toEqual(Array(3))
  show()
  screen.giveBack()
  expect(shown()).toEqual(Array(3))
  show()
  screen.answer(bob.person, false)
  expect(shown()).toEqual([1, 1, 1])
  screen.gone(ana.person)
  expect(shown()).toEqual(Array(3))
})

it('is refused where there is nothing to show, and a page that comes is told', () => {
  expect(() => screen.ask(9)).toThrow(/9/)
  screen.ask(1)
  screen.answer(ana.person, true)
  const late = new Page('l')
  screen.greet(late)
  expect(late.told?.shown?.number).toBe(1)
})
