/** How this browser likes the page: theme and size, remembered, and put on the document where the tokens look for them. */
import { TRACE_LEVELS, type TraceLevel } from '#shared/trace/call.ts'
import { recall, remember } from './remembered.ts'

export type Theme = 'light' | 'dark' | 'system'
export const THEMES: readonly Theme[] = ['light', 'dark', 'system']

const THEME = 'theme'
const PROJECTOR = 'projector'
const LINE_END = 'line-end'

export type LineEnd = 'lf' | 'crlf' | 'none'
export const LINE_ENDS: readonly LineEnd[] = ['lf', 'crlf', 'none']

const TRACE_LEVEL = 'trace-level'

const stored = <T extends string>(key: string, known: readonly T[], otherwise: T): T =>
  known.find((value) => value === recall(key)) ?? otherwise

class Preferences {
  #theme = $state<Theme>(stored(THEME, THEMES, 'system'))
  #projector = $state(recall(PROJECTOR) === 'on')
  #lineEnd = $state<LineEnd>(stored(LINE_END, LINE_ENDS, 'lf'))
  #traceLevel = $state<TraceLevel>(stored(TRACE_LEVEL, TRACE_LEVELS, 'debug'))
  readonly #dark = matchMedia('(prefers-color-scheme: dark)')

  constructor() {
    this.#dark.addEventListener('change', () => this.#apply())
    this.#apply()
  }

  get theme(): Theme {
    return this.#theme
  }
  set theme(theme: Theme) {
    this.#theme = theme
    remember(THEME, theme)
    this.#apply()
  }

  /** Larger, for the back rows. */
  get projector(): boolean {
    return this.#projector
  }
  set projector(on: boolean) {
    this.#projector = on
    remember(PROJECTOR, on ? 'on' : 'off')
    this.#apply()
  }

  /** What the composer puts after a line. */
  get lineEnd(): LineEnd {
    return this.#lineEnd
  }
  set lineEnd(end: LineEnd) {
    this.#lineEnd = end
    remember(LINE_END, end)
  }

  /** What the trace view shows. */
  get traceLevel(): TraceLevel {
    return this.#traceLevel
  }
  set traceLevel(level: TraceLevel) {
    this.#traceLevel = level
    remember(TRACE_LEVEL, level)
  }

  #apply(): void {
    const { dataset } = document.documentElement
    dataset['theme'] = this.#theme === 'system' ? (this.#dark.matches ? 'dark' : 'light') : this.#theme
    dataset['size'] = this.#projector ? 'projector' : 'desk'
  }
}

export const preferences = new Preferences()
