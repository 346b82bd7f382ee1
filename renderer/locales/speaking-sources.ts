// The sources that say messages of the catalogues: the window's, and those of the main process (menu, tray, dialogs).

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const project = join(import.meta.dirname, '..', '..')

/** The text of every source that may say a message; no tests. */
export const speakingSources = (): readonly string[] =>
  ['renderer/src', 'main/shell', 'main/index.ts'].flatMap((place) =>
    (place.endsWith('.ts') ? [''] : readdirSync(join(project, place), { recursive: true, encoding: 'utf8' }))
      .filter((name) => name === '' || (/\.tsx?$/.test(name) && !name.includes('.test.')))
      .map((name) => readFileSync(join(project, place, name), 'utf8')),
  )
