/** A line that does not end, in words. Counterparts: `shared/net/partial.ts`, when it is worth a word; the views that say it. */
import type { PartialLine } from '#shared/protocol/model.ts'
import { i18n } from './index.svelte.ts'

/** "9 octets reçus, pas encore de « \\n »". */
export const received = ({ partialBytes }: PartialLine): string => i18n.t.traffic.partial.received(partialBytes)

/** The same, and why the end did not come, where that can be seen. */
export const receivedAndWhy = (partial: PartialLine): string =>
  partial.endsInCr ? `${received(partial)} · ${i18n.t.traffic.partial.endsInCr}` : received(partial)
