/**
 * The class as its wall shows it: a tile a person, what of theirs runs or is connected, and what that stands in. Counterparts:
 * `server/gateway/wall/`, which makes it; `web/class/`, which draws it; `shared/state/standing.ts`.
 */
import type { ProgramId } from './model.ts'
import type { Waiting } from './program.ts'

/** What a part of somebody's does. */
export type Does =
  /** It goes on, or rests where nobody waits for it. */
  | 'goes'
  /** The program does not read it, and nothing of it waits. */
  | 'turn'
  /** It is not read until somebody else takes more. */
  | 'queues'
  /** Bytes of it are not read. */
  | 'unread'
  /** It is not accepted. */
  | 'accept'
  /** Its run is frozen. */
  | 'freeze'
  /** The teacher has muted it. */
  | 'muted'
  /** Another one has the floor. */
  | 'floor'
  /** It does not take what waits for it. */
  | 'taking'
  /** A line of it has no end. */
  | 'line'
  /** Others wait while the program is in its call. */
  | 'blocks'
  /** Two programs read from each other. */
  | 'deadlock'
  /** The run reads nothing: the journal cannot take it, for one. */
  | 'trouble'

/** What it is: a browser's participant, a terminal by its transport, or a run that the person started. */
export type Mark = 'web' | 'tcp' | 'tls' | 'unix' | 'udp' | 'program'

export interface Standing {
  does: Does
  /** Processes of its program; 0 of a participant. */
  processes: number
  /** The call that the program is in; null where it runs, or that says nothing. `name`: of whom it waits for. */
  call: (Pick<Waiting, 'call'> & { who?: number; name?: string }) | null
  /** Bytes that wait, or of the line without an end; null where that is not known. */
  bytes: number | null
  /** How many others wait for it. */
  waiting: number
  /** Since when, milliseconds since 1970 by the lab's clock; null where that was not seen. Of `blocks`: when the call began. */
  since: number | null
  /** Since when somebody waits for it, or it waits; null as above. */
  from: number | null
}

/** Something of a person's in a run. */
export interface WallPart extends Standing {
  run: string
  program: ProgramId
  /** Where the run can be reached: its first port, 0 where it has none. */
  port: number
  /** Null: the run itself. */
  participant: number | null
  mark: Mark
  /** The teacher has muted it. */
  muted?: true
  /** It has the floor. */
  floor?: true
  /** Of a terminal: where it comes from, without its port. */
  address?: string
}

/** How far in a guide. */
export interface GuideStep {
  guide: string
  done: number
  of: number
}

/** What is shown to all: the conversation of a participant, or a run. */
export interface Shown {
  number: number
  name: string | null
  run: string
  participant: number | null
}

/** What the teacher has written to all. */
export interface ClassNotice {
  text: string
  /** Milliseconds since 1970 by the lab's clock. */
  since: number
}

/** A hand that is up. */
export interface RaisedHand {
  /** Milliseconds since 1970 by the lab's clock. */
  since: number
  /** What was said with it; may be empty. */
  word: string
}

export interface WallPerson {
  /** Stable while the lab runs, never given twice: it names a person whose name is hidden. */
  number: number
  /** Null where it has not said. */
  name: string | null
  /** A terminal that nobody has claimed. */
  unclaimed?: true
  /** A page of it is open, or a terminal is connected. */
  here: boolean
  /** Null where it is down. */
  hand: RaisedHand | null
  step: GuideStep | null
  /** The one that needs most first; 3 at most. */
  parts: WallPart[]
  /** How many parts more. */
  more: number
}

/** Where a page is, for those who follow it. */
export interface Place {
  run: string
  /** As `web/run/views.ts` calls it. */
  view: string
  /** Whose conversation, in that view. */
  participant?: number
  /** The chosen event. */
  event?: number
}
