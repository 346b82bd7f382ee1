// `storebridge run` as a service sees it: ready, one engine for one store, how it ends, what it refuses, and that no
// secret leaves it.

import { chmod, cp, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { databaseFile } from '../../engine/storage/database-file.ts'
import { applicationId, openSqlite } from '../../engine/storage/open-database.ts'
import { migrations } from '../../engine/storage/schema.ts'
import { storebridge } from './command.ts'
import { canSeeProcesses, processesWith } from './helper-processes.ts'
import { aJournal } from './journal-bytes.ts'
import { passwordVariable, practiceStore, type PracticeStore } from './practice-store.ts'
import { startRun, type RunEnd } from './running-engine.ts'
import { attemptsOf, told } from './told-attempts.ts'
import { until } from './until.ts'

vi.setConfig({ testTimeout: 60_000 })

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe.concurrent('a run that goes well', () => {
  test('says that it is ready in exactly one line, and everything else in JSON lines with a time', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    await store.put('PJR1.xml', aJournal())
    const engine = await store.run()
    await store.whenState('PJR1.xml', 'accepted')
    expect(await engine.terminate()).toMatchObject({ code: 0, signal: null })
    const lines = engine.output().split('\n').slice(0, -1)
    expect(lines.filter((line) => line === '{"event":"ready"}')).toHaveLength(1)
    for (const line of lines.filter((text) => text !== '{"event":"ready"}'))
      expect(JSON.parse(line)).toMatchObject({
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
        level: expect.stringMatching(/^(info|warn|error)$/) as string,
        event: expect.stringMatching(/^[a-z-]+$/) as string,
      })
    expect(engine.complaints()).toBe('')
  })

  test('is ready without waiting for the sign-in', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    store.misbehave({ on: 'sign-in', times: 'always', do: { kind: 'hang' } })
    await store.put('PJR1.xml', aJournal())
    await store.run()
    await store.whenState('PJR1.xml', 'waiting')
    expect((await store.status()).state).not.toBe('good')
  })

  test('takes its configuration from the data directory when no file is named', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    await mkdir(store.dataDirectory)
    await cp(store.configurationFile, join(store.dataDirectory, 'config.json'))
    await store.put('PJR1.xml', aJournal())
    const engine = await startRun({
      words: ['--data-dir', store.dataDirectory],
      env: { [passwordVariable]: 'practice' },
    })
    onTestFinished(() => engine.kill())
    await store.whenState('PJR1.xml', 'accepted')
    expect(store.received('PJR1.xml')).toHaveLength(1)
  })

  test('leaves no helper process behind, neither after SIGTERM nor after SIGINT nor after kill -9', async ({
    expect,
    onTestFinished,
    skip,
  }) => {
    if (!canSeeProcesses) skip()
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGKILL'] as const) {
      const store = await practiceStore(onTestFinished)
      const mark = `STOREBRIDGE_TEST_MARK=${store.dataDirectory}`
      const engine = await startRun({
        words: ['--data-dir', store.dataDirectory, '--config', store.configurationFile],
        env: { [passwordVariable]: 'practice', STOREBRIDGE_TEST_MARK: store.dataDirectory },
      })
      onTestFinished(() => engine.kill())
      await until('engine and helper', async () => (await processesWith(mark)).length === 2)
      process.kill(engine.pid, signal)
      const end: RunEnd = await engine.ended
      expect(end).toEqual(signal === 'SIGKILL' ? { code: null, signal } : { code: 0, signal: null })
      await until('all to be gone', async () => (await processesWith(mark)).length === 0)
    }
  })
})

