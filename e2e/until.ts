/** Waiting for a condition that only asking can tell. It gives up with the sentence that says what was awaited. */

/** As patient as what is expected of a page: a machine that does other things as well is several times slower. */
const PATIENCE = 30_000
const PAUSE = 20

/**
 * Asks again and again until `condition` holds. An error that it throws ends the wait.
 * @param what a sentence: what is being waited for
 * @param patience milliseconds
 */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  patience = PATIENCE,
): Promise<void> {
  const end = Date.now() + patience
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited ${patience} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
  }
}
