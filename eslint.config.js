/**
 * Lint for the whole project: what types alone cannot say. Looks are Prettier's business, imports dependency-cruiser's.
 */
import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import { oneTruth } from './scripts/one-truth.mjs'
import { PROGRAM_IDS } from './shared/model/programs.ts'

/**
 * What fails by an `error` event, by the module that has it. Who makes one listens from its birth to its end, or passes it
 * through `server/core/own.ts`: otherwise its first error ends the lab.
 */
const FALLIBLE = {
  net: ['connect', 'createConnection', 'createServer', 'Server', 'Socket', 'Stream'],
  tls: ['connect', 'createServer', 'Server', 'TLSSocket'],
  http: ['createServer', 'get', 'request', 'Agent', 'ClientRequest', 'Server', 'IncomingMessage', 'ServerResponse'],
  https: ['createServer', 'get', 'request', 'Agent', 'Server'],
  http2: ['connect', 'createServer', 'createSecureServer'],
  dgram: ['createSocket', 'Socket'],
  child_process: ['spawn', 'fork', 'exec', 'execFile', 'ChildProcess'],
  worker_threads: ['Worker'],
  fs: ['createReadStream', 'createWriteStream', 'ReadStream', 'WriteStream', 'watch'],
  tty: ['ReadStream', 'WriteStream'],
  stream: ['Stream', 'Readable', 'Writable', 'Duplex', 'Transform', 'PassThrough', 'compose', 'addAbortSignal'],
  readline: ['createInterface', 'Interface'],
  zlib: ['createGzip', 'createGunzip', 'createDeflate', 'createInflate', 'createDeflateRaw', 'createInflateRaw'].concat(
    ['createUnzip', 'createBrotliCompress', 'createBrotliDecompress', 'createZstdCompress', 'createZstdDecompress'],
  ),
  ws: ['WebSocket', 'WebSocketServer', 'Server', 'Receiver', 'Sender', 'createWebSocketStream'],
  process: ['stdin', 'stdout', 'stderr'],
}
/** Where each of them may be made. */
const MAKERS = {
  'server/endpoints/sockets.ts': ['net', 'tls'],
  // The app owns what it gives it, by `own`.
  'server/gateway/http/page-server.ts': ['http', 'https'],
  'server/endpoints/udp.ts': ['dgram'],
  'server/endpoints/shared-reading.ts': ['child_process'],
  'server/files/store.ts': ['fs', 'worker_threads'],
  'server/journal/sqlite/link.ts': ['worker_threads'],
  'server/cli/open-browser.ts': ['child_process'],
  // `pipeline` owns what it is given.
  'server/cli/export.ts': ['fs', 'stream'],
  // Fastify owns what it sends.
  'server/gateway/http/export.ts': ['stream'],
  'server/checker/subject/program.ts': ['child_process'],
  'server/checker/subject/guard.ts': ['child_process'],
  'server/checker/subject/client.ts': ['net'],
  'server/checker/subject/port.ts': ['net'],
  'server/checker/subject/host.ts': ['net'],
  'server/checker/batch/build.ts': ['child_process'],
  'server/cli/isolation.ts': ['child_process'],
  'server/cli/check-folder.ts': ['child_process'],
}
/** The lab itself: tests make what they like, and those that leave something without an owner fail by it. */
const lab = { files: ['server/**/*.ts'], ignores: ['**/*.test.ts', 'server/testing/**', 'server/**/*.suite.ts'] }

/** Tests describe a subject in one function, and are as long as it has cases. */
const TESTS = ['**/*.{test,suite,fixture,spec}.ts', 'server/testing/**', 'e2e/**']

const typed = { projectService: true, extraFileExtensions: ['.svelte'] }