describe.concurrent('SIGTERM while the cloud does not answer', () => {
  test('ends within ten seconds with exit 0; the file in flight is told as one that may have arrived, and goes again at the next start', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    store.misbehave({ on: 'journal', do: { kind: 'hang', store: true } })
    await store.put('PJR1.xml', aJournal())
    const engine = await store.run()
    await store.whenCloud(({ journals }) => journals.length === 1)
    const end = await engine.terminate()
    expect(end).toMatchObject({ code: 0, signal: null })
    expect(end.tookMs).toBeLessThan(11_500)
    const file = await store.show('PJR1.xml')
    expect(file.state).toBe('unclear')
    expect(told(file)).toEqual(['unanswered, may have arrived'])
    await store.run()
    await store.whenState('PJR1.xml', 'accepted')
    expect(told(await store.show('PJR1.xml'))).toEqual([
      'unanswered, may have arrived',
      'accepted 200, may have arrived',
    ])
    expect(store.received('PJR1.xml')).toHaveLength(2)
  })

  test('waits for an answer that comes in time, and keeps it', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    store.misbehave({ on: 'journal', do: { kind: 'delay', ms: 4000 } })
    await store.put('PJR1.xml', aJournal())
    const engine = await store.run()
    await store.whenCloud(({ journals }) => journals.length === 1)
    await store.put('PJR2.xml', aJournal())
    const end = await engine.terminate()
    expect(end).toMatchObject({ code: 0, signal: null })
    expect(end.tookMs).toBeLessThan(9500)
    expect(await store.file('PJR1.xml')).toMatchObject({ state: 'accepted', attempts: 1 })
  })

  test.for(['sign-in', 'connection-state'] as const)(
    'ends within ten seconds also when %s hangs',
    async (call, { expect, onTestFinished }) => {
      const store = await practiceStore(onTestFinished)
      store.misbehave({ on: call, times: 'always', do: { kind: 'hang' } })
      const engine = await store.run()
      await store.whenCloud(({ requests }) => requests.some((request) => request.call === call))
      const end = await engine.terminate()
      expect(end).toMatchObject({ code: 0, signal: null })
      expect(end.tookMs).toBeLessThan(11_500)
    },
  )

  test('a second signal does no harm', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    store.misbehave({ on: 'journal', do: { kind: 'delay', ms: 4000 } })
    await store.put('PJR1.xml', aJournal())
    const engine = await store.run()
    await store.whenCloud(({ journals }) => journals.length === 1)
    process.kill(engine.pid, 'SIGTERM')
    await engine.line('the engine to be stopping', ({ event }) => event === 'stopping')
    process.kill(engine.pid, 'SIGTERM')
    expect(await engine.ended).toEqual({ code: 0, signal: null })
    expect((await store.file('PJR1.xml')).state).toBe('accepted')
  })
})

describe.concurrent('one engine for one store', () => {
  test('a second run on the same data directory ends with exit 2 and one sentence, and the first one goes on', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const first = await store.run()
    const second = await store.start()
    expect(await second.ended).toEqual({ code: 2, signal: null })
    expect(second.output()).toBe('')
    expect(second.complaints()).toMatch(/^storebridge: another Storebridge is running on .+\n$/)
    await store.put('PJR1.xml', aJournal())
    await store.whenState('PJR1.xml', 'accepted')
    expect(await first.terminate()).toMatchObject({ code: 0 })
  })

  test('after kill -9 the next run starts at once', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    await (await store.run()).kill()
    await store.put('PJR1.xml', aJournal())
    const next = await store.run()
    await store.whenState('PJR1.xml', 'accepted')
    expect(next.lines().length).toBeGreaterThan(0)
  })
})

