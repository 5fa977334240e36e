import { Command, CommanderError } from 'commander'
import { VERSION } from '../files.ts'
import { CannotStart } from '../reasons.ts'
import type { call } from './call/service.ts'
import type { DepartureOptions } from './departure/service.ts'
import type { importStudio } from './flows/import-studio/service.ts'
import type { walkFlows } from './flows/paths/service.ts'
import type { testFlows } from './flows/test/service.ts'
import type { ExplainOptions } from './pay/explain/service.ts'
import type { PayOptions } from './pay/wanted.ts'
import type { SolveFlags } from './shifts/service.ts'

const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** The command line. Each command resolves with its exit code; its code is loaded when it is asked for: all of it takes most of a second. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('nightline').version(VERSION).exitOverride().showHelpAfterError().enablePositionalOptions()
  const run = (work: () => Promise<number>) => async () => {
    process.exitCode = await work()
  }

  program
    .command('serve')
    .description('start everything: database, simulator or Twilio, web and worker')
    .action(run(async () => (await import('./serve/service.ts')).serve(process.env)))
  program
    .command('call')
    .description('place a scripted call to the line and print its record')
    .option('--from <number>', 'the caller; "anonymous" hides the number', '+493023125200')
    .option('--to <number>', 'the line', '+493023125100')
    .option('--keys <list>', 'what to press, one item for each prompt, e.g. 2,123456,1', list, [])
    .option('--say <text>', 'what to say where the line listens to speech or records')
    .option('--save <file>', 'write the call as a transcript for "flows test"')
    .option('--call <sid>', 'with --save: a call that has been, instead of a new one')
    .option('--json', 'print JSON')
    .option('--standalone', 'start a line of its own for this call')
    .action(async (options: Parameters<typeof call>[0]) => run(async () => (await import('./call/service.ts')).call(options))())
  const flows = program.command('flows').description('flow files')
  flows
    .command('check')
    .argument('[files...]')
    .option('--json', 'print JSON')
    .option('--advice', 'advice counts as a fault too')
    .description('find faults in flow files')
    .action(async (files: string[], options: { json?: boolean; advice?: boolean }) =>
      run(async () => (await import('./flows/service.ts')).checkFlows(files, options))(),
    )
  flows
    .command('graph')
    .argument('<file>')
    .description('print a flow as a Mermaid diagram')
    .action(async (file: string) => run(async () => (await import('./flows/service.ts')).graphFlow(file))())
  flows
    .command('paths')
    .argument('[files...]')
    .option('--most-prompts <count>', 'questions that a call may need', Number, 12)
    .option('--most-stations <count>', 'where to stop', Number, 60_000)
    .option('--json', 'print JSON')
    .description('walk every way that a call can take and prove that it ends well')
    .action(async (files: string[], options: Parameters<typeof walkFlows>[1]) =>
      run(async () => (await import('./flows/paths/service.ts')).walkFlows(files, options))(),
    )
  flows
    .command('test')
    .argument('[names...]', 'flows, or files of transcripts')
    .option('--coverage <percent>', 'how many edges of each flow must be covered', Number, 0)
    .option('--json', 'print JSON')
    .description('replay the transcripts beside the flows')
    .action(async (names: string[], options: Parameters<typeof testFlows>[1]) =>
      run(async () => (await import('./flows/test/service.ts')).testFlows(names, options))(),
    )
  flows
    .command('rollback')
    .argument('<flow>')
    .option('--to <version>', 'the version; without it the one before the present one')
    .option('--why <reason>', 'kept with the publication', 'rolled back by command')
    .description('make an older version of a flow the one that new calls begin on')
    .action(async (flow: string, options: { to?: string; why: string }) =>
      run(async () => (await import('./flows/rollback/service.ts')).rollBackFlow(flow, options))(),
    )
  flows
    .command('import-studio')
    .argument('<file>')
    .option('--out <file>', 'where to write the flow; without it, to the terminal')
    .option('--zone <zone>', 'IANA zone of the line', 'Europe/Berlin')
    .option('--json', 'print the flow and what became of each part as JSON')
    .description('make a flow file out of a Twilio Studio flow, and say what could not be carried over')
    .action(async (file: string, options: Parameters<typeof importStudio>[1]) =>
      run(async () => (await import('./flows/import-studio/service.ts')).importStudio(file, options))(),
    )
  const keys = program.command('api-key').description('keys for programs')
  keys
    .command('create')
    .requiredOption('--role <role>')
    .requiredOption('--name <name>')
    .description('print a new key, and nothing else')
    .action(async (options: { role: string; name: string }) => run(async () => (await import('./api-key/service.ts')).createKey(options))())
  program
    .command('report')
    .description('figures of the house')
    .command('month')
    .argument('<month>', 'e.g. 2026-11')
    .option('--json', 'print JSON')
    .option('--csv', 'print CSV for spreadsheets')
    .description('who did what in a month')
    .action(async (month: string, options: { json?: boolean; csv?: boolean }) =>
      run(async () => (await import('./report/service.ts')).reportMonth(month, options))(),
    )
  const pay = program
    .command('pay')
    .enablePositionalOptions()
    .description('what a stretch of work is paid, to the minute and the minor unit')
    .option('--from <time>', 'local time at which it begins, e.g. 2026-10-24T22:00')
    .option('--to <time>', 'local time at which it ends')
    .option('--zone <zone>', 'IANA zone of the workplace')
    .option('--pack <pack>', 'plain, ru, de, de-nights, de-3b, eu, fr, uk, us')
    .option('--rate <minor units>', 'for an hour, e.g. 3100 for 31.00')
    .option('--night <window>', 'another night than the pack has, e.g. 22:00-06:00')
    .option('--break <intervals...>', 'unpaid, e.g. 2026-10-25T01:00/2026-10-25T01:30; as often as needed')
    .option('--holiday <dates...>', 'beside those that the law of the pack dates')
    .option('--no-holidays', 'not even those')
    .option('--share <percent>', 'pack plain: premium for the night, in per cent of the rate')
    .option('--supplement <minor units>', 'pack plain: for an hour of the night, instead of a share')
    .option('--currency <currency>', 'without it that of the pack')
    .option('--weekly <minutes>', 'of the contract, for overtime', '2400')
    .option('--fold <which>', 'of a time that comes twice: first or last')
    .option('--language <language>', 'of the words: en or ru', 'en')
    .option('--json', 'print JSON')
    .action(async (options: PayOptions) => run(async () => (await import('./pay/service.ts')).payFor(options))())
  pay
    .command('explain')
    .requiredOption('--person <person>', 'id, e-mail address or name')
    .requiredOption('--month <month>', 'e.g. 2026-11')
    .option('--language <language>', 'of the words: en or ru', 'en')
    .option('--json', 'print the whole statement as JSON')
    .description("a month's statement of pay in words, added up again to the last unit")
    .action(async (options: ExplainOptions) => run(async () => (await import('./pay/explain/service.ts')).explainPay(options))())
  program
    .command('audit')
    .description('who did what, in a chain')
    .command('verify')
    .description('follow the chain and say whether it is whole')
    .action(run(async () => (await import('./audit/service.ts')).verify()))
  program
    .command('departure')
    .argument('<email>', 'who leaves')
    .option('--to <email>', 'who takes over all that is not named')
    .option('--cases <email>', 'who takes over open cases')
    .option('--callbacks <email>', 'who calls back')
    .option('--shifts <email>', 'who works the shifts')
    .option('--accounts <email>', 'who looks after the customers')
    .option('--offices <email>', 'who heads the levels and departments, and is the deputy')
    .requiredOption('--note <text>', 'what the successors should know')
    .description('somebody leaves: hand over all that is his, and sign him out')
    .action(async (email: string, options: DepartureOptions) => run(async () => (await import('./departure/service.ts')).letGo(email, options))())
  const shifts = program.command('shifts').description('the planner on published instances, without a database')
  shifts
    .command('solve')
    .argument('<file>', 'an instance in the format of Curtois and Qu')
    .requiredOption('--seconds <count>', 'how long it may take', Number)
    .option('--threads <count>', 'how many at once', Number, 2)
    .option('--seed <number>', 'for chance in the search', Number, 1)
    .requiredOption('--out <file>', 'where the roster goes: an agent per line')
    .description('find the best roster; the last line is JSON: penalty, lowerBound, seconds, feasible')
    .action(async (file: string, options: SolveFlags) => run(async () => (await import('./shifts/service.ts')).solveShifts(file, options))())
  shifts
    .command('check')
    .argument('<file>', 'an instance')
    .argument('<solution>', 'a roster: an agent per line, his id, then the shift of each day or -')
    .description("count a roster's penalty and broken rules, independently of the planner")
    .action(async (file: string, solution: string) => run(async () => (await import('./shifts/service.ts')).checkShifts(file, solution))())
  program
    .command('init')
    .description('set up a real, empty company')
    .option('--company <name>')
    .option('--zone <zone>', 'IANA zone, e.g. Europe/Berlin')
    .option('--language <code>')
    .option('--site <name>')
    .option('--number <number>')
    .option('--label <label>')
    .option('--flow <flow>')
    .option('--admin-name <name>')
    .option('--admin-email <address>')
    .option('--admin-phone <number>')
    .action(async (options: Record<string, string>) => run(async () => (await import('./init/service.ts')).init(options))())
  program
    .command('doctor')
    .description('say what is wrong and what to do')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => run(async () => (await import('./doctor/service.ts')).doctor(options))())

  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode
    else process.exitCode = fail(error)
  }
}

function fail(error: unknown): number {
  const isExpected = error instanceof CannotStart || (error instanceof Error && EXPECTED.has(error.name))
  process.stderr.write(`${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
  return 1
}
const EXPECTED = new Set(['AlreadyRunning', 'PostgresCannotStart', 'SchemaTooNew', 'MigrationFailed', 'DomainError'])
