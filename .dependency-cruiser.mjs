// Who may import whom. Each rule says what to do instead; test/unit/project/borders.test.ts breaks each one once.

/**
 * The folders of services/ from top to bottom: a folder may import those below it, never one above. So there are no
 * cycles between features. A new folder gets a line here, as low as it can stand.
 */
export const LAYERS = [
  'cli',
  'departures', // somebody leaves the house: all that is his goes to others
  'desk', // what an agent sees and does while he talks
  'reports', // figures of a month, each with its rows
  'records', // a customer's record with all that lies on it
  'calls',
  'callbacks',
  'incidents', // one disturbance, many callers
  'messages', // texts: sent, received, refused
  'requests', // HTTP requests of flows
  'tellings', // the executive is told until he answers
  'cases',
  'escalation',
  'people',
  'customers',
  'directory', // whom callers ask for: sections, names, hours
  'numbers',
  'shifts',
  'outbound', // calls that we place, each once
  'mail', // e-mails that we send, each once
  'recordings', // played and deleted with rights checked
  'notifications',
  'rules', // rules that are data, in versions
  'audit', // who did what, in a chain
  'studio-import', // flows of Twilio Studio become ours
  'ivr',
  'telephony',
  'phone',
  'children', // programs of ours that run beside us
  'http',
  'sweeper',
  'time',
  'listener',
  'shutdown',
  'planner', // finds rosters: numbers in, numbers out
  'migrations',
  'embedded-postgres',
  'secrets', // tokens and PINs: made, hashed, compared
  'pay-rules', // what work is paid, to the minute; pure
  'roster-rules',
  'local-time',
  'schemas',
]

/** Programs of their own: one plays Twilio, the other a mail server. */
const SIMULATOR = '^services/(phone-simulator|mailbox)/'

/** A file under services/ is pure unless its name says that it does I/O (services/README.md). */
const NAMES_WITH_IO = '(^|/)(routes|service|store|jobs|client|files|worker|feature|main)\\.ts$'
/** eslint.config.mjs has the same list, with a reason for each. */
const ROOTS_WITH_IO = '^services/(app|ground|db|queue|batch|clock)\\.ts$'
const IO = [NAMES_WITH_IO, ROOTS_WITH_IO, '^services/(run|prepare)\\.(mjs|d\\.mts)$']

/** Packages that only calculate. `node:crypto` is for hashes: ESLint forbids its random functions in pure files. */
const PURE_PACKAGES = '^(node_modules/(luxon|zod|yaml|libphonenumber-js|re2js|fastest-levenshtein|fastify-type-provider-zod)/|(node:)?(crypto|querystring)$)'
/** Twilio's TwiML builder and signature check: neither opens a connection. */
const PURE_TWILIO = '^node_modules/twilio/lib/(twiml|webhooks)/'

