// Reads the configuration file of a store. Whatever is wrong becomes one sentence naming what and where.

import { readFileSync, statSync } from 'node:fs'
import { parseConfiguration, type Configuration, type PasswordPlace } from '../../contract/configuration.ts'
import { UsageError } from './exit.ts'

const reasonOf = (fault: unknown): string => {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read'
  if (code === 'EISDIR') return 'it is a folder'
  return 'it cannot be read'
}

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (fault) {
    throw new UsageError(`configuration ${path}: ${reasonOf(fault)}`)
  }
}

/** The parser's words about a text, or null when it is JSON. They may quote the text, and so a password. */
const parserWords = (text: string): string | null => {
  try {
    JSON.parse(text)
    return null
  } catch (fault) {
    return fault instanceof Error ? fault.message : ''
  }
}

const quotesText = (words: string | null): boolean => words?.endsWith('is not valid JSON') === true

/** Where a text stops being JSON: where the parser says, or, where it quotes instead, the shortest beginning it quotes. */
const mistakeAt = (text: string): number => {
  const words = parserWords(text)
  if (!quotesText(words)) return Number(/ at position (\d+)/.exec(words ?? '')?.[1] ?? text.length)
  let [good, bad] = [0, text.length]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (quotesText(parserWords(text.slice(0, middle)))) bad = middle
    else good = middle
  }
  return bad - 1
}

const parseJson = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    const lines = text.slice(0, mistakeAt(text)).split('\n')
    throw new UsageError(
      `configuration ${path}: not JSON (line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1})`,
    )
  }
}

/** The configuration in a file with all defaults filled in; throws UsageError. */
export const readConfiguration = (path: string): Configuration => {
  const result = parseConfiguration(parseJson(path, readText(path)))
  if (result.ok) return result.configuration
  const [first, ...others] = result.errors
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  throw new UsageError(
    `${first?.path === '' ? 'configuration' : (first?.path ?? 'configuration')}: ${first?.message ?? 'wrong'}${more}`,
  )
}

/**
 * The password a configuration points at, read anew at each call; null where there is none, which is no configuration
 * error: the engine collects and says "sign in". A password file that others can read is refused on POSIX systems.
 */
export const passwordReader = (place: PasswordPlace): (() => string | null) => {
  if ('env' in place) return () => process.env[place.env] || null
  refuseOpenFile(place.file)
  return () => {
    try {
      return (
        readFileSync(place.file, 'utf8')
          .replace(/^\uFEFF/, '')
          .split(/\r?\n/, 1)[0] || null
      )
    } catch {
      return null
    }
  }
}

const refuseOpenFile = (path: string): void => {
  if (process.platform === 'win32') return
  const found = statSync(path, { throwIfNoEntry: false })
  if (found !== undefined && (found.mode & 0o077) !== 0)
    throw new UsageError(`petrosoft.password.file: other users can read ${path}; make it yours alone (chmod 600)`)
}
