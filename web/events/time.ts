/** Times since the start of a run, for columns of figures: as short as the length of the run allows. Pure. */
import type { Lang } from '#shared/model/languages.ts'
import { pointOf } from '../text/format.ts'

/**
 * @param t microseconds since the run's start
 * @param digits after the second
 * @returns `13.700`, from a minute on `2:13.700`, from an hour on `1:02:13.700`
 */
export function formatSince(lang: Lang, t: number, digits: 3 | 6 = 3): string {
  const seconds = Math.floor(t / 1_000_000)
  const fraction = String(Math.floor(t % 1_000_000))
    .padStart(6, '0')
    .slice(0, digits)
  const two = (value: number): string => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const head =
    hours > 0
      ? `${hours}:${two(minutes % 60)}:${two(seconds % 60)}`
      : minutes > 0
        ? `${minutes}:${two(seconds % 60)}`
        : `${seconds}`
  return `${head}${pointOf(lang)}${fraction}`
}
