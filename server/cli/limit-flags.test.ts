/** Each limit that a flag sets: what it says happens in a lab that was started with it, and the refusal names the flag. */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Tab } from '../testing/app.ts'
import { until } from '../testing/raw-client.ts'
import type { ErrorBody } from '#shared/errors/codes.ts'
import type { LabEvent } from '#shared/protocol/events.ts'
import type { Run } from '#shared/protocol/model.ts'
import type { EventPage } from '#shared/protocol/rest.ts'
import { helpText, readConfig } from './config.ts'
import { start } from './lab-parts.ts'

/** A lab by its command line. */
class Lab {
  readonly url: string
  readonly run: Run

  constructor(url: string, run: Run) {
    this.url = url
    this.run = run
  }

  static async start(flags: readonly string[]): Promise<Lab> {
    const data = await mkdtemp(join(tmpdir(), 'socket-lab-limits-'))
    const config = readConfig(['--port', '0', '--web-port', '0', '--data', data, ...flags], {})
    const started = await start(config, { write() {} })
    onTestFinished(async () => {
      await started.stop()
      await rm(data, { recursive: true, force: true })
    })
    return new Lab(started.urls.at(-1)!.replace(/\/$/, ''), started.run!)
  }

  /** Connects to the run, and resolves when that stands or is refused. */
  async connects(host = '127.0.0.1', run = this.run): Promise<void> {
    const socket = connect(run.listeners[0]!.port, host)
    socket.on('error', () => {}).resume()
    onTestFinished(() => void socket.destroy())
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => {})
  }

  async starts(program: string, options = {}): Promise<Run | ErrorBody> {
    const listen = [{ transport: 'tcp', port: 0 }]
    const answer = await fetch(`${this.url}/api/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ program, options, listen }),
    })
    return (await answer.json()) as Run | ErrorBody
  }

  /** The events of a kind, once there are so many. */
  events(kind: LabEvent['kind'], count: number, run = this.run): Promise<LabEvent[]> {
    return until(
      `${count} of ${kind}`,
      async () => {
        const answer = await fetch(`${this.url}/api/runs/${run.id}/events?filter=kind:${kind}&limit=100`)
        return ((await answer.json()) as EventPage).events
      },
      (events) => events.length >= count,
    )
  }

  get webPort(): number {
    return Number(new URL(this.url).port)
  }
}

/** Says hello, and gives what it is refused by; null where it is let in. */
async function page(lab: Lab): Promise<{ code: string; params: object } | null> {
  const reason = Promise.withResolvers<string>()
  const tab = Tab.open(lab.webPort, undefined, undefined, undefined, undefined, undefined, (why) => reason.resolve(why))
  const opened = await tab.catch(() => null)
  if (opened) onTestFinished(() => opened.socket.terminate())
  return opened ? null : (JSON.parse(await reason.promise) as { code: string; params: object })
}

const started = (one: Run | ErrorBody): one is Run => 'id' in one

/** What runs come to that are started until one is refused. */
async function runsOf(lab: Lab): Promise<{ let: number; refusal: Pick<ErrorBody, 'code' | 'params'> }> {
  for (let count = 0; ; count++) {
    const one = await lab.starts('relay')
    if (!started(one)) return { let: count, refusal: { code: one.code, params: one.params } }
  }
}

/** An address of this machine that is none of loopback. */
const outside = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address

/** By flag: with which value, what is done, and what comes of it. */
const FLAGS: Readonly<Record<string, { given: number; more?: string[]; act: (lab: Lab) => Promise<void> }>> = {
  'max-participants': {
    given: 3,
    act: async (lab) => {
      for (let n = 0; n < 5; n++) await lab.connects()
      await lab.events('refused', 1)
      expect(await lab.events('connected', 3)).toHaveLength(3)
      const tab = await Tab.open(lab.webPort)
      tab.send({ type: 'join', ref: 1, run: lab.run.id, name: 'ana' })
      const { error } = await tab.receives('failed')
      expect([error.code, error.params['flag'], error.params['limit']]).toEqual([
        'too-many-participants',
        '--max-participants',
        3,
      ])
      tab.socket.terminate()
    },
  },
  'max-per-address': {
    given: 2,
    more: ['--host', '0.0.0.0', '--everyone'],
    act: async (lab) => {
      for (let n = 0; n < 4; n++) await lab.connects(outside)
      await lab.events('refused', 1)
      for (let n = 0; n < 4; n++) await lab.connects()
      expect(await lab.events('connected', 6)).toHaveLength(6)
    },
  },
  'max-participants-per-page': {
    given: 2,
    act: async (lab) => {
      const tab = await Tab.open(lab.webPort)
      for (let ref = 1; ref <= 3; ref++) tab.send({ type: 'join', ref, run: lab.run.id, name: `ana ${ref}` })
      const { error } = await tab.receives('failed')
      expect(error.params).toEqual({ limit: 2, flag: '--max-participants-per-page' })
      await until(
        'the two answers',
        () => tab.all('joined').length,
        (count) => count === 2,
      )
      tab.socket.terminate()
    },
  },
  'max-pages': {
    given: 2,
    act: async (lab) => {
      expect([await page(lab), await page(lab)]).toEqual([null, null])
      expect(await page(lab)).toMatchObject({ code: 'too-many-pages', params: { limit: 2, flag: '--max-pages' } })
    },
  },
  'max-pages-per-address': {
    given: 2,
    act: async (lab) => {
      expect([await page(lab), await page(lab)]).toEqual([null, null])
      const params = { limit: 2, flag: '--max-pages-per-address' }
      expect(await page(lab)).toMatchObject({ code: 'too-many-pages-of-address', params })
    },
  },
  'max-runs': {
    given: 3,
    act: async (lab) => {
      const refusal = { code: 'too-many-runs', params: { limit: 3, flag: '--max-runs' } }
      expect(await runsOf(lab)).toEqual({ let: 2, refusal }) // the lab's own is the third
    },
  },
  'max-runs-per-asker': {
    given: 2,
    act: async (lab) => {
      const refusal = { code: 'too-many-runs-of-asker', params: { limit: 2, flag: '--max-runs-per-asker' } }
      expect(await runsOf(lab)).toEqual({ let: 2, refusal })
    },
  },
  'max-runs-per-address': {
    given: 2,
    act: async (lab) => {
      const refusal = { code: 'too-many-runs-of-address', params: { limit: 2, flag: '--max-runs-per-address' } }
      expect(await runsOf(lab)).toEqual({ let: 2, refusal })
    },
  },
  'max-children': {
    given: 1,
    act: async (lab) => {
      const run = await lab.starts('relay-known', { count: 2, strategy: 'process-each' })
      if (!started(run)) throw new Error(run.message)
      await lab.connects('127.0.0.1', run)
      await lab.connects('127.0.0.1', run)
      expect(await lab.events('closed', 1, run)).toMatchObject([{ reason: 'no-process' }])
      expect(await lab.events('forked', 1, run)).toHaveLength(1)
    },
  },
  'max-events': {
    given: 8,
    act: async (lab) => {
      for (let n = 0; n < 12; n++) await lab.connects()
      expect(await lab.events('trouble', 1)).toMatchObject([{ code: 'journal-full' }])
      expect((await lab.events('connected', 5)).length).toBeLessThan(8)
    },
  },
  'max-run-bytes': {
    given: 10,
    act: async (lab) => {
      const socket = connect(lab.run.listeners[0]!.port, '127.0.0.1').on('error', () => {})
      onTestFinished(() => void socket.destroy())
      socket.write('bonjour tout le monde\n')
      expect(await lab.events('trouble', 1)).toMatchObject([{ code: 'journal-full' }])
    },
  },
}

describe('a flag of a limit', () => {
  it('each is tried', () => {
    const all = [...helpText('en').matchAll(/--(max-[a-z-]+) N/g)].map(([, name]) => name)
    expect(Object.keys(FLAGS).sort()).toEqual(all.sort())
  })

  for (const [flag, { given, more = [], act }] of Object.entries(FLAGS)) {
    it.skipIf(flag === 'max-per-address' && outside === undefined)(`--${flag} is what it says`, async () => {
      await act(await Lab.start([`--${flag}`, String(given), ...more]))
    })
  }
})
