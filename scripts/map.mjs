/**
 * Draws docs/architecture.svg, the rooms of the project and who uses whom, from the imports themselves.
 * Usage: map.mjs (draws) | map.mjs check (fails when the picture is out of date; `npm test` does this)
 * Invariant: the same imports give the same picture, byte for byte. An arrow that others already imply is left out.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Plain, root, say, script, toolEnvironment } from './terminal.mjs'

/** Folders below these are rooms of their own; all others are a room with everything in them. */
const OPENED = ['server', 'server/runtime', 'server/gateway', 'web', 'web/coach']
/** Not drawn: files at the root of the page, looks, and what serves tests only. */
const HIDDEN = ['web', 'web/styles', 'web/public', 'server/testing']
/** Everybody may use it: a floor without arrows. */
const FLOOR = 'shared'

const PICTURE = join(root, 'docs', 'architecture.svg')
const BOX = { width: 136, height: 30, gapX: 14, gapY: 34 }
const MARGIN = 24

await script(async () => {
  const picture = draw(graph(imports()))
  if (process.argv[2] !== 'check') {
    writeFileSync(PICTURE, picture)
    return say('docs/architecture.svg is drawn.')
  }
  if (readFileSync(PICTURE, 'utf8') === picture) return say('docs/architecture.svg shows the imports as they are.')
  throw new Plain('docs/architecture.svg is out of date: run "npx node scripts/map.mjs", and look at what has changed.')
})

/** @returns {[string, string][]} each import between files of the project */
function imports() {
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'shared', 'programs', 'server', 'web']
  const { stdout } = spawnSync('depcruise', args, {
    cwd: root,
    encoding: 'utf8',
    env: toolEnvironment,
    maxBuffer: 1e9,
  })
  const tests = new RegExp(createRequire(import.meta.url)('./test-files.cjs'))
  return JSON.parse(stdout).modules.flatMap((/** @type {any} */ { source, dependencies }) =>
    dependencies
      .map((/** @type {any} */ { resolved }) => /** @type {[string, string]} */ ([source, resolved]))
      .filter((/** @type {[string, string]} */ pair) => !pair.some((file) => tests.test(file))),
  )
}

/** @param {string} file @returns {string | null} the room in which it stands; null where none is drawn */
function roomOf(file) {
  const folders = file.split('/').slice(0, -1)
  let room = folders[0] ?? ''
  if (!['shared', 'programs', 'server', 'web'].includes(room)) return null
  for (const folder of folders.slice(1)) {
    if (!OPENED.includes(room)) break
    room += `/${folder}`
  }
  return HIDDEN.includes(room) ? null : room
}

/**
 * @param {[string, string][]} pairs
 * @returns {Map<string, Set<string>>} room -> rooms that it uses, without what follows from the others
 */
function graph(pairs) {
  /** @type {Map<string, Set<string>>} */
  const uses = new Map()
  for (const [from, to] of pairs.map((pair) => pair.map(roomOf))) {
    for (const room of [from, to]) if (room && !uses.has(room)) uses.set(room, new Set())
    if (from && to && from !== to && to !== FLOOR) uses.get(from)?.add(to)
  }
  /** @type {(from: string, to: string) => boolean} */
  const reaches = (from, to) => from === to || [...(uses.get(from) ?? [])].some((next) => reaches(next, to))
  return new Map(
    [...uses].sort().map(([room, others]) => {
      const implied = (/** @type {string} */ to) => [...others].some((other) => other !== to && reaches(other, to))
      return [room, new Set([...others].filter((to) => !implied(to)).sort())]
    }),
  )
}

/** @param {Map<string, Set<string>>} uses */
function draw(uses) {
  const server = panel(uses, (room) => room.startsWith('server/') || room === 'programs', MARGIN)
  const page = panel(uses, (room) => room.startsWith('web/'), server.right + 2 * MARGIN)
  const boxes = new Map([...server.boxes, ...page.boxes])
  const bottom = Math.max(server.bottom, page.bottom) + BOX.gapY
  const width = page.right + MARGIN
  const height = bottom + BOX.height + MARGIN
  const arrows = [...uses].flatMap(([from, others]) => [...others].map((to) => arrow(boxes.get(from), boxes.get(to))))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Rooms of the project: each arrow leads from a room to one that it uses">
  <style>
    text { font: 12px system-ui, sans-serif; fill: #1c2430; text-anchor: middle }
    .title { font-weight: 600; text-anchor: start }
    rect { fill: #f4f6f9; stroke: #8a94a3 } .floor { fill: #e2eef5 } path { fill: none; stroke: #8a94a3 } .head { fill: #8a94a3; stroke: none }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6eaf0 } rect { fill: #222a35; stroke: #6b7686 } .floor { fill: #1d3442 } path { stroke: #6b7686 } .head { fill: #6b7686 }
    }
  </style>
  <defs><marker id="to" viewBox="0 0 6 6" refX="6" refY="3" markerWidth="6" markerHeight="6" orient="auto"><path class="head" d="M0 0L6 3L0 6z"/></marker></defs>
  <text class="title" x="${MARGIN}" y="${MARGIN}">server/ and programs/</text>
  <text class="title" x="${server.right + 2 * MARGIN}" y="${MARGIN}">web/</text>
${arrows.join('\n')}
${[...boxes].map(([room, at]) => box(room, at)).join('\n')}
  <rect class="floor" x="${MARGIN}" y="${bottom}" width="${width - 2 * MARGIN}" height="${BOX.height}" rx="6"/>
  <text x="${width / 2}" y="${bottom + 19}">shared/: what server and page both know; every room may use it</text>
</svg>
`
}

/**
 * One row a rank: a room stands above all that it uses.
 * @param {Map<string, Set<string>>} uses @param {(room: string) => boolean} mine @param {number} left
 */
function panel(uses, mine, left) {
  /** @type {(room: string) => number} */
  const rank = (room) => Math.max(-1, ...[...(uses.get(room) ?? [])].map(rank)) + 1
  /** @type {string[][]} */
  const rows = []
  for (const room of [...uses.keys()].filter(mine)) (rows[rank(room)] ??= []).push(room)
  rows.reverse()
  const widest = Math.max(...rows.map((row) => row.length))
  const right = left + widest * BOX.width + (widest - 1) * BOX.gapX
  /** @type {Map<string, { x: number, y: number }>} */
  const boxes = new Map()
  for (const [at, row] of rows.entries()) {
    const width = row.length * BOX.width + (row.length - 1) * BOX.gapX
    for (const [index, room] of row.entries())
      boxes.set(room, {
        x: (left + right - width) / 2 + index * (BOX.width + BOX.gapX),
        y: 1.8 * MARGIN + at * (BOX.height + BOX.gapY),
      })
  }
  return { boxes, right, bottom: 1.8 * MARGIN + rows.length * (BOX.height + BOX.gapY) - BOX.gapY }
}

/** @param {string} room @param {{ x: number, y: number }} at */
function box(room, { x, y }) {
  return `  <rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6"/><text x="${x + BOX.width / 2}" y="${y + 19}">${room.replace(/^(server|web)\//, '')}</text>`
}

/** @param {{ x: number, y: number } | undefined} from @param {{ x: number, y: number } | undefined} to */
function arrow(from, to) {
  if (!from || !to) return ''
  const [x1, y1] = [from.x + BOX.width / 2, from.y + BOX.height]
  const [x2, y2] = [to.x + BOX.width / 2, to.y]
  const bend = (y2 - y1) / 2
  return `  <path marker-end="url(#to)" d="M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}"/>`
}
