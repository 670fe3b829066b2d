/**
 * Imports go one way. Each room names the rooms it may use; whatever it does not name is forbidden.
 * Tests are free of the rooms: they put parts together that the product ties elsewhere.
 * Counterpart: docs/architecture.md. `scripts/guards.mjs` plants breaks and requires that each is caught.
 */
const tests = require('./scripts/test-files.cjs')

/** Ports and what goes with them: all that the runtime may know of an adapter's folder. */
const PORTS = ['server/(journal|endpoints|kernel|files)/((datagram-)?port|encode|run-sockets)\\.ts$']
const SHARED = ['shared']
/** The lab to look at. A gateway changes nothing by itself: what is to change goes through `server/commands`. */
const READER = 'server/runtime/lab/reader\\.ts$'
/** What the page has of each program. */
const SHOWN = 'programs/[^/]+/(traits|figure|text[.a-z]*)\\.ts$'
/** What stands in the page, and what is in it beside `web/`: nothing of it may bring the schema library along. */
const PAGE = [
  '^web/',
  '^shared/(model|net|state|trace|errors)/',
  '^shared/options/(fields|complete)\\.ts$',
  `^${SHOWN}`,
]

/** Rooms of the server, lowest first: what each may import beside itself. */
const server = {
  'server/core': [...SHARED],
  'server/admission': ['server/core', ...SHARED],
  'server/endpoints': ['server/admission', 'server/core', ...SHARED],
  'server/journal': ['server/core', ...SHARED],
  'server/files': ['server/admission', 'server/core', ...SHARED],
  'server/kernel': ['server/core', ...SHARED],
  'server/runtime/run': ['programs', 'server/admission', 'server/core', ...PORTS, ...SHARED],
  'server/runtime/transfers': ['programs', 'server/runtime/run', 'server/core', ...PORTS, ...SHARED],
  'server/runtime/listeners': [
    'programs',
    'server/runtime/run',
    'server/admission',
    'server/core',
    ...PORTS,
    ...SHARED,
  ],
  'server/runtime/datagrams': [
    'programs',
    'server/runtime/run',
    'server/admission',
    'server/core',
    ...PORTS,
    ...SHARED,
  ],
  'server/runtime/streams': [
    'programs',
    'server/runtime/(run|listeners|transfers)',
    'server/admission',
    'server/core',
    ...PORTS,
    ...SHARED,
  ],
  'server/runtime/lab': [
    'programs',
    'server/runtime/(run|listeners|transfers|streams|datagrams)',
    'server/admission',
    'server/core',
    // Pure: whose a row is, and what has changed.
    'server/kernel/(run-rows|rows-by-port|row-changes)\\.ts$',
    ...PORTS,
    ...SHARED,
  ],
  'server/commands': ['server/runtime', 'server/admission', 'server/core', ...PORTS, ...SHARED],
  'server/gateway/turns': [],
  // Above the page's port: what it knows of everybody.
  'server/gateway/wall': [READER, 'server/core', ...PORTS, ...SHARED],
  'server/gateway/ws': [
    'server/gateway/(turns|wall)',
    'server/commands',
    READER,
    'server/kernel/row-changes\\.ts$',
    'server/admission',
    'server/core',
    ...PORTS,
    ...SHARED,
  ],
  'server/study/recorded': [...PORTS, ...SHARED],
  'server/study/moment': [...PORTS, ...SHARED],
  'server/study/capture': [...SHARED],
  'server/study/export': ['server/study/capture', 'server/study/recorded', ...PORTS, ...SHARED],
  'server/study/attendance': ['server/study/export/csv\\.ts$', ...PORTS, ...SHARED],
  'server/gateway/http': [
    'server/gateway/(ws|turns|wall)',
    'server/study/(recorded|export|moment|attendance)',
    'server/commands',
    READER,
    'server/admission',
    'server/core',
    ...PORTS,
    ...SHARED,
  ],
  'server/processes': [],
  // Programs of students: they import nothing of the lab.
  'server/checker/samples': [],
  'server/checker/history': ['server/processes/calls\\.ts$'],
  'server/checker/subject': [
    'server/checker/history',
    'server/processes',
    'server/kernel/(proc-net|port|free-port)\\.ts$',
    'server/core',
  ],
  'server/checker/stages': ['server/checker/(history|subject)'],
  'server/checker/causes': ['server/checker/(history|stages)'],
  'server/checker/judge': ['server/checker/(history|subject|stages|causes)'],
  'server/checker/text': [...SHARED],
  'server/checker/batch': ['server/checker/judge', 'server/core'],
  'server/checker/report': ['server/checker/(history|judge|text)', ...SHARED],
  'server/cli/terminal': [
    'programs',
    'server/runtime',
    'server/checker/(judge|text)',
    'server/core',
    ...PORTS,
    ...SHARED,
  ],
}

