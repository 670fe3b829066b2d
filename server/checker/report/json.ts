/** The result of a check as data, for `--json` and whoever collects them. One schema, with a version. */
import { platform } from 'node:os'
import type { Checked } from '../judge/check.ts'

const VERSION = 1

/** Bytes stand as latin1 text, one character a byte. */
export const toJson = ({ request, verdict, cause, remarks, stages, ms }: Checked) => ({
  version: VERSION,
  question: request.question.id,
  role: request.question.role,
  command: request.command,
  seed: request.seed,
  verdict,
  cause,
  remarks,
  ms,
  platform: platform(),
  stages: stages.map(({ id, result, beyond, difference, found, history, ms }) => ({
    id,
    result,
    beyond,
    expected: difference?.expected ?? null,
    got: difference?.got ?? null,
    causes: found,
    // What it rests on: enough to judge it again. A stage that passed needs no defence.
    history: result === 'pass' || result === 'skipped' ? [] : history,
    ms,
  })),
})
