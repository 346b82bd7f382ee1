// Serves the window over a scripted main process, to look at it without Electron:
// `npx vite --config renderer/dev/vite.config.ts`, then http://localhost:5199/?scenario=good. Never part of the product.

import react from '@vitejs/plugin-react'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: resolve(import.meta.dirname, '../../node_modules/.vite-window'),
  plugins: [react()],
  server: { port: 5199, strictPort: true, fs: { allow: [resolve(import.meta.dirname, '../..')] } },
  build: {
    target: 'chrome130',
    outDir: resolve(import.meta.dirname, '../../out/window-dev'),
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        index: resolve(import.meta.dirname, 'index.html'),
        gallery: resolve(import.meta.dirname, 'gallery.html'),
      },
    },
  },
})
