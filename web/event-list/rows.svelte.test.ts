import { describe, expect, it } from 'vitest'
import type { EventView, Selection } from '../store/contract.ts'
import { RowWindow } from './rows.svelte.ts'

/** A list of `length` events and a reader of fifteen rows of 40 px. */
function reading(length: number) {
  const view = {
    length,
    seqAt: (row: number) => row + 1,
    rowOf: (seq: number) => seq - 1,
    get: () => undefined,
    show: () => undefined,
  }
  let seq = $state<number | null>(null)
  let following = $state(true)
  const selection = {
    get seq() {
      return seq
    },
    get following() {
      return following
    },
    set following(on: boolean) {
      following = on
    },
    choose(chosen: number | null) {
      seq = chosen
      following = false
    },
  }
  const list = new RowWindow(
    () => view satisfies EventView,
    () => selection satisfies Selection,
  )
  list.viewport = 600
  return { view, selection, list }
}

describe('RowWindow', () => {
  it('shows the newest rows while it follows, and as many beyond the screen as it draws ahead', () => {
    const { list } = reading(1000)
    expect(list.visible).toEqual({ first: 985, last: 999 })
    expect(list.first).toBe(981)
    expect(list.scrollTop).toBe(39_400)
    expect(list.below).toBe(0)
  })

  it('stops following when the reader goes up, and follows again at the end', () => {
    const { list, selection } = reading(1000)
    list.scrolled(list.scrollTop - 100)
    expect(selection.following).toBe(false)
    expect(list.below).toBeGreaterThan(0)
    list.scrolled(list.scrollTop + 100)
    expect(selection.following).toBe(true)
  })

  it('stops following before the scroller has moved', () => {
    const { list, selection } = reading(1000)
    list.upwards()
    expect(selection.following).toBe(false)
  })

  it('goes on following when the screen grows, which moves the scroller up', () => {
    const { list, selection } = reading(1000)
    const end = list.scrollTop
    list.viewport = 650
    list.scrolled(end - 50)
    expect(selection.following).toBe(true)
    expect(list.scrollTop).toBe(end - 50)
  })

  it('follows again though the last step of a smooth scroll is tiny', () => {
    const { list, selection } = reading(1000)
    const end = list.scrollTop
    list.scrolled(end - 400)
    list.scrolled(end - 3)
    list.scrolled(end - 1.5)
    list.scrolled(end)
    list.settled()
    expect(selection.following).toBe(true)
  })

  it('goes on following when there is nothing to go up to', () => {
    const { list, selection } = reading(5)
    list.upwards()
    expect(selection.following).toBe(true)
  })

  it('does not follow because the chosen row happens to be at the end', () => {
    const { list, selection } = reading(1000)
    list.choose(999)
    list.reveal(list.chosen)
    list.settled()
    expect(selection.following).toBe(false)
  })

  it('leads from the chosen row, and from the screen where none is chosen', () => {
    const { list } = reading(1000)
    expect(list.rowFor('ArrowDown')).toBe(985)
    expect(list.rowFor('ArrowUp')).toBe(999)
    list.choose(500)
    expect([list.rowFor('ArrowDown'), list.rowFor('ArrowUp'), list.rowFor('PageUp')]).toEqual([501, 499, 486])
    expect([list.rowFor('Home'), list.rowFor('End'), list.rowFor('x')]).toEqual([0, 999, undefined])
  })

  it('gives every row on screen an element of its own', () => {
    const { list } = reading(1000)
    const slots = (): number[] =>
      Array.from({ length: list.last - list.first + 1 }, (_, i) => list.slot(list.first + i))
    for (const to of [39_400, 39_360, 20_000, 19_960, 0]) {
      list.scrolled(to)
      const now = slots()
      expect(new Set(now).size).toBe(now.length)
    }
  })
})
