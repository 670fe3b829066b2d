/**
 * Lint for the whole project: what types alone cannot say. Looks are Prettier's business, imports dependency-cruiser's.
 */
import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

const typed = { projectService: true, extraFileExtensions: ['.svelte'] }

export default ts.config(
  { ignores: ['node_modules/', 'dist/', 'data/', 'test-results/', 'playwright-report/', 'coverage/'] },
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
  { files: ['{server,e2e,bench,scripts,bin}/**', '*.{js,ts,cjs}'], languageOptions: { globals: globals.node } },
  // Playwright reads what a fixture needs from its first parameter, which therefore cannot be left out.
  { files: ['e2e/**'], rules: { 'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }] } },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  { files: ['web/**'], languageOptions: { globals: globals.browser } },
  {
    files: ['web/**/*.svelte', 'web/**/*.svelte.ts'],
    languageOptions: { parserOptions: { ...typed, parser: ts.parser } },
  },
  {
    // Modules in TypeScript, and the scripts of components: rules that know the types.
    files: ['{server,web,e2e,bench}/**/*.ts', 'web/**/*.svelte'],
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
    files: ['server/**', 'web/**'],
    ignores: ['server/main.ts', 'server/serve.ts', '**/*.test.ts'],
    rules: { 'no-console': 'error' },
  },
)

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
