/** Pieces of a web participant: real sockets, so that what `recv` returned is what the kernel gave. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLab, startRun } from '../../testing/lab.ts'
import { hears, until } from '../../testing/raw-client.ts'

const BY = { page: 1, address: '127.0.0.1' }

let opened: Awaited<ReturnType<typeof openLab>>
beforeAll(async () => {
  opened = await openLab()
})
afterAll(() => opened.close())

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const everyByte = (length: number): number[] => Array.from({ length: length - 1 }, (_, i) => i + 1)

describe('pieces', () => {
  it('come out of a read each, in a wake-up each, and reach the others as they were said', async () => {
    const room = await startRun(opened.lab, 'relay')
    const bob = await room.client()
    const ana = await opened.lab.join(room.run.id, 'ana')
    ana.send(bytes('bonjour\n'), everyByte(8))
    expect((await room.event('lines')).reads).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
    await hears(bob, 'bonjour\n')
    const wakes = opened.lab
      .live(room.run.id)!
      .live()
      .select!.wakeUps.filter(({ ready }) => ready.includes(ana.id))
    expect(wakes.slice(-8).map(({ ready }) => ready)).toEqual(Array(8).fill([ana.id]))
  })

  it('cut a character of two, three or four bytes in two reads', async () => {
    const room = await startRun(opened.lab, 'relay')
    const ana = await opened.lab.join(room.run.id, 'ana')
    for (const [text, cut, reads] of [
      ['é\n', 1, [1, 2]],
      ['€\n', 1, [1, 3]],
      ['😀\n', 2, [2, 3]],
    ] as const) {
      ana.send(bytes(text), [cut])
      expect((await room.event('lines', (event) => event.text === text)).reads).toEqual(reads)
    }
  })

  it('hold back what is said after them, and the end: nothing overtakes', async () => {
    const room = await startRun(opened.lab, 'relay')
    const bob = await room.client()
    const ana = await opened.lab.join(room.run.id, 'ana')
    ana.send(bytes('un\n'), [1, 2])
    ana.send(bytes('deux\n'))
    ana.send(bytes('trois\n'), [3])
    ana.close('half')
    await hears(bob, 'un\ndeux\ntrois\n')
    await room.event('ended', (event) => event.participant === ana.id)
    expect(() => ana.send(bytes('trop tard\n'))).toThrow()
  })

  it('are let go by a reset', async () => {
    const room = await startRun(opened.lab, 'relay')
    const ana = await opened.lab.join(room.run.id, 'ana')
    opened.lab.setStepper(room.run.id, 'paused', BY)
    await until(
      'a relay that is paused',
      () => opened.lab.live(room.run.id)!.live().select!.state,
      (state) => state === 'paused',
    )
    ana.send(bytes('jamais\n'), [1, 2, 3])
    ana.close('reset')
    opened.lab.setStepper(room.run.id, 'running', BY)
    expect(await room.event('closed')).toMatchObject({ participant: ana.id, reason: 'reset' })
    const said = (await room.events()).filter(({ kind }) => kind === 'lines').map(({ text }) => text)
    expect('jamais\n'.startsWith(said.join('')) && said.join('') !== 'jamais\n').toBe(true)
  })

  it('lie together in the kernel while the program does not read: one recv has them all', async () => {
    const room = await startRun(opened.lab, 'line-server')
    const first = await room.client()
    await room.participants((states) => states.includes('open'))
    const ana = await opened.lab.join(room.run.id, 'ana')
    ana.send(bytes('bonjour\n'), everyByte(8))
    // Its bytes leave one after the other, and the program must find all of them when it comes.
    await new Promise(setImmediate)
    first.finish()
    const { reads } = await room.event('lines', ({ participant }) => participant === ana.id)
    expect(reads).toEqual([8])
  })

  it('are each a step of a select that is taken one by one', async () => {
    const room = await startRun(opened.lab, 'relay')
    const ana = await opened.lab.join(room.run.id, 'ana')
    const stepper = () => opened.lab.live(room.run.id)!.live().select!.state
    opened.lab.setStepper(room.run.id, 'paused', BY)
    await until('a relay that is paused', stepper, (now) => now === 'paused')
    ana.send(bytes('oui\n'), everyByte(4))
    for (let step = 1; step <= 4; step++) {
      opened.lab.setStepper(room.run.id, 'stepping', BY)
      const partialBytes = () => opened.lab.live(room.run.id)!.participants()[0]!.partialBytes
      await until(`piece ${step}`, partialBytes, (size) => size === (step === 4 ? 0 : step))
      await until('a relay that is paused again', stepper, (now) => now === 'paused')
    }
    expect((await room.event('lines')).reads).toEqual([1, 1, 1, 1])
  })

  it('are exactly the bytes, wherever they are cut and whatever comes between', async () => {
    const room = await startRun(opened.lab, 'relay')
    const bob = await room.client()
    const ana = await opened.lab.join(room.run.id, 'ana')
    let expected = ''
    const message = fc.tuple(
      fc.stringMatching(/^[a-d\n]{1,30}$/),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 6 }), async (messages) => {
        for (const [text, shares] of messages) {
          const places = shares.map((share) => 1 + Math.floor(share * (text.length - 1)))
          const cuts = [...new Set(places)].filter((place) => place < text.length).sort((a, b) => a - b)
          ana.send(bytes(text), cuts)
          expected += text
        }
        ana.send(bytes('\n'))
        expected += '\n'
        await hears(bob, expected)
      }),
      { numRuns: 25 },
    )
  })
})
