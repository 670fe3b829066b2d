/** The map of the project: docs/architecture.md names every room, and nothing that is not there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from './terminal.mjs'

const map = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8')
const quoted = new Set([...map.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text!))
const foldersIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? `${folder}/${one.name}` : [],
  )
/** Their folders are rooms, and they are none themselves. */
const HOUSES = ['shared', 'server', 'web', 'server/runtime', 'server/gateway']
/** Their folders are named in their own row. */
const OPEN = ['server/checker', 'server/study']
const isRoom = (folder: string): boolean => !HOUSES.includes(folder) && !OPEN.includes(folder)

it.each(HOUSES.flatMap(foldersIn).filter(isRoom))('has a row for %s', (room) => {
  expect(quoted).toContain(`${room}/`)
})

it.each(OPEN.flatMap(foldersIn))('names %s within its row', (part) => {
  const [, name] = /\/([^/]+)$/.exec(part)!
  expect(quoted).toContain(`${name}/`)
})

it('names no path that is not there', () => {
  const paths = [...quoted].filter((text) => /^(shared|programs|server|web|e2e|bench|scripts)\/[\w./-]*$/.test(text))
  expect(paths.length).toBeGreaterThan(60)
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
})
