/**
 * What a name may be made of, as page and server know it: the page says it while somebody types. What needs Unicode's table
 * of look-alikes is known to the server alone: `server/runtime/run/names.ts`.
 * Sources: RFC 8266 (nicknames: NFKC, single spaces), UTS 39 (one script, with the combinations of East Asia; one system of
 * digits; heaps of marks), UAX 31, table 5 (the scripts in use).
 */
import { MAX_NAME } from '../model/constants.ts'

/** Codes of the errors that say what is wrong with a name by itself. */
export type NameFault = 'bad-name' | 'name-invisible' | 'name-scripts'

/** Scripts in use, each alone; those of Japanese, Korean and Taiwanese names together. */
const SCRIPTS = [
  ...'Latn Grek Cyrl Armn Hebr Arab Thaa Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Thai Laoo Tibt Mymr'.split(
    ' ',
  ),
  ...['Geor', 'Ethi', 'Khmr', 'Hani Hira Kana', 'Hani Hang', 'Hani Bopo'],
]
const ANY = String.raw`\p{scx=Zyyy}\p{scx=Zinh}`
const script = (names: string): string => names.replace(/\w+/g, String.raw`\p{scx=$&}`).replaceAll(' ', '')
const ONE_SCRIPT = new RegExp(`^(?:${SCRIPTS.map((names) => `[${ANY}${script(names)}]*`).join('|')})$`, 'u')
const TWO_KINDS_OF_DIGITS = /[0-9].*(?![0-9])\p{Nd}|(?![0-9])\p{Nd}.*[0-9]/u

/** What nobody sees, or what moves its neighbours: controls, formats (bidi among them), what fonts may leave out, halves of characters. */
const INVISIBLE = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/u
/** Letters, their marks, digits; what stands within names: O’Neill, Anne-Lise, Gal·la, ג׳ורג׳, ジョン・スミス. */
const ALLOWED = /^[\p{L}\p{M}\p{Nd} ._'’·׳״・-]+$/u
/** A mark without a letter; more marks on one than any language uses, or the same twice: they would cover the neighbouring lines. */
const STRAY_MARK = /(?<![\p{L}\p{M}])\p{M}/u
const HEAPED_MARKS = /[\u0300-\u036f]{3}|\p{Mn}{4}|(\p{Mn})\1/u

/** The name as it is shown: without spaces at its ends or two in a row, in Unicode's form NFKC, which makes ﬁ and ＡＮＡ plain letters. */
export const tidyName = (raw: string): string =>
  raw
    .normalize('NFKC')
    .replace(/^[\t-\r\p{Zs}]+|[\t-\r\p{Zs}]+$/gu, '')
    .replace(/\p{Zs}+/gu, ' ')

/** Why this cannot be a name; null where nothing is wrong with it by itself. @param name tidy */
export function nameFault(name: string): NameFault | null {
  if (INVISIBLE.test(name)) return 'name-invisible'
  if ([...name].length > MAX_NAME || !ALLOWED.test(name) || !/\p{L}/u.test(name)) return 'bad-name'
  if (STRAY_MARK.test(name) || HEAPED_MARKS.test(name.normalize('NFD'))) return 'bad-name'
  return ONE_SCRIPT.test(name) && !TWO_KINDS_OF_DIGITS.test(name) ? null : 'name-scripts'
}