/** Rooms that server and page share, and the programs: pure. */
const common = {
  'shared/model': [],
  'shared/errors': [],
  'shared/options': ['shared/model'],
  'shared/protocol': ['shared/(model|errors|options)'],
  'shared/net': ['shared/(model|protocol)'],
  'shared/state': ['shared/(model|net|protocol)'],
  'shared/trace': ['shared'],
  programs: [...SHARED, 'server/core/(line-framer|first-line)\\.ts$'],
}

/** Rooms of the page, lowest first. `main.ts` and `app/` use all. */
const web = {
  // What shows the lab who this browser is, is remembered.
  'web/connection': ['storage'],
  'web/storage': [],
  'web/coach/command': [],
  'web/coach/text': ['coach/command'],
  'web/text': ['connection', 'storage', 'coach/text'],
  'web/worksheet': ['text'],
  'web/store': ['worksheet', 'connection', 'storage', 'text', 'ui'],
  'web/ui': ['text'],
  'web/coach': ['worksheet', 'store', 'ui', 'text'],
  'web/events': ['store', 'ui', 'text'],
  'web/transfers': ['worksheet', 'connection', 'store', 'ui', 'text'],
  'web/sockets': ['worksheet', 'connection', 'store', 'ui', 'text'],
  'web/event-list': ['events', 'store', 'ui', 'text'],
  'web/ladder': ['program', 'event-list', 'events', 'store', 'ui', 'text'],
  'web/conversation': ['event-list', 'events', 'store', 'ui', 'text'],
  'web/trace': ['worksheet', 'ladder', 'event-list', 'events', 'storage', 'store', 'ui', 'text'],
  'web/program': ['worksheet', 'transfers', 'connection', 'store', 'ui', 'text'],
  'web/participants': ['hand', 'program', 'store', 'ui', 'text'],
  'web/start': ['hand', 'worksheet', 'sockets', 'connection', 'store', 'ui', 'text'],
  'web/join': ['worksheet', 'connection', 'start', 'router', 'store', 'ui', 'text'],
  'web/composer': ['worksheet', 'program', 'connection', 'storage', 'store', 'ui', 'text'],
  'web/pair': ['composer', 'program', 'router', 'worksheet', 'store', 'ui', 'text'],
  'web/experiments': ['start', 'sockets', 'connection', 'store', 'ui', 'text'],
  'web/kept': ['connection', 'store', 'ui', 'text'],
  'web/hand': ['store', 'ui', 'text'],
  'web/study': ['store', 'ui', 'text'],
  'web/time': ['connection', 'events', 'storage', 'store', 'ui', 'text'],
  'web/router': ['connection', 'experiments'],
  'web/class': ['hand', 'worksheet', 'connection', 'join', 'router', 'run', 'store', 'ui', 'text'],
  'web/run': [
    'hand',
    'composer',
    'connection',
    'conversation',
    'event-list',
    'events',
    'experiments',
    'join',
    'ladder',
    'pair',
    'participants',
    'program',
    'router',
    'sockets',
    'storage',
    'store',
    'study',
    'text',
    'time',
    'trace',
    'transfers',
    'ui',
    'worksheet',
  ],
}

