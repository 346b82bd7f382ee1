import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { startPracticeCloud } from './practice-cloud.ts'
import { runSandbox } from './run.ts'
import { visit } from './testing/cloud-visitor.ts'

describe('running the sandbox', () => {
  test('tells its address, writes a line per request, and frees its port when stopped', async () => {
    const lines: Record<string, unknown>[] = []
    let tellReady: (url: string) => void = () => undefined
    const ready = new Promise<string>((resolve) => {
      tellReady = resolve
    })
    const stop = new AbortController()
    const run = runSandbox({
      stop: stop.signal,
      write: (line) => {
        const value = JSON.parse(line) as Record<string, unknown>
        lines.push(value)
        if (value['event'] === 'ready') tellReady(String(value['url']))
      },
    })
    const url = await ready
    const visitor = visit({ url })
    expect((await visitor.signIn()).status).toBe(200)
    visitor.close()
    stop.abort()
    await run
    expect(lines).toMatchObject([
      { event: 'ready', url },
      { event: 'request', call: 'sign-in', status: 200 },
    ])
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  test('says in one sentence that its port is taken', async () => {
    const other = await startPracticeCloud()
    await expect(runSandbox({ port: other.port, write: () => undefined })).rejects.toThrow(
      `Port ${other.port} is taken by another program.`,
    )
    await other.close()
  })

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'ends with exit code 0 at %s, with a request still open',
    async (signal) => {
      const module = fileURLToPath(new URL('./run.ts', import.meta.url))
      const program = `import { runSandbox } from ${JSON.stringify(module)}; await runSandbox()`
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
      const { url } = JSON.parse(line) as { readonly url: string }
      const visitor = visit({ url })
      await visitor.control('POST', 'faults', [{ on: 'any', do: { kind: 'hang' } }])
      const hanging = visitor.signIn().catch(() => 'broken')
      while (!(await visitor.control('GET', 'ledger')).text.includes('"fault":"hang"'));
      child.kill(signal)
      expect(await once(child, 'exit')).toEqual([0, null])
      expect(await hanging).toBe('broken')
      visitor.close()
    },
  )
})
