// Unit and integration tests: every *.test.ts(x) beside its module, on Node 24. Processes, not threads, because some
// tests kill what they start; real folders, databases and sockets need more than the usual five seconds now and then.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [react()],
  test: {
    // In e2e, where *.test.ts would be Playwright's, the tests of the harnesses' own pure parts are called *.unit.ts.
    include: ['{main,sandbox,contract,scripts,renderer,preload}/**/*.test.{ts,tsx}', 'e2e/**/*.unit.ts'],
    pool: 'forks',
    // Most of them wait for processes, sockets and folders: one worker more than the cores of the smallest machine.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    restoreMocks: true,
  },
})
