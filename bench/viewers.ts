/**
 * A thousand pages that watch one run, in which somebody says a hundred lines a second: what that costs the lab, and how late a line is
 * seen. Bounded, on loopback. Counterpart: `generator/viewers.ts`, the pages.
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { setTimeout as delay } from 'node:timers/promises'
import type { ParticipantList } from '#shared/protocol/rest.ts'
import type { Run } from '#shared/protocol/model.ts'
import { start, stop } from './children.ts'
import { cpuSeconds, memory } from './generator/proc.ts'
import type { Seen } from './generator/viewers.ts'
import { startLab } from './peers.ts'
import { digits, table, whole } from './report.ts'

const LINES_A_SECOND = 100

export interface Viewers extends Seen {
  readonly viewers: number
  readonly lines: number
  readonly seconds: number
  /** Of a core, by all threads of the lab, while lines are said. */
  readonly cores: number | null
  readonly rss: number | null
}

/** Throws where a viewer is turned away, or lacks a line. */
export async function viewersReport(viewers: number, seconds: number): Promise<{ viewers: Viewers; table: string }> {
  const limit = String(viewers + 10)
  const lab = await startLab(undefined, ['--max-pages', limit, '--max-pages-per-address', limit])
  const { hostname, port } = new URL(lab.url)
  const pages = start(
    process.execPath,
    [fileURLToPath(new URL('generator/viewers.ts', import.meta.url)), hostname, port, lab.run, String(viewers)],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  try {
    const failed = once(pages, 'close').then(() =>
      Promise.reject(new Error('the viewers ended before they were asked')),
    )
    failed.catch(() => {}) // it is raced with what they say
    const told = async <T>(): Promise<T> => ((await Promise.race([once(pages, 'message'), failed])) as [T])[0]
    await told<{ ready: number }>()
    const speaker = connect(lab.port, '127.0.0.1')
    await once(speaker, 'connect')
    const before = cpuSeconds(lab.pid)
    const began = performance.now()
    const lines = await speak(seconds, (line) => void speaker.write(line))
    const took = (performance.now() - began) / 1000
    const cpu = cpuSeconds(lab.pid)
    const { lastSeq } = await settled(lab.url, lab.run, lines)
    const answered = told<Seen>()
    pages.send({ last: lastSeq })
    const seen = await answered
    speaker.destroy()
    if (seen.missing > 0) throw new Error(`${seen.missing} of ${viewers} viewers lack a line, or got one out of order`)
    const cores = cpu === null || before === null ? null : (cpu - before) / took
    const all = { ...seen, viewers, lines, seconds: took, cores, rss: memory(lab.pid, 'VmRSS') }
    return { viewers: all, table: tableOf(all) }
  } finally {
    await stop(pages)
    await lab.stop()
  }
}

/** A hundred lines a second, each with the moment at which it is written. Returns how many. */
async function speak(seconds: number, say: (line: string) => void): Promise<number> {
  const began = performance.now()
  const lines = seconds * LINES_A_SECOND
  for (let n = 0; n < lines; n++) {
    await delay(Math.max(0, began + (n / LINES_A_SECOND) * 1000 - performance.now()))
    say(`line ${n} at ${(performance.timeOrigin + performance.now()).toFixed(3)}\n`)
  }
  return lines
}

/** The run once it has so many lines, all of them in its journal; one read may have brought several. */
async function settled(url: string, run: string, lines: number): Promise<Run> {
  const ask = async <T>(path: string): Promise<T> => (await (await fetch(`${url}/api/runs/${run}${path}`)).json()) as T
  for (;;) {
    const { participants } = await ask<ParticipantList>('/participants')
    if (participants[0]?.sent.lines === lines) return ask<Run>('')
    await delay(100)
  }
}

function tableOf({ viewers, lines, cores, rss, p50, p99, messages, bytes }: Viewers): string {
  return table(
    ['viewers', 'lines', 'cores', 'RSS MiB', 'p50 ms', 'p99 ms', 'messages', 'MiB sent'],
    [
      [
        ...[whole(viewers), whole(lines), digits(cores), whole(rss), digits(p50), digits(p99)],
        ...[whole(messages), whole(bytes / 1_048_576)],
      ],
    ],
  )
}
