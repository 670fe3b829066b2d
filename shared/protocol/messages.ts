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
import type { ClassNotice, RaisedHand, Shown, WallPerson } from './wall.ts'
import { StepperState } from './stepper.ts'
import { MAX_PIECES, PROTOCOL } from '../model/constants.ts'
import type { Listing, LiveState } from './program.ts'

/**
 * Correlates a request with its `joined`, `done` or `failed`; unique within a session, so that a repeat is recognised.
 */
const Ref = Type.Integer({ minimum: 1 })
const RunId = Type.String({ maxLength: 32 })
const closed = { additionalProperties: false }
/** Steps of a guide. */
const MOST_STEPS = 32
/** Characters of a message to all. */
const MOST_NOTICE = 280
/** Characters that one says with a raised hand. */
const MOST_WORD = 80

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
  /** Follow the whole class, as its wall shows it, on this connection: `wall` messages come. The teacher's. */
  Type.Object({ type: Type.Literal('watch-wall'), ref: Ref }, closed),
  Type.Object({ type: Type.Literal('unwatch-wall') }, closed),
  /** Ask somebody of the wall, by number, whether what it does may be shown to all. The teacher's. */
  Type.Object({ type: Type.Literal('show'), ref: Ref, person: Type.Integer({ minimum: 1 }) }, closed),
  /** Show nobody any more, and ask nobody. The teacher's. */
  Type.Object({ type: Type.Literal('give-back'), ref: Ref }, closed),
  /** The answer of who was asked to be shown; `false` from who is shown ends it. */
  Type.Object({ type: Type.Literal('be-shown'), yes: Type.Boolean() }, closed),
  /** Raise the hand of this page's person, or say another word with it; it keeps its place. */
  Type.Object({ type: Type.Literal('raise-hand'), word: Type.String({ maxLength: MOST_WORD }) }, closed),
  Type.Object({ type: Type.Literal('lower-own-hand') }, closed),
  /** Lower the hand of somebody of the wall, by number; null: of all. The teacher's. */
  Type.Object(
    { type: Type.Literal('lower-hand'), ref: Ref, person: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]) },
    closed,
  ),
  /** Write a message to all, in the place of the one before; '' takes it back. The teacher's. */
  Type.Object({ type: Type.Literal('write-notice'), ref: Ref, text: Type.String({ maxLength: MOST_NOTICE }) }, closed),
  /** How far this page is in a guide, for the wall. */
  Type.Object(
    {
      type: Type.Literal('step'),
      guide: Type.String({ pattern: '^[a-z0-9-]{1,32}$' }),
      done: Type.Integer({ minimum: 0, maximum: MOST_STEPS }),
      of: Type.Integer({ minimum: 1, maximum: MOST_STEPS }),
    },
    closed,
  ),
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
  /** Stop every run that is live; `done` comes when the last has stopped. The teacher only, where there are roles. */
  Type.Object({ type: Type.Literal('stop-all'), ref: Ref }, closed),
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
  | { type: 'door'; locked: boolean; pin?: string }
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
  /**
   * After `watch-wall`: everybody where `whole`, later those who are new or have changed, and the numbers of those who are gone; at most
   * 2 a second. `more` tiles were left out, of those who need least. `frozen`: since when all runs are. `now`: milliseconds since 1970 by the lab's clock, as all times here.
   */
  | {
      type: 'wall'
      whole: boolean
      people: WallPerson[]
      gone: number[]
      more: number
      frozen: number | null
      now: number
    }
  /**
   * Who is shown to all, with its agreement, and whether that is this page's person; when that changes, and to who comes meanwhile.
   * `asked`: this page's person is asked to be shown, so and nowhere else. To the teacher: `asking`, whom it has asked and who has not
   * answered; `declined`, who has just said no.
   */
  | { type: 'screen'; shown: Shown | null; own: boolean; asked: Shown | null; asking?: number; declined?: number }
  /** The hand of this page's person, when that changes, and to a page that comes while it is up. */
  | { type: 'hand'; hand: RaisedHand | null }
  /** What the teacher has written to all, when that changes, and to a page that comes meanwhile. */
  | { type: 'notice'; notice: ClassNotice | null }
  | { type: 'joined'; ref: number; mine: Mine }
  /** A web participant of this session is gone, whoever ended it. */
  | { type: 'left'; run: string; participant: number }
  /**
   * `send`, `close`, `type`, `type-end`, `set-stepper`, `freeze`, `stop-all`, `disconnect`, `name`, `watch-wall`, `show`, `give-back`, `lower-hand`, `write-notice`, `lock` or `new-pin` was
   * carried out (once, however often it was sent).
   */
  | { type: 'done'; ref: number }
  | { type: 'failed'; ref: number | null; error: ErrorBody }