describe.concurrent('what is wrong with the configuration', () => {
  const wrongs: readonly (readonly [string, string, RegExp])[] = [
    [
      'an unknown key',
      '{"store":{"locationId":"1","timeZone":"UTC","colour":"red"},"petrosoft":{"email":"a","password":{"env":"X"}},"folders":[{"path":"/x"}]}',
      /store\.colour: unknown key/,
    ],
    [
      'a missing key',
      '{"store":{"timeZone":"UTC"},"petrosoft":{"email":"a","password":{"env":"X"}},"folders":[{"path":"/x"}]}',
      /store\.locationId: required/,
    ],
    [
      'no folder',
      '{"store":{"locationId":"1","timeZone":"UTC"},"petrosoft":{"email":"a","password":{"env":"X"}},"folders":[]}',
      /folders: at least one folder/,
    ],
    [
      'a folder without a path',
      '{"store":{"locationId":"1","timeZone":"UTC"},"petrosoft":{"email":"a","password":{"env":"X"}},"folders":[{"include":["*.xml"]}]}',
      /folders\[0\]\.path: required/,
    ],
    [
      'an unknown time zone',
      '{"store":{"locationId":"1","timeZone":"Mars/Olympus"},"petrosoft":{"email":"a","password":{"env":"X"}},"folders":[{"path":"/x"}]}',
      /store\.timeZone: not a time zone/,
    ],
    [
      'a password written down',
      '{"store":{"locationId":"1","timeZone":"UTC"},"petrosoft":{"email":"a","password":"CANARY-in-clear"},"folders":[{"path":"/x"}]}',
      /petrosoft\.password: a password is not written/,
    ],
    [
      'http to elsewhere',
      '{"store":{"locationId":"1","timeZone":"UTC"},"petrosoft":{"baseUrl":"http://example.org","email":"a","password":{"env":"X"}},"folders":[{"path":"/x"}]}',
      /petrosoft\.baseUrl: http:\/\/ is allowed only/,
    ],
    [
      'a number out of range',
      '{"store":{"locationId":"1","timeZone":"UTC"},"petrosoft":{"email":"a","password":{"env":"X"}},"folders":[{"path":"/x"}],"sending":{"maxInFlight":0}}',
      /sending\.maxInFlight: /,
    ],
    ['no JSON', '{"store":', /not JSON/],
    ['a list', '[]', /configuration: must be an object/],
  ]
  test.for(wrongs)(
    '%s: exit 2 and one sentence that names the key',
    async ([, text, sentence], { expect, onTestFinished }) => {
      const store = await practiceStore(onTestFinished)
      await writeFile(store.configurationFile, text)
      const engine = await store.start()
      expect(await engine.ended).toEqual({ code: 2, signal: null })
      expect(engine.complaints()).toMatch(sentence)
      expect(engine.complaints().trimEnd().split('\n')).toHaveLength(1)
      expect(engine.complaints()).not.toContain('CANARY')
      expect(engine.output()).toBe('')
      // Nothing was made in the data directory.
      await expect(readdir(store.dataDirectory)).rejects.toThrow('ENOENT')
    },
  )

  test('a configuration file that is not there, no data directory, an unknown option and an unknown command: exit 2', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const ends = await Promise.all([
      storebridge(['run', '--data-dir', store.dataDirectory, '--config', join(store.root, 'none.json')]),
      storebridge(['run', '--config', store.configurationFile]),
      storebridge(['run', '--data-dir', store.dataDirectory, '--colour', 'red']),
      storebridge(['run', '--data-dir', store.dataDirectory, 'more']),
      storebridge(['fly']),
      storebridge([]),
      storebridge(['status']),
      storebridge(['show', '--data-dir', store.dataDirectory]),
      storebridge(['show', 'x', '--data-dir', store.dataDirectory]),
      storebridge(['files', '--state', 'nowhere', '--data-dir', store.dataDirectory]),
      storebridge(['pause', '--until', 'tomorrow', '--data-dir', store.dataDirectory]),
      storebridge(['check']),
    ])
    expect(ends.map(({ code }) => code)).toEqual(ends.map(() => 2))
    for (const { stderr, stdout } of ends) {
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
      expect(stderr).toMatch(/^storebridge: /)
      expect(stdout.length).toBe(0)
    }
    expect(ends[0]?.stderr).toContain('none.json')
    expect(ends[1]?.stderr).toContain('--data-dir')
    expect(ends[2]?.stderr).toContain('--colour')
  })

  test('a password file that others can read is refused on POSIX; one of our own is used, first line only', async ({
    expect,
    onTestFinished,
    skip,
  }) => {
    if (process.platform === 'win32') skip()
    const store = await practiceStore(onTestFinished)
    const file = join(store.root, 'password')
    await writeFile(file, 'practice\nnot this line\n')
    await chmod(file, 0o644)
    await store.configure({ petrosoft: { password: { file } } })
    const refused = await store.start()
    expect(await refused.ended).toEqual({ code: 2, signal: null })
    expect(refused.complaints()).toMatch(/petrosoft\.password\.file: /)
    await chmod(file, 0o600)
    await store.put('PJR1.xml', aJournal())
    await store.run()
    await store.whenState('PJR1.xml', 'accepted')
  })
})