const inside = (room) => (room.endsWith('$') ? `^${room}` : `^${room}/`)

/** @param {string} room @param {readonly string[]} uses rooms, or files where they end in $ */
const oneWay = (room, uses) => ({
  name: `in-${room.replaceAll('/', '-')}`,
  comment: `${room} may import ${uses.join(', ') || 'nothing else'} of the project. Turn the import round, or move the code down.`,
  severity: 'error',
  from: { path: `^${room}/`, pathNot: [tests] },
  to: { path: '^(shared|programs|server|web)/', pathNot: [room, ...uses].map(inside) },
})

const rooms = [
  ...Object.entries({ ...common, ...server }).map(([room, uses]) => oneWay(room, uses)),
  // The page may use all that is shared; a part of a room is a room of its own only where it stands in the table.
  ...Object.entries(web).map(([room, uses]) =>
    oneWay(room, [
      ...uses.map((use) => `web/${use}`),
      'web/styles',
      'shared',
      ...(room === 'web/worksheet' ? [SHOWN] : []),
    ]),
  ),
]

/** Rooms above all those of the tables, and what is no code: they may import whatever no other rule forbids. */
const TOP = ['server/cli', 'web/app', 'web/styles', 'web/main\\.ts$']

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...rooms,
    {
      name: 'room-is-in-the-table',
      comment:
        'This folder stands in no table above: say there what it may import, and in docs/architecture.md what it is.',
      severity: 'error',
      from: {
        path: '^(shared|programs|server|web)/',
        pathNot: [...Object.keys({ ...common, ...server, ...web }), ...TOP].map(inside).concat(tests),
      },
      to: {},
    },
    {
      name: 'cli-is-the-top',
      comment: 'Only the command line puts the lab together and starts it.',
      severity: 'error',
      from: { path: '^server/', pathNot: ['^server/cli/', tests] },
      to: { path: '^server/cli/' },
    },
    {
      name: 'pure-means-pure',
      comment:
        'What is shared, the core, admission and the programs know no system: effects are carried out in server/runtime.',
      severity: 'error',
      from: { path: '^(shared|programs|server/(core|admission)|web)/', pathNot: [tests] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'page-knows-what-is-shared-only',
      comment: 'The page and its tests import shared/ and nothing of the server; the tests also those who flood it.',
      severity: 'error',
      from: { path: '^(web|e2e)/', pathNot: ['^web/worksheet/'] },
      to: { path: '^(server|programs)/', pathNot: ['^server/testing/load/(attack|floods)\\.ts$'] },
    },
    {
      name: 'program-shows-its-words',
      comment: 'What the page has of a program brings nothing of its code along.',
      severity: 'error',
      from: { path: `^${SHOWN}` },
      to: { path: '^(shared|programs|server)/', pathNot: ['^shared/model/', '^programs/common/(figure|text)\\.ts$'] },
    },
    {
      name: 'no-schema-in-the-page',
      comment: 'Schemas and their library stay in the lab: import the type alone, or move the value to shared/model.',
      severity: 'error',
      from: { path: PAGE, pathNot: [tests] },
      to: {
        path: ['node_modules/typebox/', '^shared/protocol/', '^shared/options/schemas\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'certificates-are-made-late',
      comment: 'Their library takes 100 ms to load: import() it where a certificate is to be made.',
      severity: 'error',
      from: { pathNot: [tests] },
      to: { path: '^server/endpoints/certificates\\.ts$', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'server-knows-no-page',
      comment: 'The server reaches the page through shared/.',
      severity: 'error',
      from: { path: '^(server|shared|programs)/' },
      to: { path: '^(web|e2e|bench|scripts|bin)/' },
    },
    {
      name: 'no-test-in-the-product',
      comment: 'What the product needs does not live in a test. A bench pours what the tests pour.',
      severity: 'error',
      from: { pathNot: [tests, '^e2e/', '^bench/'] },
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
