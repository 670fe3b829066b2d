import { build } from 'vite'
import { brotliCompressSync } from 'node:zlib'
const r = await build({ build: { write: false }, logLevel: 'error', configFile: 'vite.config.ts' })
const out = (Array.isArray(r) ? r : [r]).flatMap((x) => x.output).filter((x) => x.type === 'chunk')
const br = (s) => brotliCompressSync(Buffer.from(s)).length
const first = new Set()
const byName = new Map(out.map((c) => [c.fileName, c]))
const add = (f) => { if (first.has(f)) return; first.add(f); byName.get(f)?.imports.forEach(add) }
out.filter((c) => c.isEntry).forEach((c) => add(c.fileName)); out.filter((c) => /\/fr-/.test(c.fileName)).forEach((c) => add(c.fileName))
let sum = 0
for (const c of out.sort((a, b) => b.code.length - a.code.length)) { const n = br(c.code); if (first.has(c.fileName)) sum += n; if (n > 900) console.log(first.has(c.fileName) ? '*' : ' ', c.fileName, c.code.length, n) }
console.log('first load', sum)
if (process.argv[2]) for (const c of out.filter((c) => first.has(c.fileName))) {
  const by = {}
  for (const [id, m] of Object.entries(c.modules)) { const i = id.includes('node_modules') ? 'nm/' + id.split('node_modules/').pop().split('/').slice(0, 5).join('/') : id.split('/light/').pop().split('/').slice(0,3).join('/'); by[i] = (by[i] ?? 0) + m.renderedLength }
  for (const [k, v] of Object.entries(by).sort((a, b) => b[1] - a[1]).slice(0, +process.argv[2])) console.log('   ', v, k)
}
