/** Who asked, in words. Counterpart: `shared/protocol/by.ts`. */
import type { Lang } from '../errors/sentences.ts'
import type { By } from '../protocol/by.ts'

const isLoopback = (address: string): boolean => address === '::1' || /^(::ffff:)?127\./.test(address)

/**
 * "la page de Ana", "une page qui regarde (192.168.1.7)", "cette page", "l’API (127.0.0.1)". A name is as it was typed: what
 * shows it makes its control characters visible.
 * @param own number of the page that shows it
 */
export function byWords(lang: Lang, { page, name, address }: By, own?: number): string {
  if (page === undefined) return lang === 'fr' ? `l’API (${address})` : `the API (${address})`
  if (page === own) return lang === 'fr' ? 'cette page' : 'this page'
  if (name !== undefined) return lang === 'fr' ? `la page de ${name}` : `${name}’s page`
  const from = isLoopback(address) ? '' : ` (${address})`
  return lang === 'fr' ? `une page qui regarde${from}` : `an onlooker’s page${from}`
}
