import { expect, it } from 'vitest'
import { ManualClock } from '../../core/clock.ts'
import type { ServerMessage } from '#shared/protocol/messages.ts'
import { Notice } from './notice.ts'

it('stands on every page, on those that come later too, until it is taken back', () => {
  const page = () => {
    const told: ServerMessage[] = []
    return { told, send: (message: ServerMessage) => void told.push(message) }
  }
  const [one, two] = [page(), page()]
  const clock = new ManualClock()
  const notice = new Notice(clock, () => [one, two])
  const late = page()
  notice.greet(late)
  expect(late.told).toEqual([])
  notice.write('  regardez le tableau \n')
  const said = { type: 'notice', notice: { text: 'regardez le tableau', since: clock.now() } }
  notice.greet(late)
  expect([one.told, two.told, late.told]).toEqual([[said], [said], [said]])
  notice.write('')
  expect(one.told.at(-1)).toEqual({ type: 'notice', notice: null })
})
