// End-to-end tests: each starts the real app with a data folder and a screen of its own. `built` runs out/, `packaged` the
// program that electron-builder laid out; `npm run e2e` and `npm run e2e:packaged` prepare both. Three apps at a time, because
// they mostly wait; what measures the app's speed is marked @alone and runs when nothing else does. No second try: a test
// that passes only sometimes has found something.
import { defineConfig } from '@playwright/test'

// What packing can break: files left out, paths, processes, the sandbox, the secret store. How a screen looks and what its
// words are is tried on the built app.
const onThePackedApp = [
  'smoke.spec.ts',
  'practice.spec.ts',
  'second-start.spec.ts',
  'security.spec.ts',
  'secret-service.spec.ts',
  'exports.spec.ts',
  'tray.spec.ts',
]
/** `npm test` runs both projects, and each test once; alone, `built` has them all. */
const elsewhere = process.env['E2E_ONCE'] === '1' ? onThePackedApp.map((name) => `**/${name}`) : []

export default defineConfig({
  testDir: 'e2e',
  workers: 3,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] === 'true',
  reporter: [['list'], ['json', { outputFile: process.env['E2E_REPORT'] ?? 'test-results/reports/e2e.json' }]],
  projects: [
    {
      name: 'built',
      outputDir: 'test-results/e2e-built',
      testIgnore: ['release/**', ...elsewhere],
      grepInvert: /@alone/,
    },
    {
      name: 'built-alone',
      outputDir: 'test-results/e2e-built-alone',
      testIgnore: 'release/**',
      grep: /@alone/,
      workers: 1,
      dependencies: ['built'],
    },
    {
      name: 'packaged',
      outputDir: 'test-results/e2e-packaged',
      testMatch: [...onThePackedApp, 'release/**/*.spec.ts'],
    },
  ],
})
