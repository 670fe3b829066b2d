/** Who asked, in words. Counterpart: `shared/protocol/by.ts`. */
import { isLoopback } from '../net/address.ts'
import type { By } from '../protocol/by.ts'
import type { TraceWords } from './text.fr.ts'

/**
 * "la page de Ana", "une page qui regarde (192.168.1.7)", "cette page", "le professeur", "l’API (127.0.0.1)". A name is as it was typed: what
 * shows it makes its control characters visible.
 * @param own number of the page that shows it
 */
export function byWords(words: TraceWords['by'], { page, name, teacher, address }: By, own?: number): string {
  if (page === undefined) return words.api(address)
  if (page === own) return words.own
  if (teacher) return words.teacher
  if (name !== undefined) return words.named(name)
  return words.onlooker(isLoopback(address) ? null : address)
}