describe.concurrent('a password that is not there', () => {
  test('is no configuration error: the engine collects and says "sign in", and a later start with it drains the store', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    for (let i = 1; i <= 5; i++) await store.put(`PJR${i}.xml`, aJournal())
    const engine = await store.run({ password: null })
    for (let i = 1; i <= 5; i++) await store.whenState(`PJR${i}.xml`, 'waiting')
    const status = await store.statusWhen('the missing password to be told', ({ signIn }) => signIn === 'no-password')
    expect(status.problems.map(({ code }) => code)[0]).toBe('sign-in-needed')
    expect(status.counts.waiting).toBe(5)
    expect(store.cloud.received().requests).toHaveLength(0)
    await engine.terminate()
    expect((await store.status()).state).toBe('stopped')
    await store.run()
    for (let i = 1; i <= 5; i++) await store.whenState(`PJR${i}.xml`, 'accepted')
    expect(store.cloud.received().journals).toHaveLength(5)
    expect(store.cloud.received().signIns).toHaveLength(1)
  })
})

describe.concurrent('a password that is wrong', () => {
  test('stops sending and says so, asks once, and a later start with the right one drains the store', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    await store.put('PJR1.xml', aJournal())
    const engine = await store.run({ password: 'not the one' })
    const status = await store.statusWhen('the refusal', ({ signIn }) => signIn === 'refused')
    expect(status.state).toBe('attention')
    expect(status.problems[0]).toMatchObject({ code: 'sign-in-refused' })
    await store.put('PJR2.xml', aJournal())
    for (const name of ['PJR1.xml', 'PJR2.xml']) await store.whenState(name, 'waiting')
    expect(store.cloud.received().signIns.map(({ ok }) => ok)).toEqual([false])
    expect((await store.files()).map(({ attempts }) => attempts)).toEqual([0, 0])
    await engine.terminate()
    await store.run()
    for (const name of ['PJR1.xml', 'PJR2.xml']) await store.whenState(name, 'accepted')
    expect(store.cloud.received().signIns.map(({ ok }) => ok)).toEqual([false, true])
  })
})

