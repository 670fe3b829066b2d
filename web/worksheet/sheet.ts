/** The programs in the two parts of the worksheet, in its order. */
import { PROGRAM_IDS, type ProgramId } from '#shared/model/programs.ts'
import { traitsOf } from './traits.ts'

/** Those that answer a question. */
export const QUESTIONS: readonly ProgramId[] = PROGRAM_IDS.filter((id) => traitsOf(id).question !== null)
/** Those that its page on socat shows. */
export const ON_SOCAT: readonly ProgramId[] = PROGRAM_IDS.filter((id) => traitsOf(id).question === null)
/** The one to begin with where nothing is asked for. */
export const FIRST_ID: ProgramId = PROGRAM_IDS.find((id) => traitsOf(id).startsFirst) ?? PROGRAM_IDS[0]
