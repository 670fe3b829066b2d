/** The address of the page to tell others. Pure. */
import { isLoopback } from '#shared/net/address.ts'

/**
 * The address that brought this page here works; one that others can use is better.
 * @param here origin of this page
 * @param urls of the lab, the best first
 */
export function pageBase(here: string, urls: readonly string[]): { base: string; onlyHere: boolean } {
  const reaches = (url: string): boolean => !isLoopback(new URL(url).hostname)
  const base = reaches(here) ? here : (urls.find(reaches) ?? here)
  return { base, onlyHere: !reaches(base) }
}

/** The address of a run's page. @param base of the lab's page, with or without a slash at its end */
export const runUrl = (base: string, run: string): string => `${base.replace(/\/$/, '')}/runs/${run}`

/** The same with the lab's code in its fragment, which browsers send to nobody: whoever follows it need not type it. */
export const withPin = (url: string, pin: string | undefined): string => (pin === undefined ? url : `${url}#pin=${pin}`)
