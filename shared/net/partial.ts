/**
 * When a line that has only begun is worth a word: a split line completes within moments, one without an end never does.
 * Counterparts: `shared/protocol/model.ts`, what is known of it; the page and the terminal, which say it.
 */
import type { PartialLine } from '../protocol/model.ts'

/** Microseconds after its first byte. */
export const PARTIAL_AFTER_US = 1_000_000

/** @param now microseconds since the run's start */
export const lastsTooLong = ({ partialSince }: PartialLine, now: number): boolean =>
  now - partialSince >= PARTIAL_AFTER_US
