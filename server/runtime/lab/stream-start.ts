/**
 * Starts a run of connections: opens its listeners or resolves its target, registers it in the journal and returns it.
 * Counterparts: `start.ts`, which calls it; `datagram-start.ts`, the same for datagrams; `listener-start.ts`, for a
 * live run.
 * Invariant: a connection that comes before the journal knows the run waits, and is reset if the run does not start.
 */
import type { Origin } from '../../admission/asker.ts'
import { LabError } from '../../core/errors.ts'
import type { Connection, OpenListener } from '../../endpoints/port.ts'
import type { RunRecord } from '../../journal/port.ts'
import { traitsOf } from '#programs/traits.ts'
import { connects } from '#shared/model/traits.ts'
import type { AnyOptions, Target } from '#shared/model/options.ts'
import type { By } from '#shared/protocol/by.ts'
import type { ListenAddress, ProgramId } from '#shared/protocol/model.ts'
import { EarlyConnections } from '../listeners/early-connections.ts'
import type { ListenerOpener, OpenerParts } from '../listeners/opener.ts'
import { StreamRun, type StreamRunParts } from '../streams/stream-run.ts'

export interface StreamStartParts extends Omit<StreamRunParts, 'connect' | 'by'> {
  readonly endpoints: OpenerParts['endpoints']
  readonly opener: ListenerOpener
  readonly resolveTarget: (target: Target, from: Origin | undefined, carrier: 'stream' | 'datagram') => Promise<string>
}

export interface StreamRequest {
  readonly program: ProgramId
  readonly listen?: readonly ListenAddress[]
  readonly by?: By | undefined
  readonly owner?: { readonly name: string } | undefined
  readonly from?: Origin | undefined
}

/**
 * Returns the run, and a function that hands over early connections; call it when the run has begun. Throws what
 * `ListenerOpener` throws, what `resolveTarget` throws, and `bad-request`.
 */
export async function startStream(
  request: StreamRequest,
  options: AnyOptions,
  parts: StreamStartParts,
): Promise<{ run: StreamRun; begun: () => void }> {
  const { clock, journal } = parts
  const isServer = !connects(traitsOf(request.program), options)
  const connect = isServer ? null : await connectorTo(options.target, request.from, parts)

  const early = new EarlyConnections()
  const listeners = isServer ? await listenOn(request, options, early, parts.opener) : []
  let record: RunRecord
  try {
    record = await journal.createRun({
      program: request.program,
      options,
      state: 'running',
      listeners: listeners.map((listener, index) => ({ number: index + 1, ...listener.bound })),
      startedAt: clock.now(),
      stoppedAt: null,
      ...(request.owner && { for: request.owner }),
    })
  } catch (error) {
    early.turnAway()
    await Promise.all(listeners.map((listener) => listener.close()))
    throw error
  }
  const run = new StreamRun(record, listeners, {
    ...parts,
    connect: connect ?? (() => Promise.reject(new LabError('internal'))),
    by: request.by,
  })
  return { run, begun: () => early.handOver(run) }
}

async function listenOn(
  { program, listen, from }: StreamRequest,
  options: AnyOptions,
  early: EarlyConnections,
  opener: ListenerOpener,
): Promise<OpenListener[]> {
  if (!listen) return [await opener.openNextFree(early.handlersOf({ number: 1 }), options.reuseAddress)]
  try {
    return await opener.open({ program, options, listen, from, first: 1 }, early.handlersOf)
  } catch (error) {
    early.turnAway()
    throw error
  }
}

async function connectorTo(
  target: Target | undefined,
  from: Origin | undefined,
  { endpoints, resolveTarget }: StreamStartParts,
): Promise<() => Promise<Connection>> {
  if (!target) throw new LabError('bad-request', { detail: 'options.target is missing' })
  const address = await resolveTarget(target, from, 'stream')
  return () => endpoints.tcp.dial(address, target.port)
}
