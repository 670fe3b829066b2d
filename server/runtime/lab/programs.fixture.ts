/** What tests of programs do to a run, and wait for. */
import type { TestRun } from '../../testing/lab.ts'
import { until } from '../../testing/raw-client.ts'

export const type = (room: TestRun, text: string) => room.lab.type(room.run.id, Buffer.from(text))
export const waits = (room: TestRun) => room.lab.live(room.run.id)?.live().processes[0]?.waits
export const ended = (room: TestRun) =>
  until(
    'the end',
    () => room.lab.view(room.run.id).state,
    (state) => state === 'stopped',
  )
