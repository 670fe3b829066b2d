/** What the lab and its gateway ask of a run that lives, whether its program has connections or datagrams. */
import type { Connection } from '../../endpoints/port.ts'
import type { By } from '#shared/protocol/by.ts'
import type { ErrorCode } from '#shared/errors/codes.ts'
import type { Participant, Run as RunView } from '#shared/protocol/model.ts'
import type { LiveState } from '#shared/protocol/program.ts'
import type { Disconnecting } from '../streams/disconnecting.ts'
import type { Pacing } from '../streams/pacing.ts'
import type { Recorder } from '../run/recorder.ts'
import type { Transfers } from '../transfers/transfers.ts'
import type { RunSockets } from '../../kernel/run-sockets.ts'
import type { WebParticipant } from '../run/web-participant.ts'

export interface LiveRun {
  readonly id: string
  readonly recorder: Recorder
  /** Lets the program run. */
  begin(): void
  /** What the program does now. */
  live(): LiveState
  /**
   * Types on the program's keyboard; null is end of file. `taken` is called before the program goes on. Throws `no-keyboard`,
   * `run-not-running`, `overloaded`.
   */
  type(bytes: Uint8Array | null, taken?: () => void): void
  /** Null where the program does not wait in select. */
  readonly pacing: Pacing | null
  /** Null where the program has no connections. */
  readonly disconnecting: Disconnecting | null
  /** Who is at the other end of the connection that all processes wait for, when they wait for nothing else. */
  readonly waitsFor: Connection | null
  deadlock: string | null
  view(): RunView
  participants(): Participant[]
  /** Of files; null where the program has datagrams. */
  readonly transfers: Transfers | null
  sockets(): RunSockets
  /** Takes part on a browser's behalf. Throws what `joinRun` throws. */
  join(name: string, by?: By): Promise<WebParticipant>
  /** Stops or lets go on all reading, because the journal cannot take more (`code`) or can again (null). */
  setTrouble(code: ErrorCode | null): void
  journalBehind: boolean
  /** @param by who asks; absent where it ends by itself or with the lab */
  stop(by?: By): Promise<void>
}
