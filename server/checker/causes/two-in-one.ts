/** Causes of two lines in one segment: of whoever shows lines, and of whoever passes them on. */
import type { History } from '../history/history.ts'
import { endOf, sentTokens, until } from '../history/seen.ts'
import type { Rule } from '../stages/stage.ts'

/** @param output what came out of the program, by this moment of the history */
export const twoInOne = (output: (history: History) => string): readonly Rule[] => [
  {
    cause: 'second-line-waits',
    stages: ['two-in-one'],
    fits(history) {
      const second = sentTokens(history)[1]?.token ?? ''
      return !output(until(history, 'two')).includes(second) && output(history).includes(second)
        ? { fact: 'came-with-next', values: { token: second } }
        : null
    },
  },
  {
    cause: 'rest-of-chunk-lost',
    stages: ['two-in-one'],
    byKernel: true,
    fits(history) {
      const [first, second] = sentTokens(history)
      const read = endOf(history, 1, 'two')?.recvQ === 0
      if (!first || !second || !read || !output(history).includes(first.token)) return null
      return output(history).includes(second.token) ? null : { fact: 'read-and-gone', values: { token: second.token } }
    },
  },
]
