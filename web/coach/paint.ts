/** The pasted text cut where a colour or an underline changes, and the sentences filled in. Pure. */
import type { Finding } from './command/finding.ts'
import type { Severity } from './command/model.ts'
import type { Part, Role } from './parts.ts'

export interface Stretch {
  readonly text: string
  readonly part: Part | null
  readonly role: Role | null
  /** The gravest finding that lies on it. */
  readonly severity: Severity | null
}

const GRAVITY: readonly Severity[] = ['error', 'trap', 'note']

/** Joined, the texts are the text. */
export function paint(text: string, parts: readonly Part[], findings: readonly Finding[]): Stretch[] {
  const cuts = new Set([0, text.length])
  for (const { from, to } of [...parts, ...findings.map(({ span }) => span)]) cuts.add(from).add(to)
  const places = [...cuts].sort((a, b) => a - b)
  return places.slice(0, -1).map((from, at) => {
    const to = places[at + 1] ?? text.length
    const part = parts.find((one) => one.from <= from && to <= one.to) ?? null
    const lying = findings.filter(({ span }) => span.from <= from && to <= span.to)
    const severity = GRAVITY.find((one) => lying.some((finding) => finding.severity === one)) ?? null
    return { text: text.slice(from, to), part, role: part?.role ?? null, severity }
  })
}

/** The part at a place of the text: the caret belongs to what it touches, and to what follows rather than precedes. */
export const partAt = (parts: readonly Part[], at: number): Part | undefined =>
  parts.find(({ from, to }) => from <= at && at < to) ?? parts.find(({ to }) => to === at)

/** Fills the `{names}` of a sentence. */
export const fill = (sentence: string, values: Readonly<Record<string, string>>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)

const KEY = '#cmd='
/** The command that the page's address carries; null where it carries none. */
export function commandInHash(hash: string): string | null {
  if (!hash.startsWith(KEY)) return null
  try {
    return decodeURIComponent(hash.slice(KEY.length))
  } catch {
    // Cut off in the middle of a character: somebody's mail program did that.
    return null
  }
}
export const hashOf = (command: string): string => (command === '' ? '' : KEY + encodeURIComponent(command))
