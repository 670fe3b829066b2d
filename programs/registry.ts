/**
 * All programs by id, from their folders: `shared/model/programs.ts` is the list. Counterparts: `traits.ts`, what decides by
 * program; `web/worksheet/`, what the page has of each.
 */
import type { TSchema } from 'typebox'
import type { Lang } from '#shared/model/languages.ts'
import type { AnyOptions } from '#shared/model/options.ts'
import { PROGRAM_IDS, type ProgramId } from '#shared/model/programs.ts'
import { completeOptions as complete } from '#shared/options/complete.ts'
import { fieldsOf, type Field } from '#shared/options/fields.ts'
import type { ProgramDescription } from '#shared/protocol/model.ts'
import { ofEach } from './common/of-each.ts'
import type { Effect, Program } from './common/program.ts'
import type { OptionTexts, ProgramText } from './common/text.ts'
import { traitsOf } from './traits.ts'

/** By its trait `carrier`, its effects are those of streams or of datagrams. */
export type AnyProgram = Program<unknown, AnyOptions, Effect>

/** The state and the options are the program's own affair: whoever holds them only passes them back. */
const programs = await ofEach(async (id) => ((await import(`./${id}/program.ts`)) as { program: AnyProgram }).program)
const schemas = await ofEach(async (id) => ((await import(`./${id}/options.ts`)) as { options: TSchema }).options)

export const programOf = (id: ProgramId): AnyProgram => programs[id]

/** The options of a program, in the order of its schema. */
export const optionsOf = (id: ProgramId): Field[] => fieldsOf(schemas[id])

/** Options with the program's defaults filled in. `wrong` says what does not fit its schema. */
export const completeOptions = (id: ProgramId, given: unknown): { options: AnyOptions } | { wrong: string } =>
  complete(traitsOf(id), optionsOf(id), given)

/** Descriptions for the page and the API, in the order of the worksheet. */
export const describePrograms = (): ProgramDescription[] =>
  PROGRAM_IDS.map((id) => ({
    id,
    question: traitsOf(id).question,
    console: traitsOf(id).console,
    options: schemas[id],
  }))

/** The words of a program in a language, those of the options that it shares among them. Loaded when they are asked for. */
export async function textOf(id: ProgramId, lang: Lang): Promise<ProgramText> {
  const [own, shared] = await Promise.all([
    import(`./${id}/text.${lang}.ts`) as Promise<{ text: ProgramText }>,
    import(`./common/text.${lang}.ts`) as Promise<{ options: OptionTexts }>,
  ])
  return { ...own.text, options: { ...shared.options, ...own.text.options } }
}
