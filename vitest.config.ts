// Unit and integration tests: every *.test.ts(x) beside its module, on Node 24. Processes, not threads, because some
// tests kill what they start; real folders, databases and sockets need more than the usual five seconds now and then.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const integration = 'main/cli/integration/**/*.test.ts'

export default defineConfig({
  plugins: [react()],
  test: {
    pool: 'forks',
    // Most of them wait for processes, sockets and folders: twice the cores of the smallest machine.
    maxWorkers: 4,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'integration',
          include: [integration],
        },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          // In e2e, where *.test.ts would be Playwright's, the tests of the harnesses' own pure parts are called *.unit.ts.
          include: ['{main,sandbox,contract,scripts,renderer,preload}/**/*.test.{ts,tsx}', 'e2e/**/*.unit.ts'],
          exclude: [integration, '**/node_modules/**'],
          // Two hundred short files: a process of its own for each is most of what they would cost.
          isolate: false,
        },
      },
    ],
  },
})
