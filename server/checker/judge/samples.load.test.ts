/** `npm run soak -- check [seeds]`: every sample, all stages, with so many seeds. Within `npm test` it does nothing: the suite has the short form. */
import { describe } from 'vitest'
import { rightOnes, wrongOnes } from './samples.suite.ts'

const SEEDS = Array.from({ length: Number(process.env['SOAK_CHECK'] ?? 0) }, (_, i) => i + 1)

describe.skipIf(SEEDS.length === 0)('the samples', () => {
  rightOnes(SEEDS.length === 0 ? [0] : SEEDS)
  wrongOnes(SEEDS.length === 0 ? [0] : SEEDS, true)
})
