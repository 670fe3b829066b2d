/** What the lab and its gateway ask of a run that lives, whether its program has connections or datagrams. */
import type { Connection } from '../../endpoints/port.ts'
import type { RunShell } from '../run/shell.ts'
import type { Disconnecting } from '../streams/disconnecting.ts'
import type { StepperControl } from '../streams/stepper-control.ts'
import type { Transfers } from '../transfers/transfers.ts'

export interface LiveRun extends RunShell {
  /** Null where the program does not wait in select. */
  readonly stepperControl: StepperControl | null
  /** Null where the program has no connections. */
  readonly disconnecting: Disconnecting | null
  /** Who is at the other end of the connection that all processes wait for, when they wait for nothing else. */
  readonly waitsFor: Connection | null
  deadlock: string | null
  /** Of files; null where the program has datagrams. */
  readonly transfers: Transfers | null
}