export default ts.config(
  {
    ignores: [
      'server/checker/samples/',
      'node_modules/',
      'dist/',
      'data/',
      'test-results/',
      'playwright-report/',
      'coverage/',
    ],
  },
  js.configs.recommended,
  ts.configs.recommended,
  svelte.configs.recommended,
  svelte.configs.prettier,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      // Control characters are what this lab makes visible.
      'no-control-regex': 'off',
      'no-restricted-imports': ['error', { patterns: bareBuiltins() }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  // Longer than this, a file, a component or a function has more than one reason to change.
  { files: ['**/*.ts'], rules: { 'max-lines': ['error', { max: 300 }] } },
  {
    files: ['**/*.svelte'],
    plugins: { lab: { rules: { 'component-lines': componentLines() } } },
    rules: { 'lab/component-lines': ['error', 200] },
  },
  {
    files: ['**/*.{ts,svelte,js,mjs}'],
    ignores: TESTS,
    rules: { 'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['{programs,server,e2e,bench,scripts,bin}/**', '*.{js,ts,cjs}'],
    languageOptions: { globals: globals.node },
  },
  // Playwright reads what a fixture needs from its first parameter, which therefore cannot be left out.
  { files: ['e2e/**'], rules: { 'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }] } },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  { files: ['web/**'], languageOptions: { globals: globals.browser } },
  {
    files: ['web/**/*.svelte', 'web/**/*.svelte.ts'],
    languageOptions: { parserOptions: { ...typed, parser: ts.parser } },
  },
  {
    // Modules in TypeScript, and the scripts of components: rules that know the types.
    files: ['{shared,programs,server,web,e2e,bench}/**/*.ts', 'web/**/*.svelte'],
    languageOptions: { parserOptions: typed },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // Who waits, for what, since when, how many bytes: every view says what `waitsOf` says. The store and the terminal's run ask
    // it; the strip of the kernel and the diagram of states show the rows themselves.
    files: ['web/**/*.{ts,svelte}', 'server/cli/**/*.ts'],
    ignores: [...TESTS, 'web/store/**', 'web/sockets/**', 'web/time/StateDiagram.svelte', 'server/cli/run.ts'],
    plugins: { truth: { rules: { 'one-truth': oneTruth } } },
    rules: { 'truth/one-truth': 'error' },
  },
  {
    // Large collections are kept in $state.raw and replaced, or stand beside a version that is $state.
    files: ['web/**'],
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    // What a participant typed is text, never markup.
    files: ['web/**/*.svelte'],
    rules: {
      'svelte/no-at-html-tags': 'error',
    },
  },
  {
    // The lab speaks through its journal and its log. Only the command line prints.
    files: ['shared/**', 'programs/**', 'server/**', 'web/**'],
    ignores: ['server/cli/main.ts', 'server/cli/serve.ts', '**/*.test.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    // What decides by program asks for a trait: a new program must not be forgotten anywhere.
    files: ['{shared,server,web}/**/*.{ts,svelte}'],
    ignores: ['**/*.test.ts', '**/*.suite.ts', 'server/testing/**'],
    rules: { 'no-restricted-syntax': ['error', ...byProgram()] },
  },
  {
    ...lab,
    rules: {
      ...makersOnly([]),
      'no-restricted-syntax': ['error', ...byProgram(), ...roundabout(), ...secretsOneWay()],
    },
  },
  {
    files: ['server/commands/secret.ts'],
    rules: { 'no-restricted-syntax': ['error', ...byProgram(), ...roundabout()] },
  },
  ...Object.entries(MAKERS).map(([file, may]) => ({ files: [file], rules: makersOnly(may) })),
  {
    // The standard streams have one owner. `server/cli/main.ts` speaks before anything is loaded, and ends.
    files: ['server/cli/terminal/standard-streams.ts', 'server/cli/main.ts'],
    rules: { 'no-restricted-syntax': ['error', ...byProgram()] },
  },
)

/** @param {readonly string[]} may modules whose fallible things may be made */
function makersOnly(may) {
  const message = 'Its errors need an owner: make it in one of the modules that eslint.config.js names.'
  const paths = Object.entries(FALLIBLE).flatMap(([name, importNames]) =>
    may.includes(name)
      ? []
      : [
          {
            name: name === 'ws' ? name : `node:${name}`,
            importNames: [...importNames, 'default'],
            allowTypeImports: true,
            message,
          },
        ],
  )
  return { '@typescript-eslint/no-restricted-imports': ['error', { paths }] }
}

/**
 * Lines of a component at most, its styles apart: those grow with what it looks like, not with what it does.
 * @returns {import('eslint').Rule.RuleModule}
 */
function componentLines() {
  return {
    meta: {
      schema: [{ type: 'integer' }],
      messages: { long: 'This component has {{ lines }} lines without its styles, and may have {{ most }}.' },
    },
    create: (context) => ({
      'Program:exit'({ body }) {
        const [most] = context.options
        const { lines: all } = context.sourceCode
        const styles = body
          .filter(({ type }) => type === 'SvelteStyleElement')
          .reduce((sum, { loc }) => sum + loc.end.line - loc.start.line + 1, 0)
        const lines = all.length - (all.at(-1) === '' ? 1 : 0) - styles
        if (lines > most) context.report({ loc: { line: 1, column: 0 }, messageId: 'long', data: { lines, most } })
      },
    }),
  }
}

/** Comparisons with the id of a program, and tables by it. */
function byProgram() {
  const id = `Literal[value=/^(${PROGRAM_IDS.join('|')})$/]`
  const message = 'Ask for a trait of the program (shared/model/traits.ts), not for its id.'
  return [
    { selector: `BinaryExpression[operator=/^[!=]==?$/] > ${id}`, message },
    { selector: `SwitchCase > ${id}.test`, message },
    { selector: `Property > ${id}.key`, message },
    {
      selector: `CallExpression[callee.property.name=/^(includes|has|indexOf)$/] > ArrayExpression.callee ${id}`,
      message,
    },
    { selector: `CallExpression[callee.object.type='ArrayExpression'] ArrayExpression > ${id}`, message },
  ]
}

/** Other ways to the same things. */
function roundabout() {
  const modules = `/^(node:)?(${Object.keys(FALLIBLE).join('|')})$/`
  const message = 'Import it by name: eslint.config.js knows then who owns its errors.'
  const streams = '/^std(in|out|err)$/'
  const owner = 'Standard streams have an owner: server/cli/terminal/standard-streams.ts.'
  return [
    { selector: `ImportExpression[source.value=${modules}]`, message },
    { selector: `CallExpression[callee.name='require'][arguments.0.value=${modules}]`, message },
    { selector: `CallExpression[callee.property.name='getBuiltinModule']`, message },
    // Of an open file.
    { selector: `CallExpression[callee.property.name=/^create(Read|Write)Stream$/]`, message },
    { selector: `MemberExpression[object.name='process'][property.name=${streams}]`, message: owner },
    { selector: `MemberExpression[object.name='process'][property.value=${streams}]`, message: owner },
    { selector: `VariableDeclarator[init.name='process'] > ObjectPattern`, message: owner },
  ]
}

/** Secrets are compared in a time that tells nothing of them, by one function. `null`, `undefined` and kinds of types may be asked for. */
function secretsOneWay() {
  const message =
    'Compare secrets by isSame (server/commands/secret.ts): it takes as long whatever they have in common.'
  const name = '/^(secret|pass|pin|password|signature)$/'
  const secret = `:matches(Identifier[name=${name}], MemberExpression[property.name=${name}])`
  return [
    { selector: `ImportSpecifier[imported.name='timingSafeEqual']`, message },
    {
      selector: `BinaryExpression[operator=/^[!=]==?$/][right.type!='Literal']:not([right.type='Identifier'][right.name='undefined']) > ${secret}`,
      message,
    },
  ]
}

/** Node's modules without their `node:` in front, which reads like a package. */
function bareBuiltins() {
  const names = ['assert', 'child_process', 'crypto', 'dgram', 'events', 'fs', 'http', 'https', 'module', 'net', 'os']
  names.push(
    'path',
    'process',
    'readline',
    'stream',
    'timers',
    'tls',
    'url',
    'util',
    'v8',
    'vm',
    'worker_threads',
    'zlib',
  )
  return [{ regex: `^(${names.join('|')})(/.*)?$`, message: 'Write node: in front of it.' }]
}
