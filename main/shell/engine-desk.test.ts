import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { EngineCall, EngineInput, EngineOutput, EnginePicture } from '../../contract/engine-port.ts'
import { everyFile, type FileFilter, type Settings } from '../../contract/ipc.ts'
import { practiceAccount, startPracticeCloud } from '../../sandbox/practice-cloud.ts'
import { freshSamples } from '../../sandbox/practice-journals.ts'
import { forkFolderHelper } from '../engine/collect/fork-helper.ts'
import { settingsOf } from '../engine/setup/configuration-from-settings.ts'
import { openStore } from '../engine/engine.ts'
import { openSqlite } from '../engine/storage/open-database.ts'
import { writeFact } from '../engine/storage/fact-table.ts'
import { systemClock, type Clock } from '../engine/support/clock.ts'
import { FakeClock, until } from '../engine/testing/fake-clock.ts'
import { temporaryDirectory, testConfiguration } from '../engine/testing/test-store.ts'
import { EngineDesk } from './engine-desk.ts'

const checkerFile = join(import.meta.dirname, '..', 'engine', 'storage', 'check-thread.ts')
const helperFile = join(import.meta.dirname, '..', 'engine', 'collect', 'folder-helper.ts')

interface DeskForTest {
  readonly desk: EngineDesk
  readonly directory: string
  readonly pictures: EnginePicture[]
  readonly newest: () => EnginePicture | undefined
  readonly ask: <Name extends EngineCall>(call: Name, input: EngineInput<Name>) => Promise<EngineOutput<Name>>
  readonly fileChanges: () => number
  readonly logged: string[]
}

const deskOn = async (
  directory = temporaryDirectory(),
  more: {
    mode?: 'real' | 'practice'
    password?: string | null
    clock?: Clock
    onPicture?: () => void
    uncheckedAbove?: number
  } = {},
): Promise<DeskForTest> => {
  const pictures: EnginePicture[] = []
  const logged: string[] = []
  let fileChanges = 0
  const desk = new EngineDesk({
    dataDirectory: directory,
    mode: more.mode ?? 'real',
    password: more.password ?? null,
    openHelper: () => Promise.resolve(forkFolderHelper(helperFile)),
    log: (_level, event, facts) => logged.push(JSON.stringify([event, facts])),
    onPicture: (picture) => {
      pictures.push(picture)
      more.onPicture?.()
    },
    onFilesChanged: () => (fileChanges += 1),
    checker: checkerFile,
    ...(more.clock === undefined ? {} : { clock: more.clock }),
    ...(more.uncheckedAbove === undefined ? {} : { uncheckedAbove: more.uncheckedAbove }),
  })
  onTestFinished(() => desk.stop())
  await desk.open()
  return {
    desk,
    directory,
    pictures,
    newest: () => pictures.at(-1),
    ask: async (call, input) => {
      const result = await desk.ask(call, input)
      if (!result.ok) throw new Error(`${call}: ${result.sentence}`)
      return result.value as EngineOutput<typeof call>
    },
    fileChanges: () => fileChanges,
    logged,
  }
}

const cloudFor = async () => {
  const cloud = await startPracticeCloud()
  onTestFinished(() => cloud.close())
  return cloud
}

const settingsFor = (baseUrl: string, ...folders: string[]): Settings =>
  settingsOf(
    testConfiguration({
      petrosoft: { baseUrl, email: practiceAccount.email, password: { env: 'X' } },
      folders: folders.map((path) => ({ path })),
    }),
  )

/** Noise over the first page of a table. */
const garble = (path: string, table: string): void => {
  const db = openSqlite(path)
  const root = Number(db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table))
  db.close()
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(2000, 0xa5), 0, 2000, (root - 1) * 4096)
  closeSync(file)
}

const everything: FileFilter = { ...everyFile, dateKind: 'found' }

