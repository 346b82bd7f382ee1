// Writes LANGUAGE.compiled.json beside each LANGUAGE.json: `npm run messages`, after any change of a message. Ends with
// exit code 1 and a sentence for each fault (a message that a language misses, invents, leaves unfinished or fills with
// other values; one that nothing says; one that is no proper ICU message), and leaves the compiled file of a faulty
// language as it was. `--check` writes nothing and also refuses a compiled file that is not what its source says; the
// build starts with it.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareCatalogues, compiledText, unsaidIds, type Catalogue } from './catalogue.ts'
import { speakingSources } from './speaking-sources.ts'

const folder = import.meta.dirname
const sourceName = 'en-US.json'
const onlyCheck = process.argv.includes('--check')

const text = (name: string): string => readFileSync(join(folder, name), 'utf8')
const read = (name: string): Catalogue => JSON.parse(text(name)) as Catalogue

const source = read(sourceName)

const faultsOf = (name: string, catalogue: Catalogue): readonly string[] => {
  const { missing, unknown, otherValues, unfinished } = compareCatalogues(source, catalogue)
  return [
    ...missing.map((id) => `${name}: ${id} is missing`),
    ...unknown.map((id) => `${name}: ${id} is not a message of ${sourceName}`),
    ...otherValues.map((id) => `${name}: ${id} fills other values than in ${sourceName}`),
    ...unfinished.map((id) => `${name}: ${id} has no words for every case`),
  ]
}

const faults = unsaidIds(Object.keys(source), speakingSources()).map((id) => `${sourceName}: nothing says ${id}`)
for (const name of readdirSync(folder).filter((each) => /^[a-z]{2}-[A-Z]{2}\.json$/.test(each))) {
  const compiledName = name.replace(/json$/, 'compiled.json')
  try {
    const catalogue = read(name)
    const found = faultsOf(name, catalogue)
    faults.push(...found)
    if (!onlyCheck && found.length === 0) writeFileSync(join(folder, compiledName), compiledText(catalogue))
    if (onlyCheck && (!existsSync(join(folder, compiledName)) || text(compiledName) !== compiledText(catalogue)))
      faults.push(`${compiledName} is not what ${name} says: npm run messages`)
  } catch (fault) {
    faults.push(`${name}: ${fault instanceof Error ? fault.message : String(fault)}`)
  }
}
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`)
  process.exitCode = 1
}
