/**
 * Node runs the sources as they are: it takes the types out itself, with a parser of its own, which refuses a few things that
 * TypeScript and the tests' loader take (`for (const of of [...])`). What it refuses would only be seen when the lab starts.
 */
import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

it('is possible in every source that Node runs', () => {
  const files = globSync('{shared,programs,server,bench}/**/*.ts', { cwd: ROOT, exclude: ['**/*.test.ts'] })
  expect(files.length).toBeGreaterThan(300)
  const refused = files.flatMap((file) => {
    try {
      stripTypeScriptTypes(readFileSync(`${ROOT}${file}`, 'utf8'))
      return []
    } catch (error) {
      return [`${file}: ${(error as Error).message}`]
    }
  })
  expect(refused).toEqual([])
})

it('is refused where it is not', () => {
  expect(() => stripTypeScriptTypes("for (const of of ['a'] as const) f(of)")).toThrow()
})
