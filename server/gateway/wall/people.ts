/**
 * Whom the wall shows, and what is theirs. Counterparts: `gateway/ws/`, which knows the pages; `server/commands/own.ts`, whose
 * participants and runs they are; `wall.ts`.
 */
import type { GuideStep, RaisedHand } from '#shared/protocol/wall.ts'

export interface ClassPerson {
  /** The same as long as it is the same person, and of nobody else. */
  readonly key: string
  /** Null where it has not said. */
  readonly name: string | null
  /** A page of it is open. */
  readonly here: boolean
  readonly hand: RaisedHand | null
  readonly step: GuideStep | null
  readonly participants: readonly { readonly run: string; readonly id: number }[]
  /** Those that it started, ended ones too. */
  readonly runs: readonly string[]
}

export type ClassPeople = () => Iterable<ClassPerson>
