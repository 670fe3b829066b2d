/** Limits of runs, with the defaults of docs/reliability.md; the composition may pass others. */
import { ADMISSION_LIMITS, type AdmissionLimits } from '../../admission/limits.ts'

export interface Limits extends AdmissionLimits {
  /** Events of one run. Beyond, the run reads no more, accepts nobody, and says so. */
  readonly events: number
  /** Payload bytes of one run in the journal, likewise. */
  readonly runBytes: number
  /** Bytes appended to the journal and not yet committed beyond which runs stop reading. */
  readonly journalPending: number
  /** How long a participant that blocks others may take no byte before it is closed. */
  readonly slowConsumerMs: number
  /** Bytes of one over-long line dropped in a row beyond which its sender is closed. */
  readonly discarded: number
  /** How long connections may take to drain when a run stops. */
  readonly drainMs: number
  /** How long a participant that is disconnected by FIN may take to send its own. */
  readonly lingerMs: number
  /** Datagrams that one program may send a second, after a burst of a tenth of that. */
  readonly datagramsPerSecond: number
  /** Child processes of all runs together. */
  readonly children: number
  /** A run without an event for so many minutes stops; 0: it goes on. */
  readonly idleRunMinutes: number
  /** Bytes that the files of all runs together may take. */
  readonly fileQuota: number
  /** Bytes of the disk that files leave free: the journal needs room. */
  readonly diskReserve: number
}

export const DEFAULT_LIMITS: Limits = {
  ...ADMISSION_LIMITS,
  events: 5_000_000,
  runBytes: 4_294_967_296,
  journalPending: 8_388_608,
  slowConsumerMs: 10_000,
  discarded: 1_048_576,
  drainMs: 10_000,
  lingerMs: 1000,
  datagramsPerSecond: 1000,
  children: 64,
  idleRunMinutes: 0,
  fileQuota: 4_294_967_296,
  diskReserve: 268_435_456,
}
