/**
 * Messages at /api/ws that are about the class as a whole and its people: the part of `messages.ts` that the wall and the teacher's
 * hand need. Counterparts: `server/gateway/ws/class-requests.ts`; `web/store/class-view.svelte.ts`.
 */
import { Type, type Static } from 'typebox'
import { ProgramId } from './model.ts'
import { Ref } from './ref.ts'
import type { ClassNotice, Place, RaisedHand, Shown, WallPerson } from './wall.ts'

const closed = { additionalProperties: false }
const participant = { run: Type.String({ maxLength: 32 }), participant: Type.Integer({ minimum: 1 }) }
/** Steps of a guide. */
const MOST_STEPS = 32
/** Characters of a message to all. */
const MOST_NOTICE = 280
/** Characters that one says with a raised hand. */
const MOST_WORD = 80

export const ClassClientMessage = Type.Union([
  /** Follow the whole class, as its wall shows it, on this connection: `wall` messages come. The teacher's. */
  Type.Object({ type: Type.Literal('watch-wall'), ref: Ref }, closed),
  Type.Object({ type: Type.Literal('unwatch-wall') }, closed),
  /** Ask somebody of the wall, by number, whether what it does may be shown to all. The teacher's. */
  Type.Object({ type: Type.Literal('show'), ref: Ref, person: Type.Integer({ minimum: 1 }) }, closed),
  /** Show nobody any more, and ask nobody. The teacher's. */
  Type.Object({ type: Type.Literal('give-back'), ref: Ref }, closed),
  /** The answer of who was asked to be shown; `false` from who is shown ends it. */
  Type.Object({ type: Type.Literal('be-shown'), yes: Type.Boolean() }, closed),
  /** Raise the hand of this page's person, or say another word with it, and it keeps its place; null: lower it. */
  Type.Object(
    {
      type: Type.Literal('raise-hand'),
      ref: Ref,
      word: Type.Union([Type.String({ maxLength: MOST_WORD }), Type.Null()]),
    },
    closed,
  ),
  /** Be told what the teacher's wall shows of this page's person, by `own-tile`, on this connection; or no more. */
  Type.Object({ type: Type.Literal('watch-own-tile'), on: Type.Boolean() }, closed),
  /** Lower the hand of somebody of the wall, by number; null: of all. The teacher's. */
  Type.Object(
    { type: Type.Literal('lower-hand'), ref: Ref, person: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]) },
    closed,
  ),
  /** Write a message to all, in the place of the one before; '' takes it back. The teacher's. */
  Type.Object({ type: Type.Literal('write-notice'), ref: Ref, text: Type.String({ maxLength: MOST_NOTICE }) }, closed),
  /** Have all pages go where this one is, from now on; to be said again wherever it goes. `place` null: it is at no run, and nobody moves. The teacher's. */
  Type.Object(
    {
      type: Type.Literal('lead'),
      ref: Ref,
      place: Type.Union([
        Type.Object(
          {
            run: participant.run,
            view: Type.String({ pattern: '^[a-z-]{1,32}$' }),
            participant: Type.Optional(participant.participant),
            event: Type.Optional(Type.Integer({ minimum: 1 })),
          },
          closed,
        ),
        Type.Null(),
      ]),
    },
    closed,
  ),
  Type.Object({ type: Type.Literal('stop-leading'), ref: Ref }, closed),
  /** This page lets go of whoever leads, or follows again. */
  Type.Object({ type: Type.Literal('follow-lead'), yes: Type.Boolean() }, closed),
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
  /** Read nothing more of a participant, whose bytes stay in the kernel, or read it again; a browser is muted as a person. The teacher's. */
  Type.Object({ type: Type.Literal('mute'), ref: Ref, ...participant, muted: Type.Boolean() }, closed),
  /** Read this participant alone, or everybody where it is null. The teacher's. */
  Type.Object(
    {
      type: Type.Literal('give-floor'),
      ref: Ref,
      run: participant.run,
      participant: Type.Union([participant.participant, Type.Null()]),
    },
    closed,
  ),
  /** Disconnect a participant, and keep its person, or the address of one without a browser, out of the run while that lives. The teacher's. */
  Type.Object({ type: Type.Literal('keep-out'), ref: Ref, ...participant }, closed),
  /** Let in again whoever had this number. The teacher's. */
  Type.Object({ type: Type.Literal('let-in'), ref: Ref, ...participant }, closed),
  /** Start a program for each student whose page is open, on the next free ports; the runs are theirs. `done` comes when the last has started. The teacher's. */
  Type.Object(
    {
      type: Type.Literal('start-for-each'),
      ref: Ref,
      program: ProgramId,
      options: Type.Optional(Type.Record(Type.String({ maxLength: 64 }), Type.Unknown())),
    },
    closed,
  ),
  /** Stop every run that is live; `done` comes when the last has stopped. The teacher only, where there are roles. */
  Type.Object({ type: Type.Literal('stop-all'), ref: Ref }, closed),
])
export type ClassClientMessage = Static<typeof ClassClientMessage>

export type ClassServerMessage =
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
  /**
   * Whether a page leads all others, and where it is; when that changes, and to a page that comes meanwhile. `own`: it is this one, which
   * is told how many follow, of how many. `follows`: this page is to go there.
   */
  | {
      type: 'follow'
      led: boolean
      own: boolean
      follows: boolean
      place: Place | null
      following?: number
      of?: number
    }
  /**
   * After `watch-own-tile`, and when it has changed, at most 2 a second: what the wall shows of this page's person; null: nothing.
   * `rank`: which raised hand its own is. `now` as in `wall`.
   */
  | { type: 'own-tile'; person: WallPerson | null; rank: number | null; now: number }
  /** The hand of this page's person, when that changes, and to a page that comes while it is up. */
  | { type: 'hand'; hand: RaisedHand | null }
  /** What the teacher has written to all, when that changes, and to a page that comes meanwhile. */
  | { type: 'notice'; notice: ClassNotice | null }
