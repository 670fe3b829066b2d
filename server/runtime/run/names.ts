/**
 * Names of web participants: what may be one, and which ones look alike. A name appears beside raw participants,
 * called ":port", and beside the program; nobody must mistake it for one of them.
 * Source: Unicode Technical Standard 39 (mixed scripts, confusables), of which this implements the simple part.
 */
import { LabError } from '../../core/errors.ts'
import { MAX_NAME } from '#shared/model/constants.ts'

const ALLOWED = /^[\p{L}\p{M}\p{N} ._'’-]+$/u
const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u]
/** What the page calls the program and groups of participants. */
const RESERVED = ['programme', 'program', 'console', 'server', 'serveur', 'others', 'tous']
/** More combining marks on one letter than any language uses would cover the neighbouring lines. */
const HEAPED_MARKS = /\p{M}{3}/u

/** The name as it will be shown: trimmed, composed (NFC), inner spaces single. Throws `bad-name`. */
export function cleanName(raw: string): string {
  const name = raw.normalize('NFC').trim().replace(/ +/g, ' ')
  const fits =
    name.length > 0 && [...name].length <= MAX_NAME && ALLOWED.test(name) && !HEAPED_MARKS.test(name.normalize('NFD'))
  const scripts = SCRIPTS.filter((script) => script.test(name)).length
  if (!fits || scripts > 1 || !/[\p{L}\p{N}]/u.test(name) || RESERVED.some((word) => looksLike(word, name))) {
    throw new LabError('bad-name', { name: name.slice(0, MAX_NAME) })
  }
  return name
}

/** Whether two names look alike on a projector. */
export const looksLike = (a: string, b: string): boolean => skeleton(a) === skeleton(b)

/** Letters of other scripts, and digits, by the Latin letter that they look like. */
const TWINS: Record<string, string> = {
  '0': 'o', '1': 'l', i: 'l', 'ı': 'l', '|': 'l', '5': 's', '’': "'",
  а: 'a', в: 'b', с: 'c', е: 'e', н: 'h', к: 'k', м: 'm', о: 'o', р: 'p', ѕ: 's', т: 't', у: 'y', х: 'x', і: 'l', ј: 'j',
  α: 'a', β: 'b', ε: 'e', ι: 'l', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x', η: 'n',
} // prettier-ignore

function skeleton(name: string): string {
  const bare = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return [...bare]
    .map((letter) => TWINS[letter] ?? letter)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[ ._-]/g, '')
}
