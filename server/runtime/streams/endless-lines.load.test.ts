/**
 * Floods without a line's end cost no memory, collected or not: a fresh lab in a process of its own, so that nothing of a test is in
 * the figures. What stays resident: `npm run bench -- --endless`.
 */
import { expect, it, onTestFinished, vi } from 'vitest'
import { pourEndless } from '../../testing/load/endless.ts'
import { LoadLab } from '../../testing/load/lab.ts'
import { until } from '../../testing/raw-client.ts'

const MIB = 1_048_576
vi.setConfig({ testTimeout: 120_000 })

/** Reads and beginnings of lines that the collector may leave lying: how many is its own affair, and there are more on a faster machine. */
const UNCOLLECTED = 32 * MIB

/** What stays is the newest 4 MiB of the run, and the participants that were there: 2 MiB after 64, 6 after 1,024. */
it.each([
  [64, 4],
  [1024, 16],
])(
  'takes %i MiB without a newline in a young process, and holds %i MiB at most; at no time much more',
  async (size, most) => {
    const lab = await LoadLab.open()
    onTestFinished(() => lab.close())
    const held = await lab.memory()
    const buffers = await lab.buffers()
    let peak = 0
    const { sent, ended } = await pourEndless(lab.port, size * MIB, async () => {
      peak = Math.max(peak, (await lab.buffers()) - buffers)
    })
    expect(sent).toBeGreaterThanOrEqual(size * MIB)
    // Each was closed after a mebibyte that was discarded, and what the kernel had taken of the rest.
    expect(ended).toBeGreaterThan(size / 16)
    expect(peak).toBeLessThan(UNCOLLECTED)
    const more = await until(
      `at most ${most} MiB more than before`,
      async () => (await lab.memory()) - held,
      (bytes) => bytes < most * MIB,
    )
    console.log(
      `${size} MiB in ${ended} connections: ${(peak / MIB).toFixed(1)} MiB of buffers at most, ${(more / MIB).toFixed(1)} MiB more held`,
    )
  },
)
