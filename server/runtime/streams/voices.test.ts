/** Mute and the floor on real sockets: what a silent one sends stays in the kernel, and comes, whole and in order, when it may speak. */
import { readFileSync } from 'node:fs'
import { platform } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLab, startRun, type TestRun } from '../../testing/lab.ts'
import { until, type RawClient } from '../../testing/raw-client.ts'
import type { Voices } from './voices.ts'

const BY = { page: 1, teacher: true as const, address: '127.0.0.1' }

let opened: Awaited<ReturnType<typeof openLab>>
let room: TestRun
let voices: Voices
let [ana, bob]: RawClient[] = []
beforeEach(async () => {
  opened = await openLab()
  await open('relay')
})
afterEach(() => opened.close())

async function open(program: 'relay' | 'line-server'): Promise<void> {
  room = await startRun(opened.lab, program)
  voices = opened.lab.live(room.run.id)!.voices!
  ana = await room.client()
  await room.event('connected', ({ participant }) => participant === 1)
  bob = await room.client()
  await room.event('connected', ({ participant }) => participant === 2)
}

const one = (id: number) =>
  opened.lab
    .live(room.run.id)!
    .participants()
    .find((other) => other.id === id)
const hears = (client: RawClient, all: string) =>
  until(
    `'${all}'`,
    () => client.heard,
    (heard) => heard === all,
  )

/** Recv-Q of a client's connection on the program's side (proc_net_tcp(5)). */
function kept(client: RawClient): number | null {
  const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0')
  const ends = `0100007F:${hex(room.port)} 0100007F:${hex(client.port)} `
  const row = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .find((line) => line.includes(ends))
  const queues = /:([0-9A-F]{8}) \d\d:/.exec(row?.slice(row.indexOf(ends) + ends.length) ?? '')
  return queues ? parseInt(queues[1]!, 16) : null
}

describe('who is muted', () => {
  it('is not read, and receives; nothing of it is lost, and the order stays', async () => {
    voices.mute(1, true, BY)
    expect(one(1)).toMatchObject({ silent: 'muted', paused: true })
    const said = Array.from({ length: 2000 }, (_, i) => `line ${i}\n`).join('')
    ana!.say(said)
    bob!.say('to ana\n')
    await hears(ana!, 'to ana\n')
    if (platform() === 'linux')
      await until(
        'bytes in Recv-Q',
        () => kept(ana!),
        (bytes) => bytes === said.length,
      )
    expect(bob!.heard).toBe('')
    voices.mute(1, false, BY)
    await hears(bob!, said)
    const acts = (await room.events()).filter(({ kind }) => kind === 'class')
    expect(acts).toMatchObject([
      { participant: 1, act: 'muted', by: BY },
      { participant: 1, act: 'heard', by: BY },
    ])
  })

  it('is muted once, however often it is asked for, and may leave', async () => {
    voices.mute(1, true, BY)
    voices.mute(1, true, BY)
    expect((await room.events()).filter(({ kind }) => kind === 'class')).toHaveLength(1)
    voices.mute(1, false, BY)
    ana!.finish()
    await room.event('ended')
    expect(() => voices.mute(9, true, BY)).toThrow(expect.objectContaining({ code: 'unknown-participant' }))
  })

  it('keeps its FIN too; a run that stops reads what waits, and ends by FIN', async () => {
    voices.mute(1, true, BY)
    ana!.finish()
    bob!.say('x\n')
    await hears(ana!, 'x\n')
    expect(one(1)).toMatchObject({ state: 'open' })
    await opened.lab.stop(room.run.id)
    const closed = (await room.events()).filter(({ kind }) => kind === 'closed')
    expect(closed.map((event) => 'reset' in event)).toEqual([false, false])
  })
})

describe('the floor', () => {
  it('is one’s: all others are silent, newcomers too, until it is everybody’s again', async () => {
    voices.giveFloor(1, BY)
    const eve = await room.client()
    await room.event('connected', ({ participant }) => participant === 3)
    expect([one(1), one(2), one(3)]).toMatchObject([{ floor: true }, { silent: 'floor' }, { silent: 'floor' }])
    eve.say('eve\n')
    bob!.say('bob\n')
    ana!.say('ana\n')
    await hears(bob!, 'ana\n')
    expect(ana!.heard).toBe('')
    expect(() => voices.mustSpeak(2)).toThrow(
      expect.objectContaining({ code: 'no-floor', params: { run: room.run.id, name: one(1)!.name } }),
    )
    voices.giveFloor(null, BY)
    voices.mustSpeak(2)
    await until(
      'both',
      () => ana!.heard.split('\n').sort(),
      (lines) => lines.join() === ',bob,eve',
    )
    expect(one(2)).not.toHaveProperty('silent')
  })

  it('goes from one to another, and is everybody’s when its holder is gone', async () => {
    voices.giveFloor(1, BY)
    voices.giveFloor(2, BY)
    expect([one(1), one(2)]).toMatchObject([{ silent: 'floor' }, { floor: true }])
    bob!.reset()
    await room.event('closed')
    await until(
      'the end of the floor',
      () => one(1),
      (ana) => ana?.silent === undefined,
    )
    expect(voices.floor).toBeNull()
  })

  it('frees nobody who is muted', () => {
    voices.mute(1, true, BY)
    voices.giveFloor(1, BY)
    expect(one(1)).toMatchObject({ silent: 'muted' })
    voices.giveFloor(null, BY)
    expect(one(1)).toMatchObject({ silent: 'muted' })
    expect(() => voices.mustSpeak(1)).toThrow(expect.objectContaining({ code: 'muted' }))
  })
})
