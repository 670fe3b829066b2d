/** What a dialog or a sheet is given. Counterparts: `Modal.svelte`, `Dialog.svelte`. */
import type { Snippet } from 'svelte'

export interface ModalProps {
  open: boolean
  onclose: () => void
  title: string
  closeLabel: string
  kind?: 'dialog' | 'sheet'
  width?: string
  /** Only the content, which then shows its own title. */
  bare?: boolean
  /** Nothing in it takes the focus: what scrolls takes it, so that keys scroll it. */
  reads?: boolean
  /** What has the focus from the first key on; the first thing that can have it, a frame later, where this is absent. */
  first?: () => HTMLElement | undefined
  /** It is closed, and the focus is back where it was before. */
  onclosed?: () => void
  children: Snippet
}