describe('a store that is not set up', () => {
  test('waits for settings, answers what needs none, and says plainly that the rest must wait', async () => {
    const { newest, ask, desk } = await deskOn()
    expect(newest()).toMatchObject({ phase: 'setup', store: null, status: null, trouble: null })
    expect(await ask('getSettings', undefined)).toBeNull()
    expect(await desk.ask('getToday', undefined)).toEqual({
      ok: false,
      kind: 'not-ready',
      sentence: 'This store is not set up yet.',
      told: { code: 'not-set-up', detail: '' },
    })
    expect(await ask('testLocation', { locationId: '1', timeZone: 'America/New_York' })).toMatchObject({ ok: false })
  })

  test('is set up by settings, keeps them over a restart, and never keeps the password', async () => {
    const password = 'canary-7f3c-of-the-store'
    const cloud = await startPracticeCloud({ accounts: [{ email: practiceAccount.email, password }] })
    onTestFinished(() => cloud.close())
    const { directory, desk, ask, newest } = await deskOn(undefined, { password })
    const settings = settingsFor(cloud.url, temporaryDirectory())
    expect(await ask('saveSettings', settings)).toEqual({ ok: true })
    expect(newest()).toMatchObject({ phase: 'running', store: { locationId: '33084' }, baseUrl: cloud.url })
    expect(await ask('getSettings', undefined)).toEqual(settings)
    await until('it is signed in', () => newest()?.status?.signIn === 'signed-in')
    await desk.stop()
    const holding = readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => readFileSync(path).includes(password))
    expect(holding).toEqual([])
    const again = await deskOn(directory)
    expect(again.newest()?.phase).toBe('running')
    expect(await again.ask('getSettings', undefined)).toEqual(settings)
  })

  test('is not set up by settings that are wrong', async () => {
    const { ask, newest } = await deskOn()
    const settings = settingsFor('https://petrosoft.example', '/pos')
    const saved = await ask('saveSettings', {
      ...settings,
      petrosoft: { baseUrl: 'http://petrosoft.example', email: 'x' },
    })
    expect(saved).toMatchObject({ ok: false, errors: [{ path: 'petrosoft.baseUrl' }] })
    expect(newest()?.phase).toBe('setup')
  })

  test('tries everything its settings need, for real', async () => {
    const cloud = await cloudFor()
    const { ask } = await deskOn()
    const settings = settingsFor(cloud.url, temporaryDirectory())
    const ticks = async () =>
      Object.fromEntries((await ask('runSetupTest', settings)).map(({ what, ok }) => [what, ok]))
    expect(await ticks()).toEqual({ 'sign-in': false, location: false, folder: true, disk: true, clock: false })
    const tried = await ask('trySignIn', { baseUrl: cloud.url, ...practiceAccount })
    expect(tried).toEqual({ test: { kind: 'ok' }, proved: true })
    expect(await ask('testLocation', { locationId: '33084', timeZone: 'America/New_York' })).toMatchObject({ ok: true })
    expect(await ticks()).toEqual({ 'sign-in': true, location: true, folder: true, disk: true, clock: true })
    cloud.control.changeSettings({ clockSkewSeconds: 900 })
    expect((await ask('trySignIn', { baseUrl: cloud.url, ...practiceAccount })).test.kind).toBe('clock-wrong')
    expect(await ticks()).toMatchObject({ 'sign-in': true, clock: false })
  })
})

