/**
 * The WebSocket contract at /api/ws: JSON text frames, one message each. docs/protocol.md explains it.
 * Client messages are validated at the edge against these schemas; the server's own are typed only.
 */
import { Type, type Static } from 'typebox'
import type { LabEvent } from './events.ts'
import type { ErrorBody } from '../errors/codes.ts'
import type { FileView } from './transfers.ts'
import type { KernelAbsence, KernelRow } from '../model/kernel.ts'
import type { Participant, Run, ProgramDescription } from './model.ts'
import type { RunPage } from './rest.ts'
import type { Rights } from './rights.ts'
import { Disconnect } from './events.ts'
import { ClassClientMessage, type ClassServerMessage } from './class-messages.ts'
import { Ref } from './ref.ts'
import { StepperState } from './stepper.ts'
import { MAX_PIECES, PROTOCOL } from '../model/constants.ts'
import type { Listing, LiveState } from './program.ts'

const RunId = Type.String({ maxLength: 32 })
const closed = { additionalProperties: false }

export const ClientMessage = Type.Union([
  /**
   * First message. `session` takes up an earlier session, with its web participants, within 60 s of a cut. `browser`: a secret
   * of the browser's own, by which all its tabs are one person. `teacher`: the key that the teacher's link gave it. `pin`: the
   * code of a lab that wants one of newcomers. `pass`: what `welcome` gave this browser, which comes back without the code.
   */
  Type.Object(
    {
      type: Type.Literal('hello'),
      protocol: Type.Literal(PROTOCOL),
      session: Type.Optional(Type.String({ maxLength: 64 })),
      browser: Type.Optional(Type.String({ minLength: 16, maxLength: 64 })),
      teacher: Type.Optional(Type.String({ maxLength: 64 })),
      pin: Type.Optional(Type.String({ maxLength: 16 })),
      pass: Type.Optional(Type.String({ maxLength: 128 })),
    },
    closed,
  ),
  /**
   * Follow a run. `all`: every event after `after`, in order, none left out, at the reader's pace.
   * `latest`: the same, but under a flood what is too far behind is announced by `skipped` instead of sent,
   * and can be read over REST. Without `after`: from the newest event.
   */
  Type.Object(
    {
      type: Type.Literal('watch'),
      run: RunId,
      after: Type.Optional(Type.Integer({ minimum: 0 })),
      mode: Type.Union([Type.Literal('all'), Type.Literal('latest')]),
    },
    closed,
  ),
  Type.Object({ type: Type.Literal('unwatch'), run: RunId }, closed),
  ClassClientMessage,
  /** Open a web participant: the lab makes a TCP connection to the run's listener on the browser's behalf. */
  Type.Object({ type: Type.Literal('join'), ref: Ref, run: RunId, name: Type.String({ maxLength: 256 }) }, closed),
  /**
   * Write bytes (base64) on the connection of a web participant: in one write, or cut at these offsets, which rise from
   * 1 and stay within the bytes. The next piece is written when the program has read the one before, so that each comes
   * out of a `recv` of its own; while the program does not read the participant they all go out, and pile up in the
   * kernel.
   */
  Type.Object(
    {
      type: Type.Literal('send'),
      ref: Ref,
      run: RunId,
      participant: Type.Integer({ minimum: 1 }),
      bytes: Type.String({ maxLength: 48_000 }),
      cuts: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { maxItems: MAX_PIECES - 1 })),
    },
    closed,
  ),
  /** Type a line, its end included, on the keyboard of the run's program. It waits until the program asks. */
  Type.Object({ type: Type.Literal('type'), ref: Ref, run: RunId, bytes: Type.String({ maxLength: 48_000 }) }, closed),
  /** Type end of file (Ctrl+D) on the keyboard of the run's program. */
  Type.Object({ type: Type.Literal('type-end'), ref: Ref, run: RunId }, closed),
  /** Let the run's select serve its wake-ups by itself, wait before the next one, or serve one and wait again. */
  Type.Object(
    {
      type: Type.Literal('set-stepper'),
      ref: Ref,
      run: RunId,
      state: StepperState,
    },
    closed,
  ),
  /** Stop all reading of a run, or of every run where it is null, or let go. What comes meanwhile waits in the kernel. */
  Type.Object(
    { type: Type.Literal('freeze'), ref: Ref, run: Type.Union([RunId, Type.Null()]), frozen: Type.Boolean() },
    closed,
  ),
  /** End the connection of any participant of the run, whoever it is; the journal says who asked. */
  Type.Object(
    {
      type: Type.Literal('disconnect'),
      ref: Ref,
      run: RunId,
      participant: Type.Integer({ minimum: 1 }),
      how: Disconnect,
    },
    closed,
  ),
  /**
   * Name a participant that came without a name: whoever asks from its address while it has none, and anybody on the
   * machine of the lab. An empty name takes it back.
   */
  Type.Object(
    {
      type: Type.Literal('name'),
      ref: Ref,
      run: RunId,
      participant: Type.Integer({ minimum: 1 }),
      name: Type.String({ maxLength: 256 }),
    },
    closed,
  ),
  /** Keep newcomers out of the lab, or let them in again: the teacher only. */
  Type.Object({ type: Type.Literal('lock'), ref: Ref, locked: Type.Boolean() }, closed),
  /** Give the lab another code; those who are in stay in. The teacher only. */
  Type.Object({ type: Type.Literal('new-pin'), ref: Ref }, closed),
  /** End a web participant. `half`: FIN, and go on receiving; `full`: FIN in both directions; `reset`: RST. */
  Type.Object(
    {
      type: Type.Literal('close'),
      ref: Ref,
      run: RunId,
      participant: Type.Integer({ minimum: 1 }),
      how: Type.Union([Type.Literal('half'), Type.Literal('full'), Type.Literal('reset')]),
    },
    closed,
  ),
])
export type ClientMessage = Static<typeof ClientMessage>

