/** Comparing secrets. Counterparts: `access.ts`; `gateway/http/roles.ts`. */
import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Takes as long whatever they have in common. */
export const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))
