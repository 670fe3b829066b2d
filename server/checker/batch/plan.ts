/**
 * Which program is to be checked for which question, and how it is built and run: from a plan, or from the name of its file.
 * Pure. Counterparts: `build.ts`, which builds; `samples/manifest.json`, a plan.
 */
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { questionOf, type Question } from '../judge/questions.ts'

const Words = Type.Array(Type.String(), { minItems: 1 })

/** {src} is the file, {bin} what is built of it, {dir} the folder to build in; {port}, {host} and {n} as everywhere. */
const Entry = Type.Object({
  file: Type.String(),
  question: Type.String(),
  /** Such as line-server, alternating-client, relay, udp-receiver. */
  role: Type.String(),
  build: Type.Union([Words, Type.Null()]),
  run: Words,
  /** What is known of it, where it is a sample. */
  verdict: Type.Optional(Type.String()),
  cause: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  stage: Type.Optional(Type.String()),
  beyond: Type.Optional(Type.Array(Type.String())),
})
const Plan = Type.Array(Entry)

export type PlanEntry = Static<typeof Entry>

export interface Submission {
  readonly entry: PlanEntry
  readonly question: Question
}

/** @throws Error with what is wrong, where it is no plan, or asks for a question that cannot be checked */
export function readPlan(text: string): Submission[] {
  const data: unknown = JSON.parse(text)
  const [wrong] = Value.Errors(Plan, data)
  if (wrong) throw new Error(`${wrong.instancePath || '/'} ${wrong.message}`)
  return (data as PlanEntry[]).map((entry) => {
    const question = questionFor(entry.question, entry.role)
    if (!question) throw new Error(`${entry.file}: question ${entry.question}, ${entry.role}`)
    return { entry, question }
  })
}

/** The last word of a role says which end it is; a relay serves. */
function questionFor(id: string, role: string): Question | null {
  const end = role.split('-').at(-1) ?? ''
  return questionOf(id, ['relay', 'known'].includes(end) ? 'server' : end)
}

/** How a file of each kind is built and started. */
const KINDS: Readonly<Record<string, { build: string[] | null; run: string[] }>> = {
  py: { build: null, run: ['python3', '{src}'] },
  c: { build: ['cc', '-O1', '-w', '-pthread', '-o', '{bin}', '{src}'], run: ['{bin}'] },
  cpp: { build: ['c++', '-O1', '-w', '-pthread', '-o', '{bin}', '{src}'], run: ['{bin}'] },
  java: {
    build: ['javac', '-d', '{dir}', '{src}'],
    run: ['java', '-Xshare:auto', '-Xmx256m', '-cp', '{dir}', '{name}'],
  },
  js: { build: null, run: ['node', '{src}'] },
  cjs: { build: null, run: ['node', '{src}'] },
  mjs: { build: null, run: ['node', '{src}'] },
}

const PLACES = { server: ['{port}'], client: ['{host}', '{port}'] } as const
const ENDS = { server: /serv/i, client: /client/i } as const

/**
 * From a name such as "dupont_q3_client.py": a number from 1 to 6 that stands alone, or behind a q, is the question.
 * @param asked the question of all files, where one was asked for @returns null where the name does not tell
 */
export function entryOf(file: string, asked: Question | null): Submission | null {
  const name = file.split('/').at(-1) ?? ''
  const [stem = '', kind = ''] = name.split(/\.(?=[^.]*$)/)
  const how = KINDS[kind]
  const question = asked ?? fromName(stem)
  if (!how || !question) return null
  const places = [...PLACES[question.role], ...(question.id === '5' ? ['{n}'] : [])]
  const run = [...how.run.map((word) => word.replace('{name}', stem)), ...places]
  return { question, entry: { file, question: question.id, role: question.role, build: how.build, run } }
}

function fromName(stem: string): Question | null {
  const id = /(?:^|[^A-Za-z0-9]|(?:^|[^A-Za-z])[qQ](?:uestion)?[-_]?)([1-6])(?![A-Za-z0-9])/.exec(stem)?.[1]
  if (id === undefined) return null
  const end = ENDS.client.test(stem) ? 'client' : ENDS.server.test(stem) ? 'server' : undefined
  const only = questionOf(id, end)
  return end === undefined && (id === '3' || id === '4') ? null : only
}
