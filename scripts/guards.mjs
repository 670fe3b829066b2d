/**
 * Guards on the guards: faults are planted in a scratch copy, and the tool that should see each of them must name it.
 * A check that has silently stopped looking is worse than none.
 * Usage: guards.mjs types | imports | folders | lint
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { Plain, root, say, script, toolEnvironment } from './terminal.mjs'

const CONFIGURATION = [
  'package.json',
  'tsconfig.json',
  'eslint.config.js',
  '.dependency-cruiser.cjs',
  '.dependency-cruiser.folders.cjs',
  'scripts/test-files.cjs',
  'scripts/one-truth.mjs',
]

/**
 * @typedef {object} Guard
 * @property {string[]} command
 * @property {Record<string, string>} plants file -> its content in the copy
 * @property {(copy: string) => void} [spoil] further harm done to the copy
 * @property {RegExp[]} expected what the tool's output must hold, one for each fault
 */

/**
 * The rules on what a room may import, and a file of each room that breaks it: what is planted in a room of the page belongs to its
 * frame, in any other to the command line.
 */
const ROOMS = rulesOfImports()
  .filter(({ name }) => name.startsWith('in-'))
  .map(({ name, from }) => {
    const room = from.path.slice(1, -1)
    const top = room.startsWith('web/') ? 'web/app/planted-top.ts' : 'server/cli/planted-top.ts'
    return { name, file: `${room}/planted-room.ts`, content: `import '${relative(room, top)}'\n` }
  })

