/** What is said of a program in a language. Counterparts: `programs/<id>/text.<lang>.ts`. */

export interface OptionText {
  /** Beside its field in a form. */
  readonly label: string
  readonly hint?: string
  /** By the value. */
  readonly choices?: Readonly<Record<string, { readonly label: string; readonly hint: string }>>
  /** In the help of the command line. */
  readonly help: string
}
/** By the name of the option. */
export type OptionTexts = Readonly<Record<string, OptionText>>

export interface ProgramText {
  readonly name: string
  /** Where it stands in the worksheet. */
  readonly question: string
  /** What it teaches. */
  readonly teach: string
  /** Who plays. */
  readonly plays: string
  /** One line of the command line's help. */
  readonly help: string
  /** Its own options; those of several programs are in `text.<lang>.ts` beside this file. */
  readonly options: OptionTexts
}

/** Words of the header of a program as a file. */
export interface FileText {
  /** What its arguments are for, beside a command. */
  readonly start: string
  readonly place: Readonly<Record<'port' | 'path' | 'target' | 'file', string>>
  /** How to make the certificate of TLS. */
  readonly certificate: string
  /** What the lab does and the file does not. */
  readonly without: Readonly<Record<'elsewhere' | 'idleTimeout' | 'slowConsumer', string>>
}
