/**
 * What the coach says about a command, without words: the sentences are `web/coach/text/<lang>/findings.ts`. `error`: the shell or
 * socat refuses the command; `trap`: it works, but not as a beginner expects; `note`: worth knowing.
 */
import type { Edit, Severity, Span } from './model.ts'

export const SEVERITIES = {
  // The shell's line
  prompt: 'error',
  'no-program': 'error',
  'misspelt-program': 'error',
  'other-program': 'error',
  'nc-with-addresses': 'error',
  typographic: 'error',
  'unclosed-quote': 'error',
  placeholder: 'error',
  history: 'trap',
  tilde: 'trap',
  brackets: 'note',
  variable: 'note',
  // Options before the addresses
  'unknown-flag': 'error',
  'nc-flag': 'error',
  'merged-flags': 'error',
  'flag-value': 'error',
  'flag-not-number': 'error',
  'flag-text': 'error',
  'both-directions': 'error',
  'late-flag': 'error',
  'single-d': 'note',
  'cut-by-silence': 'trap',
  'silence-after-connect': 'note',
  't-is-not-T': 'note',
  'half-second': 'note',
  'half-second-fed': 'trap',
  // How many addresses
  'blank-after-comma': 'error',
  'blank-inside': 'error',
  'blank-for-comma': 'error',
  'program-in-pieces': 'error',
  'too-few': 'error',
  'too-many': 'error',
  // Names and values
  'unknown-address': 'error',
  'address-near': 'error',
  'no-readline': 'error',
  newer: 'error',
  'bare-target': 'error',
  'bare-file': 'error',
  'unknown-option': 'error',
  'option-near': 'error',
  'port-as-option': 'error',
  'misplaced-option': 'error',
  'option-elsewhere': 'error',
  'not-a-socket': 'error',
  'value-needed': 'error',
  'value-refused': 'error',
  'value-not-number': 'error',
  'max-children-alone': 'error',
  case: 'note',
  // Parameters
  'missing-port': 'error',
  'missing-host': 'error',
  'host-empty': 'error',
  'missing-params': 'error',
  'extra-params': 'error',
  'ipv6-brackets': 'error',
  'listen-host': 'error',
  slashes: 'error',
  'port-empty': 'error',
  'port-unknown': 'error',
  'port-zero': 'error',
  'port-any': 'note',
  'port-wraps': 'trap',
  'port-octal': 'trap',
  'port-garbage': 'trap',
  'port-low': 'trap',
  'bad-ipv4': 'error',
  'host-family': 'error',
  'bind-family': 'error',
  'host-any': 'trap',
  'long-path': 'error',
  // What the command does
  'no-fork': 'trap',
  'one-client': 'note',
  'no-reuseaddr': 'trap',
  'both-listen': 'trap',
  'fork-second': 'trap',
  'fork-connect': 'trap',
  'fork-keyboard': 'trap',
  'fork-both': 'trap',
  'raw-enter': 'trap',
  'open-shell': 'trap',
  'recvfrom-once': 'trap',
  'recv-one-way': 'trap',
  'first-sender-only': 'note',
  'no-end-of-file': 'note',
  'file-as-datagrams': 'note',
  'receive-both-ways': 'trap',
  'send-both-ways': 'trap',
  'no-create': 'trap',
  'no-trunc': 'trap',
  'create-reads': 'error',
  'reads-new-file': 'trap',
  'same-ends': 'note',
  'no-verify': 'trap',
  'no-cafile': 'trap',
  'no-cert': 'trap',
  'wants-client-cert': 'trap',
  crnl: 'note',
} as const satisfies Record<string, Severity>

export type FindingCode = keyof typeof SEVERITIES
export type Values = Readonly<Record<string, string>>

export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  readonly span: Span
  /** Fills the `{names}` of the sentence. */
  readonly values: Values
  /** Edits that mend this finding; null where only the person knows. */
  readonly mend: readonly Edit[] | null
}

export function finding(code: FindingCode, span: Span, values: Values = {}, mend?: readonly Edit[] | null): Finding {
  const { from, to } = span
  return { code, severity: SEVERITIES[code], span: { from, to }, values, mend: mend ?? null }
}

export const put = (at: number, text: string): Edit => ({ from: at, to: at, text })
export const replace = ({ from, to }: Span, text: string): Edit => ({ from, to, text })
