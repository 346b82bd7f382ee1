// How the app is built: main and preload as CommonJS for the older of the two runtimes we support, the window for its
// browser (docs: design 7, "Two runtimes"). Everything is bundled except `dependencies`, which hold native code.
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { existingEntries } from './scripts/build/existing-entries.mjs'

const NODE = 'node20.18'
const BROWSER = 'chrome130'

const commonJs = {
  format: 'cjs' as const,
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
}

const mainEntries = existingEntries({
  index: 'main/index.ts',
  'engine-process': 'main/shell/engine-process.ts',
  'folder-helper': 'main/engine/collect/folder-helper.ts',
  'database-check': 'main/engine/storage/check-thread.ts',
  'practice-cloud': 'sandbox/process.ts',
})
const preloadEntries = existingEntries({ index: 'preload/index.ts' })
const rendererEntries = existingEntries({ index: 'renderer/index.html' })
const hasEntries = (entries: object) => Object.keys(entries).length > 0

const main = {
  build: {
    target: NODE,
    outDir: 'out/main',
    sourcemap: true,
    rolldownOptions: { input: mainEntries, output: commonJs },
  },
}

// A sandboxed preload is one CommonJS file: it cannot load others.
const preload = {
  build: {
    target: NODE,
    outDir: 'out/preload',
    rolldownOptions: { input: preloadEntries, output: commonJs },
  },
}

const renderer = {
  root: resolve('renderer'),
  plugins: [react()],
  build: {
    target: BROWSER,
    outDir: resolve('out/renderer'),
    minify: true,
    rolldownOptions: { input: rendererEntries },
  },
}

export default defineConfig({
  ...(hasEntries(mainEntries) && { main }),
  ...(hasEntries(preloadEntries) && { preload }),
  ...(hasEntries(rendererEntries) && { renderer }),
})