/** @type {Record<string, Guard>} */
const GUARDS = {
  types: {
    command: ['svelte-check', '--workspace', 'web', '--tsconfig', './tsconfig.json', '--output', 'machine'],
    plants: {
      'web/ui/planted.svelte.ts': `export const planted: number = 'text'\n`,
      'web/ui/Planted.svelte': `<script lang="ts">\n  const planted: number = 'text'\n</script>\n\n{planted}\n`,
      'web/ui/PlantedKey.svelte': `<script lang="ts">\n  import { i18n } from '../text/index.svelte.ts'\n</script>\n\n{i18n.t.noSuchSentence}\n`,
    },
    spoil: forgetOneEnglishSentence,
    expected: [
      /ERROR "ui\/planted\.svelte\.ts"/,
      /ERROR "ui\/Planted\.svelte"/,
      /ERROR "ui\/PlantedKey\.svelte".*noSuchSentence/,
      /ERROR "text\/en\/page\.ts"/,
    ],
  },
  imports: {
    command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'shared', 'programs', 'server', 'web'],
    plants: {
      'shared/model/planted.ts': `export { planted } from '../../server/core/planted.ts'\n`,
      'server/core/planted.ts': `import 'node:fs'\nexport const planted = 1\n`,
      'server/runtime/run/planted.ts': `import '../../endpoints/tcp.ts'\nexport const planted = 1\n`,
      'server/runtime/listeners/planted.ts': `import '../streams/planted.ts'\n`,
      'server/runtime/streams/planted.ts': `export const planted = 1\n`,
      'programs/relay/planted.ts': `import '../../server/runtime/run/planted.ts'\n`,
      'server/journal/planted.ts': `import type {} from '../endpoints/planted.ts'\nexport const planted = 1\n`,
      'server/endpoints/planted.ts': `import '../journal/planted.ts'\nexport const planted = 1\n`,
      'server/endpoints/planted-early.ts': `import './certificates.ts'\n`,
      'server/gateway/ws/planted.ts': `import '../../cli/planted.ts'\n`,
      // A gateway that changes a run by itself.
      'server/gateway/ws/planted-change.ts': `import type {} from '../../runtime/lab/lab.ts'\nexport const planted = 1\n`,
      'server/gateway/http/planted-change.ts': `import type {} from '../../runtime/run/web-participant.ts'\nexport const planted = 1\n`,
      'server/commands/planted.ts': `import '../gateway/ws/planted.ts'\n`,
      'server/cli/planted.ts': `export const planted = 1\n`,
      'web/ui/Planted.svelte': `<script lang="ts">\n  import { fail } from '../../server/core/errors.ts'\n  import '../store/planted.ts'\n</script>\n\n{fail}\n`,
      'web/store/planted.ts': `export const planted = 1\n`,
      // The schema library, from the page, from what it shares with the lab and from what it has of a program.
      'web/store/planted-schema.ts': `import { LabEvent } from '../../shared/protocol/events.ts'\nexport const planted = LabEvent\n`,
      'shared/model/planted-schema.ts': `import { Type } from 'typebox'\nexport const planted = Type\n`,
      'programs/relay/figure.ts': `import { options } from './options.ts'\nexport const figure = options\n`,
      'programs/relay/text.fr.ts': `import { closed } from '../../shared/options/schemas.ts'\nexport const text = closed\n`,
      // Each room in turn, and one that nobody has put into the table.
      'server/cli/planted-top.ts': `export const planted = 1\n`,
      'web/app/planted-top.ts': `export const planted = 1\n`,
      ...Object.fromEntries(ROOMS.map(({ file, content }) => [file, content])),
      'server/unheard-of/planted.ts': `import '../core/planted.ts'\n`,
      'web/unheard-of/planted.ts': `import '../store/planted.ts'\n`,
    },
    expected: [
      ...ROOMS.map(({ name, file }) => new RegExp(`error ${name}: ${file}`)),
      /error room-is-in-the-table: server\/unheard-of\/planted\.ts/,
      /error room-is-in-the-table: web\/unheard-of\/planted\.ts/,
      /error in-shared-model: shared\/model\/planted\.ts/,
      /error pure-means-pure: server\/core\/planted\.ts/,
      /error in-server-runtime-run: server\/runtime\/run\/planted\.ts/,
      /error in-server-runtime-listeners: server\/runtime\/listeners\/planted\.ts/,
      /error in-programs: programs\/relay\/planted\.ts/,
      /error in-server-journal: server\/journal\/planted\.ts/,
      /error no-circular: server\/(journal|endpoints)\/planted\.ts/,
      /error in-server-gateway-ws: server\/gateway\/ws\/planted-change\.ts/,
      /error in-server-gateway-http: server\/gateway\/http\/planted-change\.ts/,
      /error in-server-commands: server\/commands\/planted\.ts/,
      /error certificates-are-made-late: server\/endpoints\/planted-early\.ts/,
      /error cli-is-the-top: server\/gateway\/ws\/planted\.ts/,
      /error page-knows-what-is-shared-only: web\/ui\/Planted\.svelte/,
      /error in-web-ui: web\/ui\/Planted\.svelte/,
      /error no-schema-in-the-page: web\/store\/planted-schema\.ts/,
      /error no-schema-in-the-page: shared\/model\/planted-schema\.ts/,
      /error no-schema-in-the-page: programs\/relay\/text\.fr\.ts/,
      /error program-shows-its-words: programs\/relay\/figure\.ts/,
    ],
  },
  folders: {
    command: ['depcruise', '--config', '.dependency-cruiser.folders.cjs', 'shared', 'programs', 'server', 'web'],
    plants: {
      // No two files need each other here, only their folders.
      'server/core/planted.ts': `import '../endpoints/port.ts'\nexport const planted = 1\n`,
      'server/study/capture/planted.ts': `import '../export/formats.ts'\nexport const planted = 1\n`,
      'server/checker/history/planted.ts': `import '../subject/client.ts'\nexport const planted = 1\n`,
      'web/join/planted.ts': `import '../class/keys.ts'\nexport const planted = 1\n`,
    },
    expected: [
      ...['server/core', 'server/endpoints', 'server/study/capture', 'server/checker/history', 'web/join'].map(
        (folder) => new RegExp(`error no-folder-cycle: ${folder}`),
      ),
    ],
  },
  lint: {
    command: [
      'eslint',
      'web/ui/Planted.svelte',
      'web/ui/PlantedLong.svelte',
      'web/ui/planted.ts',
      'server/core/planted.ts',
      'web/ui/planted-truth.ts',
      'web/ui/PlantedTruth.svelte',
      'server/cli/planted-truth.ts',
      'server/core/planted-long.ts',
      'server/endpoints',
      'server/gateway',
    ],
    plants: {
      'web/ui/Planted.svelte': `<script lang="ts">\n  let { text }: { text: string } = $props()\n  Promise.resolve(text)\n</script>\n\n{#if text === 'relay'}{@html text}{/if}\n`,
      // A line too many for a component; one for a file, and for its function.
      'web/ui/PlantedLong.svelte': `${'<p>a</p>\n'.repeat(201)}<style>\n  p {\n    margin: 0;\n  }\n</style>\n`,
      'server/core/planted-long.ts': `export function planted() {\n${'  void 0\n'.repeat(69)}}\n${'\n'.repeat(230)}`,
      // Decisions by the id of a program, by each way to make one.
      'web/ui/planted.ts': `import type { ProgramId } from '#shared/model/programs.ts'\nexport const planted = (id: ProgramId) => ['relay', 'duplex-chat'].includes(id) || { 'line-server': 1 }\nexport function other(id: ProgramId) {\n  switch (id) {\n    case 'relay':\n      return id !== 'udp-sender'\n  }\n}\n`,
      'server/core/planted.ts': `import fs from 'fs'\nconsole.log(fs)\nPromise.resolve(1)\n`,
      // Views with a truth of their own, by each way to read it; what a message says of a line is not theirs.
      'web/ui/planted-truth.ts': `import type { KernelRow } from '#shared/model/kernel.ts'\nimport type { PartialLine, Participant } from '#shared/protocol/model.ts'\nexport const planted = (one: Participant, line: PartialLine) => [one.paused, one['queued'], line.partialBytes]\nexport const short = ({ takenAt, waitsFor: others }: Pick<Participant, 'takenAt' | 'waitsFor'>) => [takenAt, others]\nexport const all = (rows: readonly KernelRow[] | undefined) => rows?.map(({ recvQ }) => recvQ)\n`,
      'web/ui/PlantedTruth.svelte': `<script lang="ts">\n  import type { Participant } from '#shared/protocol/model.ts'\n  import type { LiveState } from '#shared/protocol/program.ts'\n  let { one, live }: { one: Participant; live: LiveState | null } = $props()\n  const first = $derived(live?.processes[0])\n</script>\n\n{first?.line}\n{#if one.partialBytes > 0}{one.name}{/if}\n`,
      'server/cli/planted-truth.ts': `import type { Participant } from '#shared/protocol/model.ts'\nexport const planted = (one: Participant) => one.partial\n`,
      // Sockets and the like that nobody owns, by each way to make one.
      'server/endpoints/planted.ts': `import { connect, type Socket } from 'node:net'\nimport * as tls from 'node:tls'\nimport dgram from 'node:dgram'\nexport const planted = (): [Socket, unknown] => [connect(1), [tls, dgram]]\n`,
      'server/gateway/planted-secret.ts': `import { timingSafeEqual } from 'node:crypto'\nexport const planted = (pass: string, one: { pin: string }, of: string) => [\n  pass === of,\n  of !== one.pin,\n  timingSafeEqual,\n]\n`,
      'server/gateway/planted.ts': `import { spawn } from 'node:child_process'\nexport const planted = [spawn, await import('node:net'), process.stderr]\n`,
    },
    expected: [
      /Planted\.svelte\n(?: .*\n)*? .*svelte\/no-at-html-tags/,
      /Planted\.svelte\n(?: .*\n)*? .*no-floating-promises/,
      /Planted\.svelte\n(?: .*\n)*? .*Ask for a trait.*no-restricted-syntax/,
      /PlantedLong\.svelte\n +1:1 .*201 lines without its styles.*lab\/component-lines/,
      /core\/planted-long\.ts\n(?: .*\n)*? .*too many lines \(71\).*max-lines-per-function/,
      /core\/planted-long\.ts\n(?: .*\n)*? .*too many lines \(301\).*max-lines/,
      ...[2, 2, 5, 6].map(
        (line) =>
          new RegExp(`web/ui/planted\\.ts\\n(?: .*\\n)*? +${line}:\\d+ .*Ask for a trait.*no-restricted-syntax`),
      ),
      /planted\.ts\n(?: .*\n)*? .*no-restricted-imports/,
      /planted\.ts\n(?: .*\n)*? .*no-console/,
      /planted\.ts\n(?: .*\n)*? .*no-floating-promises/,
      ...[3, 3, 4, 4, 5].map(
        (line, i) =>
          new RegExp(
            `web/ui/planted-truth\\.ts\\n(?: .*\\n)*? +${line}:\\d+ .*reads no ${['paused', 'queued', 'takenAt', 'waitsFor', 'recvQ'][i]} of .*truth/one-truth`,
          ),
      ),
      /PlantedTruth\.svelte\n(?: .*\n)*? +5:\d+ .*no processes of LiveState.*truth\/one-truth/,
      /PlantedTruth\.svelte\n(?: .*\n)*? +9:\d+ .*no partialBytes of Participant.*truth\/one-truth/,
      /cli\/planted-truth\.ts\n +2:\d+ .*no partial of Participant.*truth\/one-truth/,
      /endpoints\/planted\.ts\n +1:\d+ .*'connect' import from 'node:net'.*no-restricted-imports/,
      /endpoints\/planted\.ts\n(?: .*\n)*? +2:\d+ .*'node:tls'.*no-restricted-imports/,
      /endpoints\/planted\.ts\n(?: .*\n)*? +3:\d+ .*'node:dgram'.*no-restricted-imports/,
      /gateway\/planted\.ts\n +1:\d+ .*'spawn' import from 'node:child_process'.*no-restricted-imports/,
      /gateway\/planted\.ts\n(?: .*\n)*? +2:\d+ .*Import it by name.*no-restricted-syntax/,
      ...['1:\\d+', '3:\\d+', '4:\\d+'].map(
        (at) =>
          new RegExp(
            `gateway/planted-secret\\.ts\\n(?: .*\\n)*? +${at} .*Compare secrets by isSame.*no-restricted-syntax`,
          ),
      ),
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

/** @returns {{ name: string, from: { path: string } }[]} */
function rulesOfImports() {
  const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'))
  return forbidden
}

/**
 * @param {string} copy
 * @param {Guard} guard
 */
function plant(copy, { plants, spoil }) {
  for (const part of ['shared', 'programs', 'server', 'web', ...CONFIGURATION])
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
  const file = join(copy, 'web/text/en/page.ts')
  const whole = readFileSync(file, 'utf8')
  const shortened = whole.replace(/^ +\w+: '[^'\n]*',\n/m, '')
  if (shortened === whole)
    throw new Plain('web/text/en/page.ts has no sentence on a line of its own: adapt this guard to its new shape.')
  writeFileSync(file, shortened)
}
