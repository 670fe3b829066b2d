/**
 * Guards on the guards: faults are planted in a scratch copy, and the tool that should see each of them must name it.
 * A check that has silently stopped looking is worse than none.
 * Usage: guards.mjs types | imports | lint
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Plain, root, say, script, toolEnvironment } from './terminal.mjs'

const CONFIGURATION = ['package.json', 'tsconfig.json', 'eslint.config.js', '.dependency-cruiser.cjs']

/**
 * @typedef {object} Guard
 * @property {string[]} command
 * @property {Record<string, string>} plants file -> its content in the copy
 * @property {(copy: string) => void} [spoil] further harm done to the copy
 * @property {RegExp[]} expected what the tool's output must hold, one for each fault
 */

/** @type {Record<string, Guard>} */
const GUARDS = {
  types: {
    command: ['svelte-check', '--workspace', 'web', '--tsconfig', './tsconfig.json', '--output', 'machine'],
    plants: {
      'web/shared/planted.svelte.ts': `export const planted: number = 'text'\n`,
      'web/shared/Planted.svelte': `<script lang="ts">\n  const planted: number = 'text'\n</script>\n\n{planted}\n`,
      'web/shared/PlantedKey.svelte': `<script lang="ts">\n  import { i18n } from '../i18n/index.svelte.ts'\n</script>\n\n{i18n.t.noSuchSentence}\n`,
    },
    spoil: forgetOneEnglishSentence,
    expected: [
      /ERROR "shared\/planted\.svelte\.ts"/,
      /ERROR "shared\/Planted\.svelte"/,
      /ERROR "shared\/PlantedKey\.svelte".*noSuchSentence/,
      /ERROR "i18n\/en\.ts"/,
    ],
  },
  imports: {
    command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'server', 'web'],
    plants: {
      'server/wire/planted.ts': `export { planted } from '../core/planted.ts'\n`,
      'server/core/planted.ts': `import 'node:fs'\nexport const planted = 1\n`,
      'server/runtime/planted.ts': `import '../endpoints/tcp.ts'\nexport const planted = 1\n`,
      'server/journal/planted.ts': `import type {} from '../endpoints/planted.ts'\nexport const planted = 1\n`,
      'server/endpoints/planted.ts': `import '../journal/planted.ts'\nexport const planted = 1\n`,
      'web/shared/Planted.svelte': `<script lang="ts">\n  import { fail } from '../../server/errors.ts'\n  import '../state/planted.ts'\n</script>\n\n{fail}\n`,
      'web/state/planted.ts': `export const planted = 1\n`,
    },
    expected: [
      /error server-wire: server\/wire\/planted\.ts/,
      /error pure-means-pure: server\/core\/planted\.ts/,
      /error server-runtime: server\/runtime\/planted\.ts/,
      /error server-journal: server\/journal\/planted\.ts/,
      /error no-circular: server\/(journal|endpoints)\/planted\.ts/,
      /error page-knows-the-contract-only: web\/shared\/Planted\.svelte/,
      /error web-shared: web\/shared\/Planted\.svelte/,
    ],
  },
  lint: {
    command: ['eslint', 'web/shared/Planted.svelte', 'server/core/planted.ts', 'server/endpoints', 'server/gateway'],
    plants: {
      'web/shared/Planted.svelte': `<script lang="ts">\n  let { text }: { text: string } = $props()\n  Promise.resolve(text)\n</script>\n\n{@html text}\n`,
      'server/core/planted.ts': `import fs from 'fs'\nconsole.log(fs)\nPromise.resolve(1)\n`,
      // Sockets and the like that nobody owns, by each way to make one.
      'server/endpoints/planted.ts': `import { connect, type Socket } from 'node:net'\nimport * as tls from 'node:tls'\nimport dgram from 'node:dgram'\nexport const planted = (): [Socket, unknown] => [connect(1), [tls, dgram]]\n`,
      'server/gateway/planted.ts': `import { spawn } from 'node:child_process'\nexport const planted = [spawn, await import('node:net'), process.stderr]\n`,
    },
    expected: [
      /Planted\.svelte\n(?: .*\n)*? .*svelte\/no-at-html-tags/,
      /Planted\.svelte\n(?: .*\n)*? .*no-floating-promises/,
      /planted\.ts\n(?: .*\n)*? .*no-restricted-imports/,
      /planted\.ts\n(?: .*\n)*? .*no-console/,
      /planted\.ts\n(?: .*\n)*? .*no-floating-promises/,
      /endpoints\/planted\.ts\n +1:\d+ .*'connect' import from 'node:net'.*no-restricted-imports/,
      /endpoints\/planted\.ts\n(?: .*\n)*? +2:\d+ .*'node:tls'.*no-restricted-imports/,
      /endpoints\/planted\.ts\n(?: .*\n)*? +3:\d+ .*'node:dgram'.*no-restricted-imports/,
      /gateway\/planted\.ts\n +1:\d+ .*'spawn' import from 'node:child_process'.*no-restricted-imports/,
      /gateway\/planted\.ts\n(?: .*\n)*? +2:\d+ .*Import it by name.*no-restricted-syntax/,
      /gateway\/planted\.ts\n(?: .*\n)*? +2:\d+ .*Standard streams have an owner.*no-restricted-syntax/,
    ],
  },
}

await script(async () => {
  const guard = GUARDS[process.argv[2] ?? '']
  if (!guard) throw new Plain(`Say which guard to try: ${Object.keys(GUARDS).join(', ')}.`)
  const copy = mkdtempSync(join(tmpdir(), 'socket-lab-guard-'))
  try {
    plant(copy, guard)
    const [command = '', ...args] = guard.command
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: copy, encoding: 'utf8', env: toolEnvironment })
    const output = stdout + stderr
    const unseen = guard.expected.filter((pattern) => !pattern.test(output))
    if (status !== 0 && unseen.length === 0) return say(`${command} saw all ${guard.expected.length} planted faults.`)
    const lost = unseen.map((pattern) => `  ${pattern}\n`).join('')
    throw new Plain(`${command} (exit code ${status}) did not report:\n${lost}It said:\n${output}`)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
})

/**
 * @param {string} copy
 * @param {Guard} guard
 */
function plant(copy, { plants, spoil }) {
  for (const part of ['server', 'web', ...CONFIGURATION])
    cpSync(join(root, part), join(copy, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  for (const [file, content] of Object.entries(plants)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    writeFileSync(join(copy, file), content)
  }
  spoil?.(copy)
}

/** @param {string} copy */
function forgetOneEnglishSentence(copy) {
  const file = join(copy, 'web/text/en.ts')
  const whole = readFileSync(file, 'utf8')
  const shortened = whole.replace(/^ +\w+: '[^'\n]*',\n/m, '')
  if (shortened === whole)
    throw new Plain('web/text/en.ts has no sentence on a line of its own: adapt this guard to its new shape.')
  writeFileSync(file, shortened)
}
