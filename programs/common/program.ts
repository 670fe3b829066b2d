/**
 * What a program is: a pure program of the worksheet. What others decide by it are its traits (`programs/<id>/traits.ts`). It is told what happened (`Input`) and answers with its next
 * state and what is to be done (`Effect`); it knows no socket, no clock, no journal. Counterpart: `server/runtime/streams/stream-run.ts`.
 * Invariant: `step` depends on its arguments alone, so that a dialogue test can say everything about it.
 */
import type { Released } from '../../server/core/line-framer.ts'
import type { Audience } from '#shared/protocol/events.ts'
import type { AnyOptions } from '#shared/model/options.ts'
import type { Listing, BoundAddress, ProcessView } from '#shared/protocol/program.ts'

/** Something happened to the program. `who` is the number of a participant. */
export type Input =
  /** The program begins. A server listens already. */
  | { readonly type: 'started' }
  /** A connection is established for the kernel: `accept` would return it. */
  | { readonly type: 'arrived'; readonly who: number }
  /** `connect` returned: this is the peer. */
  | { readonly type: 'reached'; readonly who: number }
  /** `connect` failed. */
  | { readonly type: 'unreached' }
  /** A read brought these whole lines, all of that read together. */
  | { readonly type: 'lines'; readonly who: number; readonly lines: Released }
  /** recvfrom returned this datagram, whole. */
  | { readonly type: 'datagram'; readonly who: number; readonly bytes: Uint8Array }
  /** sendto returned, whether it could send or not. */
  | { readonly type: 'datagram-sent' }
  /** The program asked for a line of the keyboard, and this is it. */
  | { readonly type: 'typed'; readonly lines: Released }
  /** The program asked for a line of the keyboard, and there is none any more: Ctrl+D. */
  | { readonly type: 'keyboard-ended' }
  /** `recv` returned nothing: the peer sent FIN. Its last lines came before. */
  | { readonly type: 'ended'; readonly who: number }
  /** The connection is gone in both directions. */
  | { readonly type: 'gone'; readonly who: number }
  /** `fork` returned: this child reads the connection from now on, its parent writes. */
  | { readonly type: 'forked'; readonly who: number; readonly child: number; readonly parent: number }
  /** The child that read the connection died before the stream ended. */
  | { readonly type: 'child-died'; readonly who: number }
  /** The file that this participant sent is whole, and on the disk. */
  | { readonly type: 'stored'; readonly who: number }
  /** It cannot be kept; the rest of what the participant sends is dropped. */
  | { readonly type: 'unstored'; readonly who: number }
  /** There is a file to send, or another one: those who come from now on get it. */
  | { readonly type: 'uploaded' }
  /** All of the file is with this participant's connection. */
  | { readonly type: 'sent'; readonly who: number }
  /** It could not be read to its end. */
  | { readonly type: 'unsent'; readonly who: number }
  /** The timer that the program started for this participant fired. */
  | { readonly type: 'timer'; readonly who: number }

/** Why a program closes a connection. */
export type ClosedBy = 'finished' | 'half-closed-too-long' | 'not-stored' | 'not-sent'

/** Something is to be done, whatever carries the bytes. */
export type CommonEffect =
  /** `connect` to the target of the options; answered by `reached` or `unreached`. */
  | { readonly type: 'connect' }
  /** The program reads one line of its keyboard; answered by `typed` or `keyboard-ended`. */
  | { readonly type: 'ask' }
  /** The program ends, and the run with it. */
  | { readonly type: 'exit' }

/** The same of a program with connections: `server/runtime/streams/effects.ts` does it. */
export type StreamEffect =
  | CommonEffect
  /** `accept` returns this connection. It is not read until `resume` says so. */
  | { readonly type: 'accept'; readonly who: number }
  /** From now on the program reads this connection; until then its bytes stay in the kernel. */
  | { readonly type: 'resume'; readonly who: number }
  /** It reads it no more, until `resume` says so again. */
  | { readonly type: 'pause'; readonly who: number }
  /** `fork`: a process of its own reads this connection; answered by `forked` or `child-died`. */
  | { readonly type: 'fork'; readonly who: number }
  /**
   * `open` of a file of its own for what this participant sends: from now on its bytes go there as they come, in no lines, and
   * the program is not told of each. `unstored` when that fails.
   */
  | { readonly type: 'store'; readonly who: number }
  /** Nothing more comes for the file: `fsync` and `close` of it; answered by `stored` or `unstored`. */
  | { readonly type: 'keep'; readonly who: number }
  /** Sends the chosen file to this participant, and drops what it says; answered by `sent` or `unsent`. */
  | { readonly type: 'send-file'; readonly who: number }
  /** `sendall` of these lines to the audience, byte for byte; recorded as one event. 0 is the program's own keyboard. */
  | { readonly type: 'fan-out'; readonly from: number; readonly lines: Released; readonly to: Audience }
  /** `shutdown(SHUT_WR)`: FIN after what is queued; receiving goes on. */
  | { readonly type: 'finish'; readonly who: number }
  /** `close` of the connection, after what is queued for it; `why` is recorded. */
  | { readonly type: 'close'; readonly who: number; readonly why: ClosedBy }
  /** Start the participant's timer, in milliseconds. It dies with the connection. */
  | { readonly type: 'timer'; readonly who: number; readonly ms: number }

/** The same of a program with datagrams: `server/runtime/datagrams/datagram-run.ts` does it. */
export type DatagramEffect =
  | CommonEffect
  /** From now on the program calls recvfrom; until then datagrams stay in the kernel. */
  | { readonly type: 'receive' }
  /** It prints a datagram, of which recvfrom left out `cut` bytes; recorded as one event. */
  | { readonly type: 'print'; readonly from: number; readonly bytes: Uint8Array; readonly cut: number }
  /** `sendto` of one datagram, to nobody where there is no address; recorded when it has returned, and answered by `sent`. */
  | { readonly type: 'send'; readonly to: number | null; readonly bytes: Uint8Array }

export type Effect = StreamEffect | DatagramEffect

export interface Step<State, E extends Effect = StreamEffect> {
  readonly state: State
  readonly effects: readonly E[]
}

export interface Program<State, Options extends AnyOptions = AnyOptions, E extends Effect = StreamEffect> {
  /** Bytes of a block where it reads its keyboard by blocks; null where by lines, as all others do. */
  keyboardBlock?(options: Options): number | null
  /**
   * A whole program in Python, which does what this one does.
   * @param address where it listens; by default at the port of the worksheet
   */
  listing(options: Options, address?: BoundAddress): Listing
  initial(options: Options): State
  step(state: State, input: Input): Step<State, E>
  /** Where each of its processes stands; the first is the main one. */
  processes(state: State): readonly ProcessView[]
}
