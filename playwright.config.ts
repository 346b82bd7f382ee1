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
    // Packing changes nothing about how a screen looks.
    { name: 'packaged', outputDir: 'test-results/e2e-packaged', testIgnore: 'look.spec.ts' },
  ],
})
