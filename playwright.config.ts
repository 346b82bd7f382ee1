// End-to-end tests: each starts the real app with a data folder and a screen of its own. `built` runs out/, `packaged` the
// program that electron-builder laid out; `npm run e2e` and `npm run e2e:packaged` prepare both. Three apps at a time, because
// they mostly wait; what measures the app's speed is marked @alone and runs when nothing else does. No second try: a test
// that passes only sometimes has found something.
import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'e2e',
  workers: 3,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] === 'true',
  reporter: [['list'], ['json', { outputFile: process.env['E2E_REPORT'] ?? 'test-results/reports/e2e.json' }]],
  projects: [
    { name: 'built', outputDir: 'test-results/e2e-built', testIgnore: 'release/**', grepInvert: /@alone/ },
    {
      name: 'built-alone',
      outputDir: 'test-results/e2e-built-alone',
      testIgnore: 'release/**',
      grep: /@alone/,
      workers: 1,
      dependencies: ['built'],
    },
    // What packing can break: files left out, paths, processes, the sandbox, the secret store. How a screen looks and what
    // its words are was tried on the built app.
    {
      name: 'packaged',
      outputDir: 'test-results/e2e-packaged',
      testMatch: [
        'smoke.spec.ts',
        'practice.spec.ts',
        'second-start.spec.ts',
        'security.spec.ts',
        'secret-service.spec.ts',
        'exports.spec.ts',
        'tray.spec.ts',
        'release/**/*.spec.ts',
      ],
    },
  ],
})