describe.concurrent('a database that cannot be used', () => {
  const prepared = async (store: PracticeStore): Promise<void> => {
    await store.put('PJR1.xml', aJournal())
    const engine = await store.run()
    await store.whenState('PJR1.xml', 'accepted')
    store.lookAway()
    await engine.terminate()
  }
  const expectLeftAlone = async (store: PracticeStore): Promise<void> => {
    const before = await readFile(databaseFile(store.dataDirectory))
    // What can still be counted beside a damaged page may be told.
    expect([0, 3]).toContain((await store.command('status')).code)
    expect(await store.command('files')).toMatchObject({ code: 3 })
    expect(await store.command('show', '1')).toMatchObject({ code: 3 })
    expect(await store.command('set-aside', '1')).toMatchObject({ code: 3 })
    expect((await readFile(databaseFile(store.dataDirectory))).equals(before)).toBe(true)
  }
  const expectUnusable = async (store: PracticeStore, words: RegExp): Promise<void> => {
    const engine = await store.start()
    expect(await engine.ended).toEqual({ code: 3, signal: null })
    expect(engine.complaints()).toMatch(words)
    expect(engine.complaints().trimEnd().split('\n')).toHaveLength(1)
    await expectLeftAlone(store)
  }

  test('one that a newer Storebridge made is left alone: exit 3', async ({ onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    await prepared(store)
    const db = openSqlite(databaseFile(store.dataDirectory))
    db.pragma(`user_version = ${migrations.length + 1}`)
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    await expectUnusable(store, /newer Storebridge/)
  })

  test('one of another program is left alone: exit 3', async ({ onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    await mkdir(store.dataDirectory)
    const db = openSqlite(databaseFile(store.dataDirectory))
    db.exec('CREATE TABLE someone (elses INTEGER)')
    db.pragma(`application_id = ${applicationId + 1}`)
    db.close()
    await expectUnusable(store, /is not a Storebridge database/)
  })

  test.for([
    ['whose first page is noise', async (path: string) => writeFile(path, Buffer.alloc(8192, 0xa5))],
    ['that is cut in the middle', async (path: string) => truncate(path, 20_480)],
    [
      'with the page of its documents overwritten',
      async (path: string) => {
        const db = openSqlite(path, { readonly: true })
        const page =
          db.prepare<[], number>(`SELECT rootpage FROM sqlite_schema WHERE name = 'document'`).pluck().get() ?? 0
        const size = Number(db.pragma('page_size', { simple: true }))
        db.close()
        const bytes = await readFile(path)
        await writeFile(path, bytes.fill(0x5a, (page - 1) * size, page * size))
      },
    ],
  ] as const)(
    'one %s: whoever asks gets exit 3 and changes nothing; the next run restores it and sends nothing again',
    async ([, damage], { onTestFinished }) => {
      const store = await practiceStore(onTestFinished)
      await prepared(store)
      await damage(databaseFile(store.dataDirectory))
      await expectLeftAlone(store)
      const engine = await store.run()
      await store.whenState('PJR1.xml', 'accepted')
      await store.put('PJR2.xml', aJournal())
      await store.whenState('PJR2.xml', 'accepted')
      expect(store.cloud.received().journals.map(({ name }) => name)).toEqual(['PJR1.xml', 'PJR2.xml'])
      expect((await readdir(store.dataDirectory)).filter((name) => name.startsWith('corrupt-'))).toHaveLength(1)
      expect((await engine.terminate()).code).toBe(0)
    },
  )

  test('asking about a store that never ran is exit 3, and makes nothing', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    for (const [name, ...words] of [['status'], ['files'], ['show', '1'], ['pause'], ['resend', '1']] as const)
      expect(await store.command(name, ...words)).toMatchObject({ code: 3 })
    await expect(readdir(store.dataDirectory)).rejects.toThrow('ENOENT')
  })
})

describe.concurrent('secrets', () => {
  test('neither the password nor a token is in a log line, the database, the status file or any other file of the store', async ({
    expect,
    onTestFinished,
  }) => {
    const canary = 'CANARY-pa55w0rd-äöü-7361'
    const email = 'canary.account@storebridge.example'
    const store = await practiceStore(onTestFinished, {
      cloud: { accounts: [{ email, password: canary }] },
      configuration: { petrosoft: { email } },
    })
    // The cloud quotes the password in a refusal, and a token in another; a proxy on the way might.
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeQ'
    store.misbehave(
      { on: 'sign-in', do: { kind: 'answer', status: 500, body: `no: ${canary}` } },
      {
        on: 'journal',
        match: { name: 'PJR1.xml' },
        do: { kind: 'answer', status: 401, body: `token ${token} is not known` },
      },
      {
        on: 'journal',
        match: { name: 'PJR2.xml' },
        do: { kind: 'answer', status: 422, body: `not with token ${token}` },
      },
      { on: 'connection-state', do: { kind: 'answer', status: 500, body: `Bearer ${token}` } },
    )
    for (const name of ['PJR1.xml', 'PJR2.xml', 'PJR3.xml']) await store.put(name, aJournal())
    const engine = await store.run({ password: canary })
    await store.whenState('PJR1.xml', 'accepted')
    await store.whenState('PJR2.xml', 'refused')
    await store.whenState('PJR3.xml', 'accepted')
    const told = [JSON.stringify(await store.files()), JSON.stringify(await store.status())]
    for (const file of await store.files()) told.push((await store.command('show', file.id)).stdout.toString('utf8'))
    const sentences = attemptsOf(await store.show('PJR2.xml')).map(({ sentence }) => sentence ?? '')
    expect(sentences.join()).toContain('[token removed]')
    await engine.terminate()
    const written = await Promise.all((await filesIn(store.dataDirectory)).map((path) => readFile(path)))
    expect(written.length).toBeGreaterThanOrEqual(4)
    const everything = Buffer.concat([...written, Buffer.from(engine.output() + engine.complaints() + told.join('\n'))])
    // Every token of the practice cloud begins with the same header.
    const tokenHeader = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url')
    for (const secret of [canary, encodeURIComponent(canary), 'CANARY-pa55', tokenHeader, token])
      expect(everything.includes(secret)).toBe(false)
  })
})
