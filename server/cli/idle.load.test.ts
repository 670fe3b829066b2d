/** Ten thousand connections on which nobody says anything, beside a lab that has none. By `npm run soak -- idle` only. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import type { Run } from '#shared/protocol/model.ts'
import { connectionLimit } from '../kernel/descriptors.ts'
import { Rest } from '../testing/fuzz/rest.ts'
import { judge } from '../testing/load/judge.ts'
import { LoadLab } from '../testing/load/lab.ts'
import { until } from '../testing/raw-client.ts'

const MIB = 1_048_576
/** Participants that a run takes. */
const OF_A_RUN = 500
/** Ten thousand, or as many as this process may have beside what it has. */
const RUNS = Math.min(20, Math.floor((connectionLimit() - 200) / OF_A_RUN))
/** That come at the same time: the kernel keeps so many for the program. */
const AT_ONCE = 100

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
    const before = await lab.memory()
    const problems: string[] = []
    const rest = new Rest(lab.webPort, (what) => problems.push(what))
    const verdict = await judge(lab, control, [
      async () => {
        for (let run = 0; run < RUNS; run++) {
          const listen = [{ transport: 'tcp', port: 0 }]
          const { body } = await rest.call<Run>('POST', '/runs', { program: 'relay', listen })
          const { port } = body!.listeners[0]!
          for (let n = 0; n < OF_A_RUN; n += AT_ONCE) {
            const some = Array.from({ length: AT_ONCE }, () => connect(port, '127.0.0.1').on('error', () => {}))
            idle.push(...some)
            await Promise.all(some.map((socket) => once(socket, 'connect')))
          }
          await until(
            'all of a run',
            async () => (await rest.call<Run>('GET', `/runs/${body!.id}`)).body?.present,
            (present) => present === OF_A_RUN,
          )
        }
        return { stop: async () => {} }
      },
    ])
    expect(idle.filter(({ destroyed }) => destroyed)).toEqual([])
    const p99 = verdict.rounds.map(({ attacked, control: beside }) => `${attacked.p99} ms beside ${beside.p99} ms`)
    expect(verdict.bad, p99.join(', ')).toBeLessThan(2)
    expect(verdict.lost).toBe(0)
    for (const socket of idle) socket.destroy()
    await until(
      'the memory to be free again',
      () => lab.memory(),
      (bytes) => bytes < before + 32 * MIB,
      20_000,
    )
    expect(problems).toEqual([])
  },
  120_000,
)
