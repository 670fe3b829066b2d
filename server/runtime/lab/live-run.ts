/** A live run as the lab and its gateways use it, with connections or datagrams. */
import type { Connection } from '../../endpoints/port.ts'
import type { RunShell } from '../run/shell.ts'
import type { Disconnecting } from '../streams/disconnecting.ts'
import type { StepperControl } from '../streams/stepper-control.ts'
import type { Voices } from '../streams/voices.ts'
import type { Transfers } from '../transfers/transfers.ts'

export interface LiveRun extends RunShell {
  /** Null where the program does not wait in select. */
  readonly stepperControl: StepperControl | null
  /** Null where the program has no connections. */
  readonly disconnecting: Disconnecting | null
  /** Who is muted, and who has the floor. Null as above. */
  readonly voices: Voices | null
  /** The participant that all processes wait for, if they wait for nothing else. */
  readonly waitsFor: Connection | null
  deadlock: string | null
  /** Null where the program has datagrams. */
  readonly transfers: Transfers | null
}
