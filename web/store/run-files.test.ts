import { expect, test } from 'vitest'
import type { FileView } from '#shared/protocol/transfers.ts'
import { RunFiles } from './run-files.svelte.ts'

const file = (id: number, more: Partial<FileView> = {}): FileView => ({
  id,
  direction: 'in',
  participant: id,
  name: `port ${id}`,
  state: 'going',
  size: 0,
  total: null,
  sha256: null,
  errno: null,
  startedAt: 1,
  endedAt: null,
  ...more,
})

test('an answer that comes late takes nothing back, and adds what was before the event stream', async () => {
  const answer = Promise.withResolvers<{ files: FileView[] }>()
  const files = new RunFiles(() => answer.promise)
  files.open()
  files.take([file(2, { state: 'whole', size: 9, endedAt: 2 }), file(3, { size: 50 })])
  answer.resolve({ files: [file(1, { state: 'partial', size: 3 }), file(2, { size: 4 }), file(3, { size: 40 })] })
  await answer.promise
  await Promise.resolve()
  expect(files.all.map(({ id, state, size }) => [id, state, size])).toEqual([
    [3, 'going', 50],
    [2, 'whole', 9],
    [1, 'partial', 3],
  ])
})
