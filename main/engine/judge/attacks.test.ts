// Large hostile documents: each must be told rightly within 2 s of processor time and 256 MiB, the process and the
// document included (design 4.2, reliability 4.3). Generated, so that nothing large is kept.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { attacks, type AttackOutcome } from './judge-attacks.ts'

const mostCpuMs = 2000
const mostMiB = 256
const program = fileURLToPath(new URL('judge-attacks.ts', import.meta.url))

describe('a large hostile document', () => {
  test.each(Object.entries(attacks).map(([name, [refusal]]) => [name, refusal] as const))(
    '%s is told rightly, in bounded time and memory',
    async (name, refusal) => {
      const { stdout } = await promisify(execFile)(process.execPath, [program, name], { timeout: 19_000 })
      const outcome = JSON.parse(stdout) as AttackOutcome
      expect(outcome).toMatchObject({ refusal })
      expect(outcome.findings).toBeLessThanOrEqual(100)
      expect(outcome.cpuMs).toBeLessThan(mostCpuMs)
      expect(outcome.peakMiB).toBeLessThan(mostMiB)
    },
  )
})
