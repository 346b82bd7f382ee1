// Builds the window over the scripted main process and serves it on a free port of this computer, until closed. Built,
// not served from its sources: whoever goes through all views loads the page hundreds of times.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, preview } from 'vite'

export interface ServedPages {
  /** "http://localhost:4173/" */
  readonly base: string
  readonly close: () => Promise<void>
}

export const servePages = async (): Promise<ServedPages> => {
  const built = mkdtempSync(join(tmpdir(), 'storebridge-pages-'))
  const project = { configFile: join(import.meta.dirname, 'vite.config.ts'), logLevel: 'error' } as const
  await build({ ...project, build: { outDir: built, emptyOutDir: true } })
  const server = await preview({ ...project, build: { outDir: built }, preview: { port: 0, strictPort: false } })
  return {
    base: server.resolvedUrls?.local[0] ?? '',
    close: async () => {
      await server.close()
      rmSync(built, { recursive: true, force: true })
    },
  }
}
