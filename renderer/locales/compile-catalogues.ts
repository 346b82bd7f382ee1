// Writes LANGUAGE.compiled.json beside each LANGUAGE.json: `node renderer/locales/compile-catalogues.ts`, after any
// change of a message. Fails with a sentence, and writes nothing, when a language misses a message.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareCatalogues, compiledText, type Catalogue } from './catalogue.ts'

const folder = import.meta.dirname
const sourceName = 'en-US.json'

const read = (name: string): Catalogue => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Catalogue

const names = readdirSync(folder).filter((name) => /^[a-z]{2}-[A-Z]{2}\.json$/.test(name))
const source = read(sourceName)
const faults = names.flatMap((name) => {
  const { missing, unknown, otherValues } = compareCatalogues(source, read(name))
  return [
    ...missing.map((id) => `${name}: ${id} is missing`),
    ...unknown.map((id) => `${name}: ${id} is not a message of ${sourceName}`),
    ...otherValues.map((id) => `${name}: ${id} fills other values than ${sourceName}`),
  ]
})
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`)
  process.exitCode = 1
} else {
  for (const name of names) writeFileSync(join(folder, name.replace(/json$/, 'compiled.json')), compiledText(read(name)))
}