describe('the one real file of the set-up', () => {
  const samples = freshSamples(Date.now(), 'America/New_York')
  const sampleOf = (state: string) => {
    const sample = samples.find(({ expected }) => expected.state === state)
    if (sample === undefined) throw new Error(`no sample that is ${state}`)
    return sample
  }
  /** A set-up whose sign-in is proved, with files in the folder; the last one is the newest. */
  const setUpWith = async (...journals: readonly { name: string; bytes: Buffer }[]) => {
    const cloud = await cloudFor()
    const register = temporaryDirectory()
    const made = await deskOn()
    const settings = settingsFor(cloud.url, register)
    await made.ask('trySignIn', { baseUrl: cloud.url, ...practiceAccount })
    journals.forEach(({ name, bytes }, index) => {
      const path = join(register, name)
      writeFileSync(path, bytes)
      const at = Date.now() / 1000 - 3600 + index
      utimesSync(path, at, at)
    })
    const offer = () => made.ask('offerTrialFile', { folder: register })
    const send = (name: string, asked: Settings = settings) => made.ask('sendTrialFile', { settings: asked, name })
    return { ...made, cloud, register, settings, offer, send }
  }
  const other = (sample: { bytes: Buffer }) =>
    Buffer.from(sample.bytes.toString('utf8').replaceAll(/(<TransactionID>)\d/g, '$19'))

  test(
    'is the newest one with sales, goes alone through the queue, and is in the books before the set-up is finished',
    { timeout: 40_000 },
    async () => {
      const good = sampleOf('accepted')
      const older = { name: 'older.xml', bytes: other(good) }
      const { desk, offer, send, cloud, pictures, newest, ask, settings, register } = await setUpWith(older, good, {
        name: 'notes.xml',
        bytes: Buffer.from('<?xml version="1.0"?><Notes/>'),
      })
      const offered = await offer()
      expect(offered).toMatchObject({ kind: 'file', file: { name: good.name, size: good.bytes.length } })
      expect(offered.kind === 'file' && offered.file.sales).toBeGreaterThan(0)

      const outcome = await send(good.name)
      expect(outcome).toMatchObject({ name: good.name, state: 'accepted' })
      expect(outcome.referenceId).not.toBeNull()
      expect(cloud.received().journals.map(({ name }) => name)).toEqual([good.name])
      expect(new Set(pictures.map(({ phase }) => phase)), 'the window never leaves the set-up').toEqual(
        new Set(['setup']),
      )
      expect(newest()?.store).toBeNull()

      expect(await offer(), 'a second one is not offered').toEqual({ kind: 'sent', outcome })
      expect(await send('older.xml'), 'nor sent').toEqual(outcome)
      expect(cloud.received().journals).toHaveLength(1)
      expect(await ask('getSettings', undefined)).toBeNull()

      desk.setPassword(practiceAccount.password)
      // Only what comes from now on: the older one stays where it is, and the sent one is not sent again.
      const [folder] = settings.folders
      if (folder === undefined) throw new Error('no folder')
      await ask('saveSettings', { ...settings, folders: [{ ...folder, startFrom: 'now' }] })
      const found = await ask('getFile', { id: outcome.id ?? '' })
      expect(found).toMatchObject({ name: good.name, state: 'accepted', attempts: 1 })
      writeFileSync(
        join(register, 'fresh.xml'),
        other({ bytes: other(good) })
          .toString('utf8')
          .replaceAll('<TransactionID>9', '<TransactionID>8'),
      )
      await until('the new one is accepted, too', () => newest()?.status?.counts.accepted === 2, 20_000)
      const { rows } = await ask('listFiles', { filter: everything, after: null, limit: 10 })
      expect(rows.find(({ name }) => name === 'older.xml')?.state).toBe('ignored')
      const { activity } = await ask('getSupport', undefined)
      expect(activity.map(({ action }) => action)).toContain('trial-sent')
    },
  )

  test(
    'that is refused is told so, stays in the books, and does not keep anybody from finishing',
    { timeout: 40_000 },
    async () => {
      const bad = sampleOf('refused')
      const { send, ask, settings, newest } = await setUpWith(bad)
      const outcome = await send(bad.name)
      expect(outcome).toMatchObject({ state: 'refused' })
      expect(await ask('saveSettings', settings)).toEqual({ ok: true })
      expect(newest()?.phase).toBe('running')
      expect(await ask('getFile', { id: outcome.id ?? '' })).toMatchObject({ state: 'refused', name: bad.name })
    },
  )

  test(
    'that the service does not take waits, and goes by itself once the store runs',
    { timeout: 60_000 },
    async () => {
      const good = sampleOf('accepted')
      const { send, ask, settings, cloud, desk, newest } = await setUpWith(good)
      cloud.control.addFaults({ on: 'journal', do: { kind: 'answer', status: 503 }, times: 100 })
      const outcome = await send(good.name)
      expect(outcome.state).toBe('waiting')
      cloud.control.clearFaults()
      desk.setPassword(practiceAccount.password)
      await ask('saveSettings', settings)
      await ask('tryNow', undefined)
      await until('it is accepted', () => newest()?.status?.counts.accepted === 1, 20_000)
      expect(cloud.received().journals.filter(({ verdict }) => verdict === 'Success')).toHaveLength(1)
    },
  )

  test('is not sent without a proved sign-in, nor under another name than the one that was shown', async () => {
    const good = sampleOf('accepted')
    const { desk, settings, cloud } = await setUpWith(good)
    const refused = { ok: false, kind: 'failed', told: { code: 'file-not-offered' } }
    expect(await desk.ask('sendTrialFile', { settings, name: 'other.xml' })).toMatchObject(refused)
    const stranger = { ...settings, petrosoft: { ...settings.petrosoft, email: 'other@acme.example' } }
    expect(await desk.ask('sendTrialFile', { settings: stranger, name: good.name })).toMatchObject(refused)
    expect(cloud.received().journals).toEqual([])
  })

  test('is no matter of a store that is set up', async () => {
    const { desk, ask, settings, register } = await setUpWith()
    await ask('saveSettings', settings)
    expect(await desk.ask('offerTrialFile', { folder: register })).toMatchObject({ ok: false, kind: 'failed' })
  })

  test('cannot keep the program from ending', { timeout: 30_000 }, async () => {
    const good = sampleOf('accepted')
    const { desk, settings, cloud, directory } = await setUpWith(good)
    cloud.control.addFaults({ on: 'journal', do: { kind: 'hang' } })
    const sending = desk.ask('sendTrialFile', { settings, name: good.name })
    await until(
      'it is under way',
      () => cloud.received().journals.length + cloud.received().requests.length > 1,
      15_000,
    )
    await desk.stop()
    expect(await sending).toMatchObject({ ok: true, value: { name: good.name } })
    const again = await deskOn(directory)
    expect(again.newest()?.phase).toBe('setup')
    expect(await again.ask('offerTrialFile', { folder: settings.folders[0]?.path ?? '' })).toMatchObject({
      kind: 'sent',
    })
  })
})

