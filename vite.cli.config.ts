// How the command line is built: `storebridge` and what it starts, as CommonJS for any Node from 20.18 on.
// Everything is bundled except better-sqlite3, whose binding is a file of its own.
import { defineConfig } from 'vite'
import { existingEntries } from './scripts/build/existing-entries.mjs'

export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external: ['better-sqlite3'] },
  build: {
    ssr: true,
    target: 'node20.18',
    outDir: 'out/cli',
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: existingEntries({
        storebridge: 'main/cli/storebridge.ts',
        practice: 'main/cli/practice.ts',
        'folder-helper': 'main/engine/collect/folder-helper.ts',
        'database-check': 'main/engine/storage/check-thread.ts',
      }),
      output: {
        format: 'cjs',
        entryFileNames: '[name].cjs',
        // Beside the entries: what a command starts (a folder's helper) it finds in its own folder.
        chunkFileNames: '[name]-[hash].cjs',
        banner: (chunk) => (chunk.name === 'storebridge' && chunk.isEntry ? '#!/usr/bin/env node' : ''),
      },
    },
  },
})