/** Types leave nothing behind at run time. */
const atRunTime = { dependencyTypesNot: ['type-only'] }
const group = (names) => `^services/(${names.join('|')})/`

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files need each other. Move what both need into a third file, or hand it in as a parameter from app.ts.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'This import leads nowhere, so no rule could look at it. Mend the path, or install the package.',
      severity: 'error',
      from: { pathNot: '^dashboard/vite\\.config\\.ts$' },
      // Made by `prisma generate`.
      to: { couldNotResolve: true, pathNot: 'prisma/generated/' },
    },
    {
      name: 'pure-imports-pure',
      comment:
        'A pure file (every name but routes, service, store, jobs, client, files, worker, feature, main) may not reach I/O; types are free. Do the I/O in one of those and hand the value in.',
      severity: 'error',
      from: { path: '^services/', pathNot: IO },
      to: { path: IO, ...atRunTime },
    },
    {
      name: 'pure-imports-calculating-packages',
      comment:
        'A pure file may import only packages that calculate (the list is PURE_PACKAGES). Use the package in a file whose name says that it does I/O, or add it to the list if it never does any.',
      severity: 'error',
      from: { path: '^services/', pathNot: [...IO, '^services/telephony/twilio/'] },
      to: { pathNot: [PURE_PACKAGES, '^(services|prisma|dashboard|test)/'], ...atRunTime },
    },
    {
      name: 'pure-twilio-imports-calculating-packages',
      comment: "In telephony/twilio/ a pure file may also use Twilio's TwiML builder and signature check. The REST client belongs in client.ts.",
      severity: 'error',
      from: { path: '^services/telephony/twilio/', pathNot: IO },
      to: { pathNot: [PURE_PACKAGES, PURE_TWILIO, '^(services|prisma|dashboard|test)/'], ...atRunTime },
    },
    {
      name: 'twilio-stays-in-its-adapter',
      comment: "Nothing but services/telephony/twilio/ knows Twilio's package. Use telephony/provider.ts, which speaks our words, and let app.ts hand it in.",
      severity: 'error',
      from: { path: '^(services|prisma|dashboard)/', pathNot: '^services/telephony/twilio/' },
      to: { path: '^(node_modules/)?twilio(/|$)' },
    },
    {
      name: 'twilio-adapter-is-for-app',
      comment:
        'A feature that knows Twilio works with no other carrier. Import telephony/provider.ts or carrier.ts; only app.ts and ground.ts choose the adapter.',
      severity: 'error',
      from: { path: '^services/', pathNot: ['^services/telephony/twilio/', '^services/(app|ground)\\.ts$'] },
      to: { path: '^services/telephony/twilio/' },
    },
    {
      name: 'product-imports-no-simulator',
      comment: 'The simulator is a program of its own: talk to it over HTTP (services/phone/client.ts), as to Twilio.',
      severity: 'error',
      from: { path: '^(services|prisma|dashboard)/', pathNot: SIMULATOR },
      to: { path: SIMULATOR },
    },
    {
      name: 'simulator-imports-no-product',
      comment: 'A simulator that shares our code shares our mistakes. Write what it needs from the Twilio facts, in its own folder.',
      severity: 'error',
      from: { path: SIMULATOR },
      to: { path: '^(services|prisma|dashboard|test)/', pathNot: SIMULATOR },
    },
    {
      name: 'dashboard-imports-only-schemas',
      comment:
        'The page talks to the server over HTTP. From services/ it may import what is pure and meant for both: schemas/, roster-rules/, pay-rules/, local-time/.',
      severity: 'error',
      from: { path: '^dashboard/' },
      to: { path: '^(services|prisma|test)/', pathNot: '^services/(schemas|roster-rules|pay-rules|local-time)/' },
    },
    {
      name: 'services-import-no-dashboard',
      comment: 'The server does not know its page. What both need is a schema in services/schemas/.',
      severity: 'error',
      from: { path: '^(services|prisma)/' },
      to: { path: '^dashboard/' },
    },
    {
      name: 'product-imports-no-test',
      comment: 'The product stands without its tests. Move what is useful to both out of test/.',
      severity: 'error',
      from: { path: '^(services|prisma|dashboard)/' },
      to: { path: '^test/' },
    },
    {
      name: 'schemas-import-only-schemas',
      comment: 'The page bundles services/schemas/: only zod and other schemas may stand there.',
      severity: 'error',
      from: { path: '^services/schemas/' },
      to: { pathNot: ['^services/schemas/', '^node_modules/zod/'] },
    },
    ...LAYERS.slice(1).map((folder, index) => ({
      name: 'features-have-an-order',
      comment: `${folder}/ stands below ${LAYERS.slice(0, index + 1).join(', ')} (LAYERS in .dependency-cruiser.mjs). Turn the call round: let the upper folder ask, or hand a function in from app.ts.`,
      severity: 'error',
      from: { path: `^services/${folder}/` },
      to: { path: group(LAYERS.slice(0, index + 1)) },
    })),
    {
      name: 'every-folder-has-a-place',
      comment: 'This folder of services/ is not in LAYERS (.dependency-cruiser.mjs), so no order holds for it. Give it a line there.',
      severity: 'error',
      from: { path: '^services/[^/]+/', pathNot: [group(LAYERS), SIMULATOR] },
      to: {},
    },
    {
      name: 'only-the-top-imports-the-root',
      comment: 'main.ts, app.ts and ground.ts put everything together; a feature that imports them imports everything. Take what you need as a parameter.',
      severity: 'error',
      from: { path: '^services/[^/]+/', pathNot: ['^services/cli/'] },
      to: { path: '^services/(main|app|ground)\\.ts$' },
    },
    {
      name: 'routes-and-jobs-are-for-app',
      comment: "Another feature's routes and jobs are its doors, not its functions. Import its service, store or pure files.",
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: SIMULATOR },
      to: { path: '/(routes|jobs)\\.ts$', pathNot: ['^services/$1/', SIMULATOR] },
    },
    {
      name: 'features-are-for-app',
      comment: 'A feature.ts knows all parts of its feature, so who imports it imports them all. Import the one that you need, or let app.ts hand it in.',
      severity: 'error',
      from: { path: '^services/', pathNot: ['^services/app\\.ts$'] },
      to: { path: '^services/.+/feature\\.ts$' },
    },
    {
      name: 'services-know-no-routes',
      comment: 'Routes import the service, not the other way round. Move the shared type or function into the service or into a pure file.',
      severity: 'error',
      from: {
        path: '^services/',
        pathNot: ['(^|/)(routes|feature)\\.ts$', '^services/app\\.ts$', '^services/phone-simulator/service\\.ts$', '^services/http/service\\.ts$'],
      },
      to: { path: '(^|/)routes\\.ts$' },
    },
    {
      name: 'prisma-client-is-for-stores',
      comment:
        'Only db.ts makes the database client; everybody else gets it handed in (`Database`, `Transaction` of db.ts). Row types may be imported as types.',
      severity: 'error',
      from: { path: '^(services|prisma|dashboard)/', pathNot: ['^services/db\\.ts$', '^prisma/generated/'] },
      to: { path: 'prisma/generated/', ...atRunTime },
    },
    {
      name: 'no-dev-packages',
      comment: 'This package is not there in production (npm ci --omit=dev). Move it to dependencies, or do without.',
      severity: 'error',
      from: { path: '^(services|prisma)/', pathNot: '^services/prepare\\.mjs$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'packages-are-declared',
      comment: 'This package comes only with another one and may vanish with it. Name it in package.json.',
      severity: 'error',
      from: { path: '^(services|prisma|dashboard|test)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^prisma/generated/', '^build/'] },
    exclude: { path: ['^dashboard/dist/', '^build/'] },
    // Imports of types count too: a type from above ties two folders as well as a function does.
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.d.mts', '.mjs', '.js', '.json', '.css'],
    },
  },
}
