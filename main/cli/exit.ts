// How a command ends (design 5): 0 done, 1 an answer of no, 2 usage or configuration, 3 the database cannot be used.

export const exitDone = 0
export const exitNo = 1
export const exitUsage = 2
export const exitDatabase = 3

/** The command was used wrongly, or the configuration is wrong: one sentence, no stack trace, exit 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}
