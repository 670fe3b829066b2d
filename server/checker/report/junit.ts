/**
 * Results of checks as JUnit XML, which most CI systems read: a suite for each submission, a case for each stage, the cause as the
 * type of the failure. Pure. There is no standard; this is what surefire's schema and its readers agree on.
 */

/** What of a result is told: a part of what `json.ts` writes, which is how a batch gets it. */
export interface Told {
  readonly file: string
  readonly question: string
  readonly role: string
  readonly verdict: string
  readonly ms: number
  readonly stages: readonly {
    readonly id: string
    readonly result: string
    readonly beyond: boolean
    readonly expected: string | null
    readonly got: string | null
    readonly causes: readonly { readonly cause: string }[]
    readonly ms: number
  }[]
  /** Why it could not be checked at all. */
  readonly error: string | null
}

/** @param sentences what each cause is called */
export function toJunit(results: readonly Told[], sentences: Readonly<Record<string, string>>): string {
  const suites = results.map((result) => suite(result, sentences))
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`
}

function suite({ file, question, role, ms, stages, error }: Told, sentences: Readonly<Record<string, string>>): string {
  const name = attribute(`${file} (${question} ${role})`)
  const failures = stages.filter(({ result, beyond }) => result === 'fail' && !beyond).length
  const skipped = stages.filter(({ result, beyond }) => isSkipped(result, beyond)).length
  const cases = stages.map(({ id, result, beyond, expected, got, causes, ms }) => {
    const cause = causes[0]?.cause ?? ''
    const head = `    <testcase classname="${attribute(file)}" name="${attribute(id)}" time="${seconds(ms)}"`
    if (result === 'pass') return `${head}/>`
    if (isSkipped(result, beyond)) return `${head}><skipped message="${attribute(cause || result)}"/></testcase>`
    const message = attribute(sentences[cause] ?? cause)
    const body = text(`expected: ${expected ?? ''}\ngot: ${got ?? ''}`)
    return `${head}><failure type="${attribute(cause)}" message="${message}">${body}</failure></testcase>`
  })
  if (error !== null)
    cases.push(`    <testcase classname="${attribute(file)}" name="build"><error>${text(error)}</error></testcase>`)
  const counts = `tests="${cases.length}" failures="${failures}" errors="${error === null ? 0 : 1}" skipped="${skipped}"`
  return [`  <testsuite name="${name}" ${counts} time="${seconds(ms)}">`, ...cases, '  </testsuite>'].join('\n')
}

/** Not reached, not sure, or beyond what the sheet asks. */
const isSkipped = (result: string, beyond: boolean): boolean =>
  result === 'skipped' || result === 'unsure' || (beyond && result === 'fail')

const seconds = (ms: number): string => (ms / 1000).toFixed(3)

/** XML 1.0, 2.2: most control characters may not stand in a document, not even escaped. */
const text = (value: string): string =>
  value
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

const attribute = (value: string): string => text(value).replaceAll('"', '&quot;').replaceAll('\n', ' ')
