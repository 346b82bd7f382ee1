import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import type { PracticeProcessAnswer, PracticeProcessMessage } from './process.ts'
import { visit } from './testing/cloud-visitor.ts'

const entry = fileURLToPath(new URL('./process.ts', import.meta.url))
let child: ChildProcess | null = null

const start = async (): Promise<{
  readonly url: string
  readonly ask: (message: PracticeProcessMessage) => Promise<PracticeProcessAnswer>
}> => {
  const started = fork(entry, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  child = started
  const [ready] = (await once(started, 'message')) as [PracticeProcessAnswer]
  if (ready.kind !== 'ready') throw new Error(JSON.stringify(ready))
  return {
    url: ready.url,
    ask: async (message) => {
      const answer = once(started, 'message') as Promise<[PracticeProcessAnswer]>
      started.send(message)
      return (await answer)[0]
    },
  }
}

afterEach(() => {
  child?.kill('SIGKILL')
})

describe('the practice cloud as a process of its own', () => {
  test('posts its address once it listens, and ends when told to', async () => {
    const { url } = await start()
    const visitor = visit({ url })
    expect((await visitor.signIn()).status).toBe(200)
    visitor.close()
    child?.send({ kind: 'stop' })
    expect(await once(child as ChildProcess, 'exit')).toEqual([0, null])
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  test('ends with the process that started it', async () => {
    await start()
    child?.disconnect()
    expect(await once(child as ChildProcess, 'exit')).toEqual([0, null])
  })

  test('puts today’s journals into a folder and names them', async () => {
    const { ask } = await start()
    const folder = await mkdtemp(join(tmpdir(), 'practice-'))
    const answer = await ask({ kind: 'put-journals', folder, timeZone: 'America/New_York' })
    expect(answer.kind).toBe('journals-put')
    expect(answer.kind === 'journals-put' && answer.names.toSorted()).toEqual((await readdir(folder)).toSorted())
    await rm(folder, { recursive: true })
  })

  test('says what failed, and goes on', async () => {
    const { url, ask } = await start()
    const folder = await mkdtemp(join(tmpdir(), 'practice-'))
    const file = join(folder, 'file')
    await writeFile(file, '')
    expect(await ask({ kind: 'put-journals', folder: join(file, 'inside'), timeZone: 'UTC' })).toMatchObject({
      kind: 'failed',
    })
    expect(await ask({ kind: 'put-journals', folder, timeZone: 'Nowhere/Land' })).toMatchObject({ kind: 'failed' })
    expect(await ask({ kind: 'dance' } as unknown as PracticeProcessMessage)).toMatchObject({ kind: 'failed' })
    expect((await fetch(`${url}/_practice/ledger`)).status).toBe(200)
    await rm(folder, { recursive: true })
  })
})
