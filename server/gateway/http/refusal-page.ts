/**
 * A refusal as a browser shows it to a person: a page of one sentence, in the reader's language. It loads nothing, since whoever is
 * refused a page would be refused its parts too. Counterpart: `refusals.ts`.
 */
import type { IncomingMessage } from 'node:http'
import type { LabError } from '../../core/errors.ts'
import { filled, type ErrorSentences } from '#shared/errors/sentences.ts'
import { errors as en } from '#shared/errors/text.en.ts'
import { errors as fr } from '#shared/errors/text.fr.ts'
import { LANGS, type Lang } from '#shared/model/languages.ts'
import { visible } from '#shared/net/visible.ts'

/** What each error says, by language. */
export const SENTENCES: Readonly<Record<Lang, ErrorSentences>> = { fr, en }

const STYLE =
  ':root{color-scheme:light dark}body{font:1.125rem/1.5 system-ui,sans-serif;max-width:38rem;margin:15vh auto;padding:0 1.5rem}' +
  'h1{font-size:1.375rem}p{overflow-wrap:anywhere}'

/** Whether a person has gone to this address with a browser, and not a script or a program. */
export function wantsPage({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  const mode = headers['sec-fetch-mode']
  const reads = method === 'GET' || method === 'HEAD'
  return reads && (mode === undefined || mode === 'navigate') && (headers.accept ?? '').includes('text/html')
}

/** The first language of the lab among those that a browser prefers (RFC 9110, 12.5.4); French where it names none. */
export function langOfReader(accepted: string | undefined): Lang {
  const wishes = (accepted ?? '')
    .split(',')
    .map((wish) => {
      const [tag = '', quality = 'q=1'] = wish
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      return { lang: LANGS.find((lang) => tag.split('-')[0] === lang), quality: Number(quality.replace('q=', '')) }
    })
    .filter(({ lang, quality }) => lang !== undefined && quality > 0)
    .sort((one, other) => other.quality - one.quality)
  return wishes[0]?.lang ?? LANGS[0]!
}

/** A refusal as a page for a person, in the language that the browser prefers (RFC 9110, 12.5.4). */
export function refusalPage(
  { headers: { 'accept-language': accepted } }: Pick<IncomingMessage, 'headers'>,
  { code, params }: LabError,
): { headers: Record<string, string>; body: string } {
  const lang = langOfReader(accepted)
  const sentence = escaped(visible(filled(SENTENCES[lang][code], params)))
  return {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      vary: 'accept, accept-language',
    },
    body:
      `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>Socket Lab</title><style>${STYLE}</style><h1>Socket Lab</h1><p>${sentence}</p></html>`,
  }
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
