/** What a menu is given. Counterparts: `Menu.svelte`, `OpenedMenu.svelte`. */
import type { DropdownMenu } from 'bits-ui'
import type { Snippet } from 'svelte'

export interface MenuProps {
  /** Of the button, for who does not see it. */
  label: string
  /** The label where this is absent. */
  title?: string
  /** Classes of the button. */
  class: string
  side?: 'top' | 'bottom'
  align?: 'start' | 'end'
  /** A class of the menu itself. */
  list?: string
  /** CSS pixels between button and menu. */
  gap?: number
  /** It has opened, or closed. */
  onopen?: (open: boolean) => void
  /** What is on the button. */
  face: Snippet
  /** What is in the menu, from the parts that it is given. */
  items: Snippet<[typeof DropdownMenu]>
}
