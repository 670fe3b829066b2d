/**
 * A connection has one FIN of the program, in whatever way it ends, and so it is told: `shutdown`, then `close`, are two calls and one
 * FIN. Programs that listen, each act that ends a connection. Counterparts: `web/ladder/plan.ts` and `web/events/words.ts`, which
 * draw a FIN for these events.
 */
import { expect, it } from 'vitest'
import type { ProgramId } from '#shared/model/programs.ts'
import type { LabEvent } from '#shared/protocol/events.ts'
import { openLab, startRun } from '../../testing/lab.ts'
import { RawClient, until } from '../../testing/raw-client.ts'

const PROGRAMS: [ProgramId, object][] = [
  ['line-server', {}],
  ['alternating-chat', { begins: 'reading' }],
  ['alternating-chat', { begins: 'writing' }],
  ['duplex-chat', {}],
  ['relay-known', { strategy: 'unknown' }],
  ['relay', {}],
  ['relay', { sending: 'sendall' }],
  ['file-receiver', {}],
  ['file-sender', {}],
]
const ACTS = [
  'FIN',
  'Ctrl+D',
  'Ctrl+D, then FIN',
  'FIN, then Ctrl+D',
  'disconnect',
  'FIN, then disconnect',
  'stop',
] as const

/** Whether a FIN of the program is told with this event. */
function sendsFin(event: LabEvent): boolean {
  if (event.kind === 'half-closed') return true
  if (event.kind === 'disconnect') return event.how === 'fin'
  const orderly = [
    'finished',
    'run-stopped',
    'half-closed-too-long',
    'half-closed-replaced',
    'idle-timeout',
    'disconnected',
  ]
  return event.kind === 'closed' && event.finSent !== true && event.reset !== true && orderly.includes(event.reason)
}

it.each(PROGRAMS.flatMap(([program, options]) => ACTS.map((act) => [program, options, act] as const)))(
  '%s %j has one FIN for its client: %s',
  async (program, options, act) => {
    const opened = await openLab()
    try {
      const room = await startRun(opened.lab, program, options)
      const { id } = room.run
      const client = await RawClient.connect(room.port)
      await room.event('connected')
      const runs = (): boolean => opened.lab.live(id)?.view().state === 'running'
      for (const one of act.split(', then ')) {
        const keyboard = opened.lab.live(id)?.live().keyboard
        if (one === 'FIN') client.finish()
        else if (one === 'Ctrl+D' && keyboard && !keyboard.ended && runs()) opened.lab.type(id, null)
        else if (
          one === 'disconnect' &&
          runs() &&
          opened.lab
            .live(id)!
            .participants()
            .some(({ state }) => state !== 'closed')
        )
          opened.lab.disconnect(id, 1, 'fin', { address: '127.0.0.1' })
        const before = opened.lab.live(id)?.recorder.lastSeq ?? 0
        if (one === 'FIN')
          await until(
            'FIN at the program, or kept from it',
            () => opened.lab.live(id)?.recorder.lastSeq ?? Infinity,
            (seq) => seq >= before,
          )
      }
      client.finish()
      if (opened.lab.live(id)) await opened.lab.stop(id)
      await room.event('run-stopped')
      const fins = (await room.events()).filter((event) => event.participant === 1 && sendsFin(event))
      expect(fins.map(({ kind }) => kind).length, fins.map(({ kind }) => kind).join()).toBeLessThanOrEqual(1)
      // And the client had one, unless it was an RST.
      await until('the end', () => client.ended || client.closed, Boolean)
    } finally {
      await opened.close()
    }
  },
)
