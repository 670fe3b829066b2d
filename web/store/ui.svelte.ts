/** What is open in front of the page, and what its width allows. */
import { innerHeight, innerWidth } from 'svelte/reactivity/window'
import type { ProgramId } from '#shared/protocol/model.ts'
import { FIRST_ID } from '../worksheet/sheet.ts'
import { preferences } from '../storage/preferences.svelte.ts'

export type Dialog = 'start' | 'join' | 'palette' | 'help' | 'participants' | 'export' | 'data'

/** Widths in root font sizes, so that the projector size counts: media queries would not see it. */
const WIDE = 82
const PHONE = 54
/** A window this low, px, has no room for bars: a page at 200 %, a phone on its side. The style sheets say 479 of it. */
const LOW = 480

class Ui {
  #dialog = $state<Dialog | null>(null)
  #view: { run: string; view: string; participant?: number | undefined } | null = null
  #program = $state<ProgramId>(FIRST_ID)
  #decided = $state(false)

  get dialog(): Dialog | null {
    return this.#dialog
  }
  /** The program that the start dialog begins with. */
  get program(): ProgramId {
    return this.#program
  }
  /** The start dialog was opened for that very program: it need not ask which. */
  get decided(): boolean {
    return this.#decided
  }
  /** `wide` has room for the inspector beside the traffic; `phone` has room for one thing at a time. */
  get layout(): 'wide' | 'medium' | 'phone' {
    const width = (innerWidth.current ?? 1280) / (preferences.projector ? 18 : 14)
    return width < PHONE ? 'phone' : width < WIDE ? 'medium' : 'wide'
  }

  /** Bars fold, so that traffic has room. */
  get low(): boolean {
    return (innerHeight.current ?? 720) < LOW
  }

  /** The view with which the page of this run is to begin, told once; null where that is left to what was seen last. */
  takeView(run: string): { view: string; participant?: number | undefined } | null {
    const wanted = this.#view
    this.#view = null
    return wanted?.run === run ? wanted : null
  }
  /** @param participant whose conversation it is to show */
  beginWith(run: string, view: string, participant?: number): void {
    this.#view = { run, view, participant }
  }

  show(dialog: Dialog): void {
    this.#dialog = dialog
    this.#decided = false
  }
  showStart(program: ProgramId): void {
    this.#program = program
    this.#decided = true
    this.#dialog = 'start'
  }
  hide(): void {
    this.#dialog = null
  }
}

export const ui = new Ui()
