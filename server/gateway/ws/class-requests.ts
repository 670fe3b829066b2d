/**
 * What a page asks of the class: its wall, who is shown to all, hands, the message to all. Counterparts: `session.ts`, whose part it is;
 * `gateway/wall/`, which has what it is about. Invariant: what changes something for others is asked of `commands` first.
 */
import type { Student } from '../../commands/command.ts'
import type { Commands } from '../../commands/execute.ts'
import { personOf, type Who } from '../../commands/who.ts'
import type { ClassClientMessage } from '#shared/protocol/class-messages.ts'
import type { GuideStep } from '#shared/protocol/wall.ts'
import type { Follow, FollowPage } from '../wall/follow.ts'
import type { HandPage, Hands } from '../wall/hands.ts'
import type { Notice } from '../wall/notice.ts'
import type { Screen, ScreenPage } from '../wall/screen.ts'
import type { Wall } from '../wall/wall.ts'
import type { OfClass } from './requests.ts'

export interface ClassParts {
  readonly commands: Commands
  readonly wall: Pick<Wall, 'add' | 'remove' | 'addOwn' | 'removeOwn' | 'keyOf'>
  readonly hands: Pick<Hands, 'of' | 'raise' | 'lower' | 'lowerAll' | 'greet'>
  /** Those who are here, without the teacher. */
  readonly students: () => Iterable<Student>
  readonly follow: Pick<Follow, 'lead' | 'end' | 'wish' | 'greet' | 'gone' | 'counts'>
  readonly notice: Pick<Notice, 'write' | 'greet'>
  readonly screen: Pick<Screen, 'ask' | 'answer' | 'giveBack' | 'greet' | 'gone'>
}

type Unanswered = Exclude<ClassClientMessage, { ref: number }>

export interface ClassPage extends ScreenPage, HandPage, FollowPage {
  readonly who: Who
}

export class ClassRequests {
  readonly #parts: ClassParts
  readonly #page: ClassPage
  /** How far its page is in a guide. */
  step: GuideStep | null = null

  constructor(parts: ClassParts, page: ClassPage) {
    this.#parts = parts
    this.#page = page
  }

  /** The page has come, or has come back: tells it what stands. */
  greet(): void {
    const { screen, hands, notice, follow } = this.#parts
    screen.greet(this.#page)
    hands.greet(this.#page)
    notice.greet(this.#page)
    follow.greet(this.#page)
  }

  /** The page is no longer connected, or has come by another connection. */
  away(): void {
    this.#parts.wall.remove(this.#page)
    this.#parts.wall.removeOwn(this.#page)
    this.#parts.follow.counts()
  }

  /** Takes what is not answered. */
  hear(message: Unanswered): void {
    const { wall, screen, follow } = this.#parts
    const { person } = this.#page
    switch (message.type) {
      case 'unwatch-wall':
        return wall.remove(this.#page)
      case 'be-shown':
        return screen.answer(person, message.yes)
      case 'watch-own-tile':
        return message.on ? wall.addOwn(this.#page) : wall.removeOwn(this.#page)
      case 'follow-lead':
        return follow.wish(this.#page, message.yes)
      case 'step':
        this.step = { guide: message.guide, done: Math.min(message.done, message.of), of: message.of }
    }
  }

  /** Carries out what is answered. Throws what `Commands.execute` throws, and `bad-request`. */
  carryOut(message: OfClass): unknown {
    const { commands, wall, screen, hands, notice, follow } = this.#parts
    const { who } = this.#page
    switch (message.type) {
      case 'watch-wall':
        commands.execute(who, { type: 'see-class' })
        return wall.add(this.#page)
      case 'write-notice':
        commands.execute(who, { type: 'write-notice', text: message.text })
        return notice.write(message.text)
      case 'start-for-each': {
        const { program, options } = message
        const people = [...this.#parts.students()].filter((one) => personOf(one.who) !== this.#page.person)
        return commands.execute(who, { type: 'start-for-each', program, ...(options && { options }), people })
      }
      case 'lead':
        commands.execute(who, { type: 'lead' })
        return follow.lead(this.#page, message.place)
      case 'stop-leading':
        commands.execute(who, { type: 'lead' })
        return follow.end()
      case 'raise-hand':
        commands.execute(who, { type: 'raise-hand', word: message.word })
        return message.word === null ? hands.lower(this.#page.person) : hands.raise(this.#page.person, message.word)
      case 'lower-hand':
        commands.execute(who, { type: 'lower-hand', person: message.person })
        return message.person === null ? hands.lowerAll() : hands.lower(wall.keyOf(message.person) ?? '')
      case 'show':
        commands.execute(who, { type: 'show', person: message.person })
        return screen.ask(message.person)
      case 'give-back':
        commands.execute(who, { type: 'show', person: null })
        return screen.giveBack()
    }
  }
}
