/** Clients that ask for much and read nothing, on real sockets: what they hold is bounded, and comes to an end. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ManualClock } from '../../core/clock.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fill, line, RECORD } from '../../journal/samples.fixture.ts'
import { openSqliteJournal } from '../../journal/sqlite/journal.ts'
import { openApp } from '../../testing/app.ts'
import { StubbornClient } from '../../testing/http.ts'
import { heldMemory, holdsLess } from '../../testing/memory.ts'
import { until } from '../../testing/raw-client.ts'
import type { ErrorBody } from '#shared/errors/codes.ts'
import { filled } from '#shared/errors/sentences.ts'
import { TEXTS } from '../../cli/terminal/text/languages.ts'

const MIB = 1_048_576
const IDLE_MS = 1500
/** Control characters: the worst that a payload can become as JSON. */
const PAYLOAD = Buffer.alloc(16_384, 1)

/** A lab whose journal, on disk, has a run of 4,000 events of 16 KiB, and one of many small ones. */
async function openHistory() {
  const folder = await mkdtemp(join(tmpdir(), 'socket-lab-history-'))
  const { journal } = await openSqliteJournal({ folder })
  const big = (await journal.createRun(RECORD)).id
  for (let from = 1; from <= 1000; from += 200) {
    fill(journal, big, from, from + 199, (seq) => line(seq, PAYLOAD))
    await journal.flush()
  }
  const many = (await journal.createRun(RECORD)).id
  for (let from = 1; from <= 200_000; from += 20_000) {
    fill(journal, many, from, from + 19_999)
    await journal.flush()
  }
  const clock = new ManualClock()
  const server = await openApp({}, undefined, { clock, answers: { idleMs: IDLE_MS }, journal })
  const close = async () => {
    await server.close()
    await journal.close()
    await rm(folder, { recursive: true })
  }
  const page = `/api/runs/${big}/events?limit=1000`
  const small = `${server.url}/api/runs/${big}/events?limit=5&preview=100`
  return { server, clock, journal, big, many, page, small, close }
}

let lab: Awaited<ReturnType<typeof openHistory>>
let control: typeof lab

beforeAll(async () => {
  lab = await openHistory()
  control = await openHistory()
}, 60_000)
afterAll(async () => {
  await lab.close()
  await control.close()
})

const allGone = () =>
  until(
    'room for answers again',
    () => lab.server.app.answerRoom.held,
    (held) => held === 0,
  )

/** Time passes until none is held. */
const allEnd = (meanwhile: () => void = () => {}) =>
  until(
    'room for answers again',
    () => {
      meanwhile()
      lab.clock.advance(IDLE_MS / 8)
      return lab.server.app.answerRoom.held
    },
    (held) => held === 0,
  )

/** The 99th percentile of so many small pages one after the other, in milliseconds. All must be answered. */
async function probe({ small }: typeof lab, times: number): Promise<number> {
  const all: number[] = []
  for (let i = 0; i < times; i++) {
    const begun = performance.now()
    const reply = await fetch(small)
    expect(reply.status).toBe(200)
    await reply.arrayBuffer()
    all.push(performance.now() - begun)
  }
  return all.sort((a, b) => a - b)[Math.floor(times * 0.99)]!
}

