// Rules for the code's behaviour; its looks are Prettier's. What a folder may import is in .dependency-cruiser.mjs.
import js from '@eslint/js'
import tseslint from 'typescript-eslint'

/** A file under services/ is pure unless its name says that it does I/O (services/README.md). */
const NAMES_WITH_IO = '{routes,service,store,jobs,client,files,worker,feature}.ts'

/** The few others, each with its reason. */
const ROOTS_WITH_IO = [
  'services/main.ts', // starts the program
  'services/app.ts', // puts the parts together
  'services/ground.ts', // opens what all features stand on
  'services/db.ts', // the database pools, for all
  'services/queue.ts', // the wake-up queue, for all
  'services/batch.ts', // gathers what callers send meanwhile: it is about waiting
  'services/clock.ts', // the one place that reads the machine's clock
  'services/cli/main.ts', // the command line
  'services/phone-simulator/main.ts', // a program of its own
  'services/mailbox/main.ts', // another one
]

const forbid = (selector, message) => ({ selector, message })

const EVERYWHERE = [
  forbid('ExportDefaultDeclaration', 'Export by name: one thing then has one name everywhere.'),
  forbid('ExportAllDeclaration', 'No barrels: import from the file that has it.'),
  forbid('TSEnumDeclaration', "Use a union of strings, spelled as stored: 'open' | 'solved'."),
]

const PURE = [
  forbid("CallExpression[callee.object.name='Date'][callee.property.name='now']", 'A pure file has no clock: take `now` as a parameter.'),
  forbid("NewExpression[callee.name='Date'][arguments.length=0]", 'A pure file has no clock: take `now` as a parameter.'),
  forbid("CallExpression[callee.object.name='DateTime'][callee.property.name=/^(now|local)$/]", 'A pure file has no clock: take `now` as a parameter.'),
  forbid(
    "CallExpression[callee.object.name='DateTime'][callee.property.name='utc'][arguments.length=0]",
    'A pure file has no clock: take `now` as a parameter.',
  ),
  forbid("CallExpression[callee.object.name='Math'][callee.property.name='random']", 'A pure file has no chance: take the random value as a parameter.'),
  forbid("CallExpression[callee.object.name='crypto']", 'A pure file has no chance: take the random value as a parameter.'),
  forbid('AwaitExpression', 'A pure file waits for nothing: do the I/O in service.ts, store.ts or jobs.ts and hand the value in.'),
  forbid(':function[async=true]', 'A pure file waits for nothing: do the I/O in service.ts, store.ts or jobs.ts and hand the value in.'),
]

const pureGlobal = (name, message) => ({ name, message })
const PURE_GLOBALS = [
  pureGlobal('process', 'A pure file knows no process: config.ts has the settings; hand in what is needed.'),
  pureGlobal('fetch', 'A pure file has no network: a foreign API belongs in client.ts.'),
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'].map((name) =>
    pureGlobal(name, 'A pure file has no timers: return what shall happen when, and let service.ts or jobs.ts do it.'),
  ),
]

const PURE_IMPORTS = [
  {
    name: 'node:crypto',
    importNames: ['randomUUID', 'randomBytes', 'randomInt', 'randomFill', 'webcrypto'],
    message: 'A pure file has no chance: take the random value as a parameter. (Hashes are fine.)',
  },
]

export default tseslint.config(
  {
    ignores: ['node_modules', 'build', 'dashboard/dist', 'prisma/generated', 'data', 'coverage', 'test/e2e/screenshots'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
        document: 'readonly',
        window: 'readonly',
        localStorage: 'readonly',
        matchMedia: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mts'],
    extends: [tseslint.configs.recommended],
    // Named, because finding the project of each file (`projectService`) takes a quarter longer; one for each, because each that is tried is read.
    languageOptions: { parserOptions: { project: ['tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-undef': 'off', // TypeScript says it better
      'no-restricted-syntax': ['error', ...EVERYWHERE],
      'no-console': 'error', // log with pino; the command line writes to process.stdout
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': ['error', { ignoreReadBeforeAssign: true }],
      'no-param-reassign': 'error',
      'no-implicit-coercion': ['error', { boolean: true, number: true, string: true, allow: ['!!'] }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' }],
      // What only types can tell.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false, arguments: false, properties: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // TanStack Router's way to leave a page while it loads.
      '@typescript-eslint/only-throw-error': ['error', { allow: [{ from: 'package', package: '@tanstack/router-core', name: ['Redirect', 'NotFoundError'] }] }],
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
    },
  },
  {
    files: ['{dashboard,test/unit/dashboard}/**/*.{ts,tsx,mts}'],
    languageOptions: { parserOptions: { project: ['dashboard/tsconfig.json'] } },
  },
  {
    files: ['services/**/*.ts', 'dashboard/{src,widget}/**/*.{ts,tsx}', 'prisma/*.ts'],
    rules: { 'max-lines': ['warn', { max: 300 }] },
  },
  {
    files: ['services/**/*.ts'],
    ignores: [`services/**/${NAMES_WITH_IO}`, ...ROOTS_WITH_IO],
    rules: {
      'no-restricted-syntax': ['error', ...EVERYWHERE, ...PURE],
      'no-restricted-globals': ['error', ...PURE_GLOBALS],
      'no-restricted-imports': ['error', { paths: PURE_IMPORTS }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-console': 'off', // chaos and bench print figures
      'no-restricted-syntax': [
        'error',
        ...EVERYWHERE,
        forbid(
          'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|todo|fails)$/]',
          'A test that does not run proves nothing: mend it or remove it.',
        ),
      ],
    },
  },
  {
    files: ['*.config.{ts,mjs}', 'dashboard/vite.config.ts', '.dependency-cruiser.mjs'],
    rules: { 'no-restricted-syntax': 'off' },
  }, // their tools read the default export
)
