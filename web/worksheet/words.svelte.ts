/**
 * What is said of each program, in the language of the page: loaded when it is first shown, one language at a time.
 * Counterparts: `programs/<id>/text.<lang>.ts`; `web/text/`, what is said of all of them.
 */
import type { ProgramText, OptionTexts } from '#programs/common/text.ts'
import type { ProgramId } from '#shared/model/programs.ts'
import { i18n } from '../text/index.svelte.ts'
import { LANGS, type Lang } from '#shared/model/languages.ts'
import { byProgram } from './by-program.ts'

export type { OptionTexts }
type Load<Part> = () => Promise<Part>
const TEXTS: Record<Lang, Record<ProgramId, Load<{ text: ProgramText }>>> = {
  fr: byProgram(import.meta.glob('../../programs/*/text.fr.ts')),
  en: byProgram(import.meta.glob('../../programs/*/text.en.ts')),
}
/** Options that several programs have. */
const SHARED: Record<Lang, Load<{ options: OptionTexts }>> = {
  fr: () => import('#programs/common/text.fr.ts'),
  en: () => import('#programs/common/text.en.ts'),
}

/** Loaded parts, by what asks for them; those that cannot be loaded are asked for again the next time. */
class Loaded<Part> {
  #parts = $state.raw<Readonly<Record<string, Part>>>({})
  readonly #asked = new Set<string>()

  /** Undefined until it is there. */
  get(key: string, load: Load<Part>): Part | undefined {
    if (!this.#asked.has(key)) {
      this.#asked.add(key)
      load().then(
        (part) => (this.#parts = { ...this.#parts, [key]: part }),
        () => this.#asked.delete(key),
      )
    }
    return this.#parts[key]
  }

  /** Whatever of these is there already. */
  any(keys: readonly string[]): Part | undefined {
    return keys.map((key) => this.#parts[key]).find((part) => part !== undefined)
  }
}

const texts = new Loaded<{ text: ProgramText }>()
const shared = new Loaded<{ options: OptionTexts }>()
/** Until its words are there a program goes by its id. */
const nameless = (id: ProgramId): ProgramText => ({
  name: id,
  question: '',
  teach: '',
  plays: '',
  help: '',
  options: {},
})

/** Words of a program. Reactive: they come as soon as they are loaded, and those of the language before stay until then. */
export const wordsOf = (id: ProgramId): ProgramText => {
  const { lang } = i18n
  const loaded = texts.get(`${lang} ${id}`, TEXTS[lang][id]) ?? texts.any(LANGS.map((other) => `${other} ${id}`))
  return loaded?.text ?? nameless(id)
}

/** Words of its options, by their names; without those that are not loaded yet. */
export const optionWords = (id: ProgramId): OptionTexts => ({
  ...shared.get(i18n.lang, SHARED[i18n.lang])?.options,
  ...wordsOf(id).options,
})