describe('clients that ask for big pages and do not read', () => {
  it.each([20, 100])(
    'hold a bounded memory, all %i together, and history goes on for everybody else',
    async (count) => {
      await probe(lab, 5)
      const before = await heldMemory()
      const clients = await Promise.all(
        Array.from({ length: count }, () => StubbornClient.get(lab.server.port, lab.page)),
      )
      const statuses = await Promise.all(clients.map((client) => client.status()))
      const held = lab.server.app.answerRoom.held
      await holdsLess(64 * MIB + count * 65_536, before)
      expect(held).toBeLessThanOrEqual(64 * MIB)
      expect([...new Set(statuses)].sort()).toEqual([200, 503])
      for (const [i, status] of statuses.entries()) {
        if (status === 503) expect(clients[i]!.head).toMatch(/\r\nretry-after: \d+\r\n/i)
      }
      let worse = 0
      for (let round = 0; round < 3; round++) {
        const [here, there] = [await probe(lab, 30), await probe(control, 30)]
        if (here > 3 * there + 100) worse++
      }
      expect(worse).toBeLessThan(2)
      for (const client of clients) client.socket.destroy()
      await allGone()
      await holdsLess(16 * MIB, before)
    },
    60_000, // two labs and a hundred clients share a busy machine
  )

  it('are told so by a code with a sentence in both languages, and served when there is room again', async () => {
    const clients: StubbornClient[] = []
    const ask = async (): Promise<Response> => {
      for (;;) {
        const client = await StubbornClient.get(lab.server.port, lab.page)
        clients.push(client)
        if ((await client.status()) === 200) continue
        const reply = await fetch(lab.server.url + lab.page)
        if (reply.status === 503) return reply
        await reply.arrayBuffer()
      }
    }
    const refused = await ask()
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
    const { code, params } = (await refused.json()) as ErrorBody
    expect(code).toBe('overloaded')
    for (const { errors } of Object.values(TEXTS)) expect(filled(errors[code], params)).not.toMatch(/^$|undefined/)
    for (const client of clients) client.socket.destroy()
    await allGone()
    expect((await fetch(lab.server.url + lab.page)).status).toBe(200)
  })

  it('are ended when they have taken nothing for the idle time-out, and everything is freed', async () => {
    const before = await heldMemory()
    const clients = await Promise.all(Array.from({ length: 20 }, () => StubbornClient.get(lab.server.port, lab.page)))
    await Promise.all(clients.map((client) => client.status()))
    expect(lab.server.app.answerRoom.held).toBeGreaterThan(0)
    await allEnd()
    for (const client of clients) client.socket.resume()
    const served = clients.filter(({ head }) => head.startsWith('HTTP/1.1 200'))
    await until('their ends', () => served.every(({ closed }) => closed), Boolean)
    for (const client of clients) client.socket.destroy()
    await holdsLess(16 * MIB, before)
  })

  it('are ended although they go on asking', async () => {
    const client = await StubbornClient.get(lab.server.port, lab.page)
    await client.status()
    await allEnd(() => client.socket.write('GET /api/health HTTP/1.1\r\nX-Drip: '))
    client.socket.destroy()
  })

  it('are not ended while they take a little now and then, however long it takes', async () => {
    const client = await StubbornClient.get(lab.server.port, lab.page)
    await client.status()
    const length = Number(/content-length: (\d+)/i.exec(client.head)![1])
    expect(length).toBeGreaterThan(5 * MIB)
    const begun = lab.clock.micros()
    for (let goal = 0; client.taken < length;) {
      goal += Math.ceil(length / 12)
      await until(
        'some more',
        () => (client.take(goal - client.taken), client.closed || client.taken >= Math.min(goal, length)),
        Boolean,
      )
      expect(client.closed).toBe(false)
      lab.clock.advance(IDLE_MS / 4)
    }
    expect(lab.clock.micros() - begun).toBeGreaterThan(2 * IDLE_MS * 1000)
    client.socket.destroy()
    await allGone()
  })
})

describe('questions of clients who have gone', () => {
  it('never reach the journal', async () => {
    const { journal } = lab
    const path = `/api/runs/${lab.many}/events?limit=1000&preview=0&filter=introuvable`
    const clients = await Promise.all(Array.from({ length: 60 }, () => StubbornClient.get(lab.server.port, path)))
    await until(
      'their questions',
      () => journal.reads.waiting,
      (waiting) => waiting >= 20,
    )
    for (const client of clients) client.socket.resetAndDestroy()
    const performed = journal.reads.performed
    await until(
      'an empty queue',
      () => journal.reads.waiting,
      (waiting) => waiting === 0,
    )
    await allGone()
    // What was worked on while the ends were on their way; not what waited.
    expect(journal.reads.performed - performed).toBeLessThan(15)
  })
})

describe('a page that watches and does not read', () => {
  it('holds no more than its bound, whatever it asks for', async () => {
    const tab = await lab.server.tab()
    tab.socket.pause()
    const before = await heldMemory()
    const performed = lab.journal.reads.performed
    for (const run of [lab.big, lab.many]) tab.send({ type: 'watch', run, after: 0, mode: 'all' })
    let last = -1
    await until(
      'its event stream to stop',
      async () => {
        const now = lab.journal.reads.performed
        const stands = now > performed + 2 && now === last
        last = now
        await sleep(100)
        return stands
      },
      Boolean,
    )
    await holdsLess(8 * MIB, before)
    tab.socket.terminate()
  })
})