describe('a store that runs', () => {
  const runningStore = async () => {
    const cloud = await cloudFor()
    const register = temporaryDirectory()
    const made = await deskOn(undefined, { password: practiceAccount.password })
    const settings = settingsFor(cloud.url, register)
    await made.ask('saveSettings', settings)
    const put = (...journals: readonly { name: string; bytes: Buffer }[]): void => {
      for (const { name, bytes } of journals) writeFileSync(join(register, name), bytes)
    }
    const counts = () => made.newest()?.status?.counts
    return { ...made, cloud, register, settings, put, counts }
  }

  test(
    'brings a sale from the folder to the cloud, and shows its way on every screen',
    { timeout: 40_000 },
    async () => {
      const { ask, put, counts, cloud, fileChanges, newest } = await runningStore()
      const samples = freshSamples(Date.now(), 'America/New_York')
      const good = samples.find(({ expected }) => expected.state === 'accepted')
      const bad = samples.find(({ expected }) => expected.state === 'refused')
      if (good === undefined || bad === undefined) throw new Error('no samples')
      put(good, bad)
      await until('both have their verdict', () => counts()?.accepted === 1 && counts()?.refused === 1, 20_000)
      expect(cloud.received().journals).toHaveLength(2)
      expect(fileChanges()).toBeGreaterThan(0)
      const page = await ask('listFiles', { filter: { ...everything, group: 'refused' }, after: null, limit: 10 })
      expect(page.rows.map(({ name, problemCount }) => [name, problemCount])).toEqual([[bad.name, 1]])
      const listed = await ask('listFileIds', { filter: everything, after: null })
      expect(listed.next).toBeNull()
      const newestFirst = [...listed.ids].sort((one, other) => Number(other) - Number(one))
      expect(listed.ids).toEqual(newestFirst)
      const asked = [...listed.ids].reverse()
      expect((await ask('getFileRows', { ids: [...asked, '999999'] })).map((row) => row.id)).toEqual(asked)
      const id = page.rows[0]?.id ?? ''
      const file = await ask('getFile', { id })
      const place = file?.details.find(({ line }) => line !== null)
      const { lines, event } = await ask('getLines', { id, from: place?.line ?? 1, count: 1 })
      expect(lines[0]?.text.slice((place?.position ?? 1) - 1)).toMatch(/^1,25/)
      expect(event).toMatchObject({ type: 'SaleEvent', index: 1, of: 1 })
      expect(
        (await ask('getLaidOut', { id, line: place?.line ?? 1, position: place?.position ?? 1 }))?.markedLine,
      ).not.toBeNull()
      const today = await ask('getToday', undefined)
      expect([today.needsYouCount, today.needsYou[0]?.id, today.latest.length]).toEqual([1, id, 2])
      expect(today.freeBytes).toBeGreaterThan(0)
      // Nothing is said of the register before the first report about it.
      await until('the first report got through', () => newest()?.status?.lastReport?.ok === true, 20_000)
      const connection = await ask('getConnection', undefined)
      expect(connection).toMatchObject({
        register: { state: 'working' },
        petrosoft: { state: 'signed-in' },
        internet: { state: 'good' },
      })
      const order = { action: 'set-aside', which: { ids: [id] }, reason: 'wrong price', again: false } as const
      expect(await ask('giveOrder', order)).toMatchObject({ files: 1, dueAt: null, left: {} })
      expect((await ask('getFile', { id }))?.decisions).toMatchObject([
        { action: 'set-aside', reason: 'wrong price', applied: true },
      ])
    },
  )

  // The law is that of `Engine.onChanged`; each picture has its cards counted once, from the rows of its moment.
  test.each([
    { counting: 'takes no time', costMs: 0, apartMs: 200 },
    { counting: 'takes as long as in a very large store', costMs: 60, apartMs: 600 },
  ])(
    'counts its cards anew only now and then while many files arrive and are answered, and in the end all of them, when counting $counting',
    { timeout: 40_000 },
    async ({ costMs, apartMs }) => {
      const fake = new FakeClock(Date.now())
      /** What counting took, on top of the time that passes by itself. */
      let spent = 0
      const clock: Clock = {
        wall: () => fake.wall() + spent,
        monotonic: () => fake.monotonic() + spent,
        after: (ms, action) => fake.after(ms, action),
      }
      const countedAt: number[] = []
      const cloud = await cloudFor()
      const register = temporaryDirectory()
      const { ask, newest } = await deskOn(undefined, {
        password: practiceAccount.password,
        clock,
        onPicture: () => {
          countedAt.push(clock.monotonic())
          spent += costMs
        },
      })
      await ask('saveSettings', settingsFor(cloud.url, register))
      const files = 24
      const samples = freshSamples(Date.now(), 'America/New_York')
      for (const state of ['accepted', 'refused']) {
        const sample = samples.find(({ expected }) => expected.state === state)
        for (let i = 1; i <= files / 2; i += 1) {
          const text = sample?.bytes
            .toString('utf8')
            .replaceAll(/(?<=<TransactionID>)\d+/g, (number) => String(Number(number) + i * 1000))
          writeFileSync(join(register, `${i}-${sample?.name}`), text ?? '')
        }
      }
      countedAt.length = 0
      const counts = () => newest()?.status?.counts
      const deadline = performance.now() + 30_000
      while ((counts()?.accepted ?? 0) + (counts()?.refused ?? 0) < files && performance.now() < deadline) {
        await fake.advance(2)
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      expect(counts()).toMatchObject({ accepted: files / 2, refused: files / 2 })
      expect(newest()?.attention.map(({ code, count }) => [code, count])).toEqual([['files-refused', files / 2]])

      // Each file was stored, judged, begun to be sent and answered: four times something to tell.
      expect(countedAt.length).toBeLessThan(files)
      const between = countedAt.slice(1).map((at, index) => at - (countedAt[index] ?? 0))
      // The beat of every five seconds asks nobody.
      expect(between.filter((ms) => ms < apartMs).length).toBeLessThanOrEqual((clock.monotonic() - 1000) / 5000)
    },
  )

  test(
    'tells its sales days, and keeps that a day was closed until it is taken back',
    { timeout: 40_000 },
    async () => {
      const { ask, put, counts } = await runningStore()
      const [good] = freshSamples(Date.now(), 'America/New_York')
      if (good === undefined) throw new Error('no samples')
      put(good)
      await until('it is accepted', () => counts()?.accepted === 1, 20_000)
      const days = await ask('getLastDays', undefined)
      const today = days.at(-1)?.date ?? ''
      expect(days).toHaveLength(14)
      const sold = await ask('getSalesDay', { date: today })
      expect(sold).toMatchObject({ date: today, files: 1, accepted: 1, sales: 1, verdict: 'still-arriving' })
      const month = await ask('getSalesMonth', { month: today.slice(0, 7) })
      expect(month.days.find(({ date }) => date === today)).toMatchObject({ accepted: 1, amount: sold.amount })
      await ask('markDayClosed', { date: '2026-01-05', closed: true })
      expect(await ask('getSalesDay', { date: '2026-01-05' })).toMatchObject({ verdict: 'closed', markedClosed: true })
      await ask('markDayClosed', { date: '2026-01-05', closed: false })
      expect(await ask('getSalesDay', { date: '2026-01-05' })).toMatchObject({ verdict: 'none', markedClosed: false })
    },
  )

  test('takes new settings at once, without losing what it had collected', { timeout: 40_000 }, async () => {
    const { ask, put, counts, settings, pictures, directory } = await runningStore()
    const [first] = freshSamples(Date.now(), 'America/New_York')
    if (first === undefined) throw new Error('no samples')
    put(first)
    await until('it is accepted', () => counts()?.accepted === 1, 20_000)
    const second = temporaryDirectory()
    const changed = {
      ...settings,
      store: { ...settings.store, name: 'Acme #204' },
      folders: [...settings.folders, { ...settings.folders[0], path: second }],
    } as Settings
    const before = pictures.length
    expect(await ask('saveSettings', changed)).toEqual({ ok: true })
    const between = pictures.slice(before).find(({ phase }) => phase === 'opening')
    expect(between).toMatchObject({ store: { locationId: '33084' }, status: null })
    expect(pictures.at(-1)).toMatchObject({ phase: 'running', store: { name: 'Acme #204' } })
    const [other] = freshSamples(Date.now() + 5000, 'America/New_York')
    if (other === undefined) throw new Error('no samples')
    writeFileSync(join(second, other.name), other.bytes)
    await until('the file of the new folder is accepted too', () => counts()?.accepted === 2, 20_000)
    expect(await ask('saveSettings', changed)).toEqual({ ok: true })
    expect(readdirSync(directory)).toContain('storebridge.db')
  })

  test('does not become another store while files wait for this one', { timeout: 40_000 }, async () => {
    const { ask, put, counts, settings } = await runningStore()
    await ask('pause', { until: null })
    const [first] = freshSamples(Date.now(), 'America/New_York')
    if (first === undefined) throw new Error('no samples')
    put(first)
    await until('it waits', () => counts()?.waiting === 1, 20_000)
    const moved = { ...settings, store: { ...settings.store, locationId: '99999' } }
    expect(await ask('saveSettings', moved)).toMatchObject({ ok: false, errors: [{ path: 'store.locationId' }] })
    await ask('resume', undefined)
    await until('it is gone', () => counts()?.accepted === 1 && counts()?.waiting === 0, 20_000)
    expect(await ask('saveSettings', moved)).toEqual({ ok: true })
  })

  test('pauses until a time that is to come, and says no to one that is past', async () => {
    const { ask, desk, newest } = await runningStore()
    const past = await desk.ask('pause', { until: '2020-01-01T00:00:00.000Z' })
    expect(past).toMatchObject({ ok: false, kind: 'failed', sentence: 'The end of the pause is already past.' })
    await ask('pause', { until: '2099-01-01T00:00:00.000Z' })
    await until('it shows', () => newest()?.status?.paused?.until === '2099-01-01T00:00:00.000Z')
  })

  test('asks for a password it does not have, and signs in with it when it comes', { timeout: 40_000 }, async () => {
    const cloud = await cloudFor()
    const { ask, desk, newest } = await deskOn()
    await ask('saveSettings', settingsFor(cloud.url, temporaryDirectory()))
    await until(
      'it asks',
      () => newest()?.status?.problems.some(({ code }) => code === 'sign-in-needed') === true,
      20_000,
    )
    desk.setPassword(practiceAccount.password)
    await until('it is signed in', () => newest()?.status?.signIn === 'signed-in', 20_000)
  })

  test('in practice keeps its cloud, its account and its folder', async () => {
    const cloud = await cloudFor()
    const { ask } = await deskOn(undefined, { mode: 'practice', password: practiceAccount.password })
    const register = temporaryDirectory()
    const settings = settingsFor(cloud.url, register)
    await ask(
      'applyConfiguration',
      testConfiguration({
        petrosoft: { baseUrl: cloud.url, email: practiceAccount.email, password: { env: 'X' } },
        folders: [{ path: register }],
      }),
    )
    const saved = await ask('saveSettings', {
      ...settings,
      petrosoft: { baseUrl: 'https://cnnx35-api.petrosoft.cloud', email: 'real@store.example' },
      folders: [{ ...settings.folders[0], path: '/real' }],
    } as Settings)
    expect(saved.ok ? [] : saved.errors.map(({ path }) => path)).toEqual([
      'petrosoft.baseUrl',
      'petrosoft.email',
      'folders',
    ])
    expect(await ask('saveSettings', { ...settings, store: { ...settings.store, name: 'Mine' } })).toEqual({ ok: true })
  })
})

describe('a store that cannot be used', () => {
  test('because another engine has it says so, and goes on by itself when that one ends', async () => {
    const directory = temporaryDirectory()
    const other = openStore(directory)
    const clock = new FakeClock()
    const { newest } = await deskOn(directory, { clock })
    expect(newest()).toMatchObject({
      phase: 'stopped',
      trouble: expect.stringContaining('Another Storebridge') as string,
    })
    other.close()
    await clock.advance(15_000)
    await until('it is open', () => newest()?.phase === 'setup')
  })

  test('because its records are damaged is restored, and the damaged records are kept', async () => {
    const damaged = temporaryDirectory()
    const bytes = Buffer.from('not a database at all, but long enough to be looked at'.repeat(100))
    writeFileSync(join(damaged, 'storebridge.db'), bytes)
    const { newest } = await deskOn(damaged)
    expect(newest()).toMatchObject({ phase: 'setup', trouble: null })
    const [folder = ''] = readdirSync(damaged).filter((name) => name.startsWith('corrupt-'))
    expect(readFileSync(join(damaged, folder, 'storebridge.db'))).toEqual(bytes)
  })

  test.each([
    // Read and written by every start.
    ['as it starts', 'connection_report', []],
    // Nobody asks for an answer in full: the thread finds it.
    ['while it runs', 'answer_detail', ['records-found-damaged']],
  ])(
    'because its large records turn out damaged %s is opened anew, looked at at once, and restored',
    async (_when, table, found) => {
      const directory = temporaryDirectory()
      const cloud = await cloudFor()
      const first = await deskOn(directory, { password: practiceAccount.password })
      await first.ask('saveSettings', settingsFor(cloud.url, temporaryDirectory()))
      const tells = ({ logged }: Pick<DeskForTest, 'logged'>, event: string): boolean =>
        logged.some((line) => line.startsWith(`["${event}"`))
      await until('there is a safety copy', () => tells(first, 'backup-made'))
      await first.desk.stop()
      garble(join(directory, 'storebridge.db'), table)

      // Every size counts as large: the opening looks at no table.
      const hurried: Clock = { ...systemClock, after: (ms, action) => systemClock.after(ms / 20, action) }
      const second = await deskOn(directory, {
        password: practiceAccount.password,
        uncheckedAbove: 0,
        clock: hurried,
      })
      await until(
        'it is restored and runs',
        () => tells(second, 'records-damaged') && second.newest()?.phase === 'running',
        30_000,
      )
      expect(['records-found-damaged'].filter((event) => tells(second, event))).toEqual(found)
      expect(readdirSync(directory).filter((name) => name.startsWith('corrupt-'))).toHaveLength(1)
      expect(second.newest()).toMatchObject({ trouble: null })
    },
  )

  test('because its records are of a newer program says so, and leaves them alone', async () => {
    const newer = temporaryDirectory()
    openStore(newer).close()
    const db = openSqlite(join(newer, 'storebridge.db'))
    db.pragma('user_version = 900')
    db.close()
    expect((await deskOn(newer)).newest()).toMatchObject({
      trouble: expect.stringContaining('newer Storebridge') as string,
    })
  })

  test('because its settings cannot be read is not offered to be set up anew', async () => {
    const directory = temporaryDirectory()
    const store = openStore(directory)
    writeFact(store.db, 'settings', { petrosoft: {}, store: { colour: 'red' } })
    store.close()
    const { newest, desk } = await deskOn(directory)
    expect(newest()).toMatchObject({ phase: 'stopped', trouble: expect.stringContaining('store.colour') as string })
    expect(await desk.ask('saveSettings', settingsFor('https://x.example', '/pos'))).toMatchObject({
      ok: false,
      kind: 'not-ready',
    })
  })

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'because its folder may not be written says so',
    async () => {
      const directory = join(temporaryDirectory(), 'closed')
      mkdirSync(directory, { mode: 0o500 })
      expect((await deskOn(join(directory, 'store'))).newest()).toMatchObject({ phase: 'stopped' })
    },
  )
})

test('an answer that fails inside is a sentence without the fault', async () => {
  const { desk, logged } = await deskOn()
  const result = await desk.ask('no-such-call' as EngineCall, undefined)
  expect(result).toMatchObject({ ok: false, kind: 'failed' })
  expect(logged.join()).toContain('call-failed')
})
