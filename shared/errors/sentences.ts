/**
 * What an error says to a person. One catalogue for the API, the terminal and the page: `text.<lang>.ts`.
 * Counterpart: `codes.ts`.
 */
import type { ErrorCode, ErrorParams } from './codes.ts'

export type ErrorSentences = Readonly<Record<ErrorCode, string>>

/** A complete sentence: its `{name}`s are filled from the error's parameters. One that is missing leaves nothing. */
export const filled = (sentence: string, params: ErrorParams): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
