/** Ten thousand connections on which nobody says anything, beside a lab that has none. By `npm run soak -- idle` only. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import type { Run } from '#shared/protocol/model.ts'
import { connectionLimit } from '../kernel/descriptors.ts'
import { Rest } from '../testing/fuzz/rest.ts'
import type { Way } from '../testing/load/attack.ts'
import { judge, type Verdict } from '../testing/load/judge.ts'
import { LoadLab } from '../testing/load/lab.ts'
import { until } from '../testing/raw-client.ts'

const MIB = 1_048_576
/** Participants that a run takes. */
const OF_A_RUN = 500
/** Ten thousand, or as many as this process may have beside what it has. */
const RUNS = Math.min(20, Math.floor((connectionLimit() - 200) / OF_A_RUN))
/** That come at the same time: the kernel keeps so many for the program. */
const AT_ONCE = 100
/** A second. */
const CONNECTS = 2000
/** What the lab may hold for one of them, in bytes. */
const EACH = 20_000
/** Who sent FIN is kept for 30 s. */
const FREE_MS = 40_000

function fair({ rounds, bad, lost }: Verdict, while_: string): void {
  const p99 = rounds.map(({ attacked, control }) => `${attacked.p99.toFixed(1)} ms beside ${control.p99.toFixed(1)} ms`)
  console.log(`${while_}: p99 ${p99.join(', ')}`)
  expect(bad, while_).toBeLessThan(2)
  expect(lost, while_).toBe(0)
}

it.runIf(process.env['SOAK_IDLE'])(
  '10,000 who say nothing cost nobody else anything, and leave nothing behind',
  async () => {
    const [lab, control] = await Promise.all([
      LoadLab.open({ flags: ['--max-runs-per-asker', String(RUNS)] }),
      LoadLab.open(),
    ])
    const idle: Socket[] = []
    onTestFinished(async () => {
      for (const socket of idle) socket.destroy()
      await Promise.all([lab.close(), control.close()])
    })
    const problems: string[] = []
    const rest = new Rest(lab.webPort, (what) => problems.push(what))
    const relays: Run[] = []
    for (let run = 0; run < RUNS; run++) {
      const listen = [{ transport: 'tcp', port: 0 }]
      relays.push((await rest.call<Run>('POST', '/runs', { program: 'relay', listen })).body!)
    }
    const before = await lab.memory()

    let took = 0
    const come = async (): Promise<void> => {
      const began = performance.now()
      for (const { listeners } of relays) {
        for (let n = 0; n < OF_A_RUN; n += AT_ONCE) {
          await sleep(Math.max(0, began + (idle.length / CONNECTS) * 1000 - performance.now()))
          const some = Array.from({ length: AT_ONCE }, () =>
            connect(listeners[0]!.port, '127.0.0.1').on('error', () => {}),
          )
          idle.push(...some)
          await Promise.all(some.map((socket) => once(socket, 'connect')))
        }
      }
      took = performance.now() - began
    }
    const coming: Way = () => {
      const all = come()
      return Promise.resolve({ stop: () => all })
    }
    fair(await judge(lab, control, [coming]), 'while they come')
    const rate = Math.round((idle.length / took) * 1000)
    const present = async () =>
      (await Promise.all(relays.map(({ id }) => rest.call<Run>('GET', `/runs/${id}`)))).map(({ body }) => body?.present)
    await until('all of them', present, (counts) => counts.every((count) => count === OF_A_RUN))
    fair(await judge(lab, control, []), 'while they are there')
    const each = Math.round(((await lab.memory()) - before) / idle.length)
    console.log(`${idle.length} idle, ${rate} connects a second, ${each} bytes each`)
    expect(idle.filter(({ destroyed }) => destroyed)).toEqual([])
    expect(rate).toBeGreaterThan(0.9 * CONNECTS)
    expect(each).toBeLessThan(EACH)

    // Half of them by RST, half by FIN.
    for (const [n, socket] of idle.entries()) void (n % 2 === 0 ? socket.resetAndDestroy() : socket.destroy())
    fair(await judge(lab, control, []), 'while they go')
    await until(
      'the memory to be free again',
      () => lab.memory(),
      (bytes) => bytes < before + 32 * MIB,
      FREE_MS,
    )
    await until('nobody', present, (counts) => counts.every((count) => count === 0), FREE_MS)
    const left = (await lab.memory()) - before
    console.log(`${(left / MIB).toFixed(1)} MiB more than before, once they have gone`)
    expect(left).toBeLessThan(32 * MIB)
    expect(problems).toEqual([])
  },
  180_000,
)
