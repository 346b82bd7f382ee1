// End-to-end tests: each starts the real app with a data folder of its own. `built` runs out/, `packaged` the program
// that electron-builder laid out; `npm run e2e` and `npm run e2e:packaged` prepare both. One app at a time and no second
// try: a test that passes only sometimes has found something.
import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] === 'true',
  reporter: [['list'], ['json', { outputFile: process.env['E2E_REPORT'] ?? 'test-results/reports/e2e.json' }]],
  projects: [
    { name: 'built', outputDir: 'test-results/e2e-built', testIgnore: 'release/**' },
    // What packing can break: files left out, paths, processes, the sandbox, the secret store. How a screen looks and what
    // its words are was tried on the built app.
    {
      name: 'packaged',
      outputDir: 'test-results/e2e-packaged',
      testIgnore: ['look.spec.ts', 'language.spec.ts', 'help.spec.ts', 'connection.spec.ts', 'notifications.spec.ts'],
    },
  ],
})
