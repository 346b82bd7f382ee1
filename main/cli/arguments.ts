// Reads a command's arguments. An unknown option, a missing one or a value too many is a UsageError with one sentence.

import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { UsageError } from './exit.ts'

const codeSentence = (fault: unknown): string =>
  fault instanceof Error ? (fault.message.split('. ')[0] ?? fault.message).replace(/\.?$/, '') : String(fault)

/** Options and the words that are none, or a UsageError. */
export const readArguments = <Options extends ParseArgsOptionsConfig>(
  command: string,
  words: readonly string[],
  options: Options,
  positionals: 'none' | 'one' | 'many' | 'any',
) => {
  const parse = () => {
    try {
      return parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
    } catch (fault) {
      throw new UsageError(`${command}: ${codeSentence(fault)}`)
    }
  }
  const parsed = parse()
  const count = parsed.positionals.length
  if (positionals === 'none' && count > 0)
    throw new UsageError(`${command}: "${parsed.positionals[0] ?? ''}" is not expected here`)
  if (positionals === 'one' && count !== 1) throw new UsageError(`${command}: exactly one ID is needed`)
  if (positionals === 'many' && count === 0) throw new UsageError(`${command}: nothing was named`)
  return parsed
}

export const dataDirectoryOption = { 'data-dir': { type: 'string' } } as const

/** The value of --data-dir, which every command but `check` and `sandbox` needs. */
export const neededDataDirectory = (command: string, value: string | boolean | undefined): string => {
  if (typeof value !== 'string' || value === '') throw new UsageError(`${command}: --data-dir DIR is needed`)
  return value
}

/** A file id from the command line. */
export const fileIdFrom = (command: string, word: string): number => {
  if (!/^\d{1,15}$/.test(word))
    throw new UsageError(`${command}: "${word}" is not a file id; \`storebridge files\` lists them`)
  return Number(word)
}