/** A web participant of this session. */
export interface Mine {
  run: string
  participant: number
  name: string
  /** It sent FIN: it receives, and can no longer send. */
  ended: boolean
}

/** What the page needs to know of the lab that serves it. */
export interface LabInfo {
  version: string
  /** Changes at every start of the server, so that a page knows that it talks to a new one. */
  boot: string
  /** URLs at which this page can be opened, from the machine's real addresses. */
  urls: string[]
  /** Default host of new listeners. */
  host: string
  programs: ProgramDescription[]
}

export type ServerMessage =
  /** Answer to the `hello` of a page that speaks another version: the page reloads. */
  | { type: 'reload'; protocol: number }
  /**
   * Answer to `hello`. `page`: the number by which this page is named where it acted on others. `resumed` is false when
   * the asked session was unknown or too old: its web participants are gone. `runs`: all that live, and the newest of those
   * that have ended; `older`: how many more of those there are, and where REST has them.
   */
  | ({
      type: 'welcome'
      session: string
      page: number
      resumed: boolean
      mine: Mine[]
      role: 'everybody' | 'teacher' | 'student' | 'speaker' | 'onlooker'
      /** What the page may ask for. */
      rights: Rights
      /** Runs that it started, for the rights that are for its own. */
      ownRuns: string[]
      /** In a lab with roles: with it this browser comes back without the code, and when the lab is locked. */
      pass?: string
      /** As well: what a download that is only an address says as `as`, in place of the session. */
      downloads?: string
      lab: LabInfo
    } & RunPage)
  /** In a lab with roles, after `welcome` and when it has changed. `pin` for the teacher only, where the lab wants one. */
  | { type: 'access'; locked: boolean; pin?: string }
  /** Runs that are new or have changed; at most 4 a second. `erased`: those that are kept no more, and that nobody can watch. */
  | { type: 'runs'; runs: Run[]; erased?: string[] }
  /**
   * Answer to `watch`. `now` in this and in `participants`: milliseconds since the run's start, by the clock of the
   * events' `t`, when it was sent. The state at the moment that the event stream begins. The events
   * follow from `after` + 1.
   */
  | {
      type: 'snapshot'
      run: Run
      participants: Participant[]
      listing: Listing
      live: LiveState | null
      after: number
      now: number
    }
  /** Participants that are new or have changed. Always sent before the events that name a new one. */
  | { type: 'participants'; run: string; participants: Participant[]; now: number }
  /** What the program does now, when that has changed. */
  | { type: 'live'; run: string; live: LiveState }
  /** Files of the run whose transfer has changed; at most 4 a second. REST has those from before the watch. */
  | { type: 'files'; run: string; files: FileView[] }
  /**
   * The run's sockets as the kernel has them, when that has changed; at most 4 a second. A timer that merely runs down
   * is no change. `rows` is null where the system does not tell, and `absent` says why; `more` rows were left out.
   */
  | { type: 'kernel'; run: string; rows: KernelRow[] | null; more: number; absent?: KernelAbsence }
  /** Committed events, consecutive, at most 60 batches a second. Payloads over 1 KiB are cut; REST has them whole. */
  | { type: 'events'; run: string; events: LabEvent[] }
  /** Only with `latest`: events `from` to `to` (both included) are in the journal and were not sent. */
  | { type: 'skipped'; run: string; from: number; to: number }
  /** The asked `after` lies in the future of this run's journal: forget what you have and start from `seq`. */
  | { type: 'resync'; run: string; seq: number }
  | ClassServerMessage
  | { type: 'joined'; ref: number; mine: Mine }
  /** A web participant of this session is gone, whoever ended it. */
  | { type: 'left'; run: string; participant: number }
  /** A request without another answer was carried out (once, however often it was sent). */
  | { type: 'done'; ref: number }
  | { type: 'failed'; ref: number | null; error: ErrorBody }
