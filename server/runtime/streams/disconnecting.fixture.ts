/** Taking a participant out of a run, and what a terminal at the other end sees of it. */
import { expect } from 'vitest'
import type { Disconnect } from '#shared/protocol/events.ts'
import { Child } from '../../testing/child.ts'
import type { TestRun } from '../../testing/lab.ts'

export const BY = { page: 3, name: 'ana', address: '127.0.0.1' }
export const socatTo = (address: string): Child => new Child('socat', ['-d', '-d', 'STDIO', address])
export const live = (room: TestRun) => room.lab.live(room.run.id)
export const disconnect = (room: TestRun, who: number, how: Disconnect): void =>
  room.lab.disconnect(room.run.id, who, how, BY)
export const opened = (room: TestRun, count: number) =>
  room.participants((all) => all.filter((state) => state === 'open').length === count)

/** What a terminal sees: FIN ends socat in good order, RST is a warning, whatever socat makes of it. */
export async function sees(child: Child, how: Disconnect): Promise<void> {
  const code = await child.exit()
  if (how === 'rst') return expect(child.err).toContain('Connection reset by peer')
  expect(child.err).not.toMatch(/ [WE] /)
  expect(code, child.err).toBe(0)
}
