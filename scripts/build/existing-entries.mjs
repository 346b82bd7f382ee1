// The entries of a bundle whose source is in the tree. One that is absent is left out with a line on the console, so
// that the rest can be built and run meanwhile.
import { existsSync } from 'node:fs'
import { inProject } from '../install/project.mjs'

/**
 * @param {Readonly<Record<string, string>>} entries output name to source file, relative to the project's top folder
 * @returns {Record<string, string>} the same with absolute paths, without those whose source is absent
 */
export function existingEntries(entries) {
  /** @type {Record<string, string>} */
  const existing = {}
  for (const [name, source] of Object.entries(entries)) {
    if (existsSync(inProject(source))) existing[name] = inProject(source)
    else console.warn(`not built, there is no ${source}`)
  }
  return existing
}
