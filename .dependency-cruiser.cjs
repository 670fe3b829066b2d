/**
 * Imports go one way. Each layer names the layers it may use; whatever it does not name is forbidden.
 * Tests are free of the layers: they put parts together that the product ties elsewhere.
 * Counterpart: docs/architecture.md. `scripts/guards.mjs` plants a break and requires that it is caught.
 */
const tests = '(\\.test\\.ts$|^server/testing/|^server/.+/((datagram|abrupt|reading)-)?contract\\.ts$)'

/** Layers of the server, lowest first: its files, and the other layers that it may import. */
const server = {
  wire: { files: ['^server/wire/'], uses: [] },
  core: { files: ['^server/core/'], uses: ['wire'] },
  errors: { files: ['^server/errors\\.ts$'], uses: ['wire'] },
  ports: {
    files: ['^server/(journal|endpoints|kernel|files)/((datagram-)?port|encode)\\.ts$'],
    uses: ['core', 'wire'],
  },
  scenarios: { files: ['^server/scenarios/'], uses: ['core', 'wire'] },
  endpoints: { files: ['^server/endpoints/'], uses: ['core', 'wire', 'errors'] },
  journal: { files: ['^server/journal/'], uses: ['core', 'wire', 'errors'] },
  files: { files: ['^server/files/'], uses: ['core', 'wire', 'errors'] },
  kernel: { files: ['^server/kernel/'], uses: ['core', 'wire', 'errors'] },
  terminal: { files: ['^server/terminal/'], uses: ['runtime', 'scenarios', 'ports', 'core', 'wire', 'errors'] },
  config: { files: ['^server/config\\.ts$'], uses: ['endpoints', 'terminal', 'core', 'wire', 'errors'] },
  runtime: { files: ['^server/runtime/'], uses: ['scenarios', 'ports', 'core', 'wire', 'errors'] },
  gateway: { files: ['^server/gateway/'], uses: ['runtime', 'scenarios', 'ports', 'core', 'wire', 'errors'] },
  app: {
    files: ['^server/app\\.ts$'],
    uses: ['gateway', 'runtime', 'scenarios', 'ports', 'core', 'wire', 'errors', 'config'],
  },
}

/**
 * Folders of the page, lowest first: the other folders that each may import. `server/cli/main.ts` and `web/app/App.svelte` use all.
 * `web/store/contract.ts` holds types only, and is open to everybody.
 */
const web = {
  feed: [],
  i18n: ['shared', 'feed', 'coach'],
  shared: ['i18n'],
  state: ['feed', 'i18n', 'shared'],
  traffic: ['state', 'shared', 'i18n'],
  ladder: ['traffic', 'state', 'shared', 'i18n'],
  trace: ['ladder', 'traffic', 'state', 'shared', 'i18n'],
  program: ['feed', 'state', 'shared', 'i18n'],
  coach: ['state', 'shared', 'i18n'],
  scenario: ['feed', 'state', 'program', 'shared', 'i18n'],
  experiments: ['feed', 'state', 'scenario', 'shared', 'i18n'],
  views: [
    'feed',
    'state',
    'ladder',
    'traffic',
    'trace',
    'program',
    'scenario',
    'experiments',
    'coach',
    'shared',
    'i18n',
  ],
}

const serverRules = Object.entries(server).map(([name, { files, uses }]) => ({
  name: `server-${name}`,
  comment: `server/${name} may import ${uses.join(', ') || 'nothing'} of the server. Turn the import round, or move the code down.`,
  severity: 'error',
  from: { path: files, pathNot: [tests] },
  to: { path: '^server/', pathNot: [...files, ...uses.flatMap((layer) => server[layer].files)] },
}))

const webRules = Object.entries(web).map(([name, uses]) => ({
  name: `web-${name}`,
  comment: `web/${name} may import ${uses.join(', ') || 'nothing'} of the page. Pass the rest in as props or arguments.`,
  severity: 'error',
  from: { path: `^web/${name}/`, pathNot: [tests] },
  to: { path: '^web/', pathNot: [name, ...uses, 'styles', 'state/contract.ts'].map((part) => `^web/${part}(/|$)`) },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...serverRules,
    ...webRules,
    {
      name: 'compose-is-the-top',
      comment: 'Only the command line starts the composed lab.',
      severity: 'error',
      from: { path: '^server/', pathNot: ['^server/(main|serve|compose|run-program)\\.ts$', tests] },
      to: { path: '^server/(main|serve|compose|run-program)\\.ts$' },
    },
    {
      name: 'pure-means-pure',
      comment: 'The contract, the core and the scenarios know no system: effects are carried out in server/runtime.',
      severity: 'error',
      from: { path: '^(server/(wire|core|scenarios)|web)/', pathNot: [tests] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'page-knows-the-contract-only',
      comment: 'Of the server the page and its tests import server/wire and nothing else.',
      severity: 'error',
      from: { path: '^(web|e2e)/' },
      to: { path: '^server/', pathNot: ['^server/wire/'] },
    },
    {
      name: 'server-knows-no-page',
      comment: 'The server reaches the page through the contract.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(web|e2e|bench|scripts|bin)/' },
    },
    {
      name: 'no-test-in-the-product',
      comment: 'What the product needs does not live in a test.',
      severity: 'error',
      from: { pathNot: [tests] },
      to: { path: [tests] },
    },
    {
      name: 'no-development-package-in-the-server',
      comment: 'The server runs where the development packages may be absent: move the package to dependencies.',
      severity: 'error',
      from: { path: '^server/', pathNot: [tests] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circular',
      comment: 'Two modules that need each other are one, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'The import leads nowhere: mend the path, or install the package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['\\?'] },
    },
    {
      name: 'no-orphans',
      comment: 'Nobody imports this file and it imports nothing: delete it or use it.',
      severity: 'error',
      from: { orphan: true, pathNot: [tests, '\\.d\\.ts$', '^scripts/', '^bench/', '^[^/]+$'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    detectJSDocImports: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.svelte', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default', 'types'],
    },
  },
}
