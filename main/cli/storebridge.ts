// The entry of the command line (design 5, docs/cli.md).

import type { FileAction } from '../engine/decide/decision.ts'
import { DatabaseUnusable } from '../engine/storage/open-database.ts'
import { faultText } from '../engine/support/log.ts'
import { exitDatabase, exitDone, exitUsage, UsageError } from './exit.ts'
import { complain, print } from './print.ts'

type Command = (words: readonly string[]) => Promise<number>

const reading = () => import('./read-commands.ts')
const deciding = () => import('./decide-commands.ts')
const decision = (action: FileAction) => async (): Promise<Command> => (await deciding()).fileDecisionCommand(action)

/** Each is loaded when it is asked for: the practice cloud and the sender are most of the program, and a look needs neither. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./run-command.ts')).runCommand,
  status: async () => (await reading()).statusCommand,
  files: async () => (await reading()).filesCommand,
  show: async () => (await reading()).showCommand,
  days: async () => (await import('./days-command.ts')).daysCommand,
  export: async () => (await import('./export-command.ts')).exportCommand,
  resend: decision('resend'),
  'set-aside': decision('set-aside'),
  ignore: decision('ignore'),
  'put-back': decision('put-back'),
  pause: async () => (await deciding()).pauseCommand,
  resume: async () => (await deciding()).resumeCommand,
  check: async () => (await import('./check-command.ts')).checkCommand,
  sandbox: async () => (await import('./sandbox-command.ts')).sandboxCommand,
}

const usage = `Storebridge carries register journals to Petrosoft Cloud and keeps what became of each.

  storebridge run --data-dir DIR [--config FILE]     runs until it is stopped
  storebridge status --data-dir DIR [--json]         how it stands
  storebridge files --data-dir DIR [--state S] [--json]
  storebridge show ID --data-dir DIR [--json | --content]
  storebridge days --from DATE --to DATE --data-dir DIR [--json]
                                                     how complete each register's sales day is
  storebridge export files | proof ID | days --data-dir DIR [--from DATE] [--to DATE] [--state S]
                     [--format csv | json] [--out FILE]
                                                     the same facts as a file
  storebridge resend ID... --data-dir DIR [--again] [--reason TEXT]
  storebridge set-aside | ignore | put-back ID... --data-dir DIR [--reason TEXT]
  storebridge pause --data-dir DIR [--until TIME]    stops sending; collecting goes on
  storebridge resume --data-dir DIR
  storebridge check FILE... [--json]                 reads files without sending them
  storebridge sandbox [--port N]                     the practice cloud`

const main = async (): Promise<number> => {
  const [name, ...words] = process.argv.slice(2)
  if (name === '--help' || name === '-h' || name === 'help') {
    print(usage)
    return exitDone
  }
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    complain(
      name === undefined
        ? 'a command is needed; `storebridge help` lists them'
        : `"${name}" is no command; \`storebridge help\` lists them`,
    )
    return exitUsage
  }
  return (await command())(words)
}

/** A fault of SQLite while the database was in use: a damaged page, a full or failing disk. */
const isDatabaseFault = (fault: unknown): boolean =>
  fault instanceof Error && 'code' in fault && String(fault.code).startsWith('SQLITE_')

// A reader that goes away (a closed pipe) is no fault of the command.
process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
  if (fault.code === 'EPIPE') process.exit(exitDone)
  throw fault
})

main().then(
  (code) => {
    process.exitCode = code
  },
  (fault: unknown) => {
    if (fault instanceof UsageError) {
      complain(fault.message)
      process.exitCode = exitUsage
    } else if (fault instanceof DatabaseUnusable) {
      complain(fault.message)
      process.exitCode = exitDatabase
    } else if (isDatabaseFault(fault)) {
      complain(`the database cannot be used: ${faultText(fault)}`)
      process.exitCode = exitDatabase
    } else {
      complain(`this should not have happened: ${faultText(fault)}`)
      if (process.env['STOREBRIDGE_DEBUG'] !== undefined) console.error(fault)
      process.exitCode = 70
    }
  },
)
