// `storebridge check`: judges files without sending or storing anything. One line a file, even if it cannot be opened.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { defaultSending } from '../../contract/configuration.ts'
import type { CheckedFile, Finding } from '../../contract/judgement.ts'
import { checkBytes } from '../engine/judge/check-bytes.ts'
import { maskCards } from '../engine/tell/mask-private.ts'
import { readArguments } from './arguments.ts'
import { exitDone, exitNo } from './exit.ts'
import { plain, print, printJson } from './print.ts'

/** `check` knows no configuration. */
const { maxBytes } = defaultSending
/** Above it a file is not read into memory; it is hashed in passing. */
const readAtMost = 4 * maxBytes

const notJudged = (file: string, finding: Finding, facts: Partial<CheckedFile> = {}): CheckedFile => ({
  file,
  wellFormed: false,
  sha256: null,
  bytes: null,
  encoding: null,
  version: null,
  storeLocationId: null,
  events: [],
  findings: [finding],
  ...facts,
})

const errorFinding = (rule: string, message: string): Finding => ({
  severity: 'error',
  rule,
  line: null,
  column: null,
  message,
})

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.',
  EISDIR: 'It is a folder.',
  EACCES: 'It may not be read.',
  EPERM: 'It may not be read.',
  EBUSY: 'Another program holds it open.',
}

const sizeOf = async (file: string): Promise<number> => {
  const handle = await open(file, 'r')
  try {
    const found = await handle.stat()
    if (found.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' })
    return found.size
  } finally {
    await handle.close()
  }
}

const sha256Of = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

const checkFile = async (file: string): Promise<CheckedFile> => {
  try {
    const size = await sizeOf(file)
    if (size > readAtMost)
      return notJudged(
        file,
        errorFinding('too-large', `The file has ${size} bytes; more than ${maxBytes} are not sent.`),
        {
          bytes: size,
          sha256: await sha256Of(file),
        },
      )
    return await checkBytes(file, await readFile(file), { maxBytes })
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : 'UNKNOWN'
    return notJudged(file, errorFinding('unreadable', reasons[code] ?? `It cannot be read (${code}).`))
  }
}

const describe = (checked: CheckedFile): string[] => {
  const sales = checked.events.filter(({ type }) => type === 'SaleEvent' || type === 'RefundEvent').length
  const word = checked.wellFormed ? 'readable' : 'NOT READABLE'
  const events = `${checked.events.length} events, ${sales} sales and refunds`
  return [
    `${plain(checked.file)}: ${word}, ${checked.encoding ?? 'unknown encoding'}, store ${plain(checked.storeLocationId)}, ${events}`,
    ...checked.findings.map(
      ({ severity, rule, line, column, message }) =>
        `  ${severity} ${rule}${line === null ? '' : ` line ${line}${column === null ? '' : ` column ${column}`}`}: ${plain(message)}`,
    ),
  ]
}

export const checkCommand = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments('check', words, { json: { type: 'boolean' } }, 'many')
  let errors = 0
  for (const file of positionals) {
    const checked = await checkFile(file)
    if (checked.findings.some(({ severity }) => severity === 'error')) errors++
    // Findings quote what they complain of.
    const findings = checked.findings.map((finding) => ({ ...finding, message: maskCards(finding.message) }))
    const shown = { ...checked, findings }
    if (values.json === true) printJson(shown)
    else describe(shown).forEach(print)
  }
  return errors === 0 ? exitDone : exitNo
}
