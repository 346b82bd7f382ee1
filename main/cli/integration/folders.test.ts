// Which files of which folders are taken (design 4.1, 5): startFrom, include, recursive, several folders, the same bytes
// under two names, and what archiving may move and when.

import { createHash } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test, vi } from 'vitest'
import { aJournal } from './journal-bytes.ts'
import { practiceStore, putFile } from './practice-store.ts'
import { names } from './told-attempts.ts'
import { until } from './until.ts'

vi.setConfig({ testTimeout: 60_000 })

const day = 24 * 3600_000
const exists = async (path: string): Promise<boolean> => (await readFile(path).catch(() => null)) !== null

describe.concurrent('startFrom', () => {
  test('"now": what was there before is ignored unread, what comes is sent; one of the old ones can be put back; it is decided once', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    await store.configure({ folders: [{ path: store.folder, startFrom: 'now' }] })
    await store.put('OLD1.xml', aJournal())
    await store.put('OLD2.xml', Buffer.from('not even XML'))
    const hourAgo = new Date(Date.now() - 3600_000)
    for (const name of ['OLD1.xml', 'OLD2.xml']) await utimes(join(store.folder, name), hourAgo, hourAgo)
    const engine = await store.run()
    await store.when(
      'OLD1.xml',
      'to be ignored',
      ({ state, problem }) => state === 'ignored' && problem === 'before-start',
    )
    await store.put('NEW.xml', aJournal())
    await store.whenState('NEW.xml', 'accepted')
    const old = await store.file('OLD1.xml')
    expect(old).toMatchObject({ sha256: null, storedAt: null, attempts: 0 })
    expect((await store.file('OLD2.xml')).state).toBe('ignored')
    // A later start is not a later "now".
    store.lookAway()
    await engine.terminate()
    await store.put('BETWEEN.xml', aJournal())
    await store.run()
    await store.whenState('BETWEEN.xml', 'accepted')
    expect((await store.command('put-back', old.id)).code).toBe(0)
    await store.whenState('OLD1.xml', 'accepted')
    expect((await store.file('OLD1.xml')).id).toBe(old.id)
    expect((await store.file('OLD2.xml')).state).toBe('ignored')
    expect(
      store.cloud
        .received()
        .journals.map(({ name }) => name)
        .toSorted(),
    ).toEqual(['BETWEEN.xml', 'NEW.xml', 'OLD1.xml'])
  })

  test('a date begins with the store’s own midnight', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    await store.configure({
      store: { timeZone: 'America/New_York' },
      folders: [{ path: store.folder, startFrom: '2026-11-10' }],
    })
    const put = async (name: string, at: string): Promise<void> => {
      const path = await store.put(name, aJournal())
      await utimes(path, new Date(at), new Date(at))
    }
    await put('BEFORE.xml', '2026-11-10T04:59:59Z')
    await put('AFTER.xml', '2026-11-10T05:00:01Z')
    await store.run()
    await store.whenState('AFTER.xml', 'accepted')
    expect(await store.file('BEFORE.xml')).toMatchObject({ state: 'ignored', problem: 'before-start' })
  })

  test('"all", the default, takes files of any age', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    const path = await store.put('OLD.xml', aJournal())
    await utimes(path, new Date(Date.now() - 900 * day), new Date(Date.now() - 900 * day))
    await store.run()
    await store.whenState('OLD.xml', 'accepted')
    expect((await store.show('OLD.xml')).sightings).toHaveLength(1)
  })
})

describe.concurrent('which names', () => {
  test('include takes patterns without case; other names, folders and links are no files of ours', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    await store.configure({ folders: [{ path: store.folder, include: ['PJR*.xml', 'CPJR????.dat'] }] })
    for (const name of ['PJR1.xml', 'pjr2.XML', 'CPJR0001.DAT', 'CPJR001.dat', 'ISM1.xml', 'PJR3.xml.tmp', 'xPJR4.xml'])
      await store.put(name, aJournal())
    await mkdir(join(store.folder, 'PJRfolder.xml'))
    await writeFile(join(store.root, 'elsewhere.xml'), aJournal())
    await symlink(join(store.root, 'elsewhere.xml'), join(store.folder, 'PJRlink.xml'))
    await store.run()
    for (const name of ['PJR1.xml', 'pjr2.XML', 'CPJR0001.DAT']) await store.whenState(name, 'accepted')
    expect(names(await store.files())).toEqual(['CPJR0001.DAT', 'PJR1.xml', 'pjr2.XML'])
  })

  test('subfolders are left alone unless recursive is set; then a name counts with its folder', async ({
    expect,
    onTestFinished,
  }) => {
    for (const recursive of [false, true]) {
      const store = await practiceStore(onTestFinished)
      await store.configure({ folders: [{ path: store.folder, recursive }] })
      await mkdir(join(store.folder, 'register 2', 'deep'), { recursive: true })
      await store.put('PJR1.xml', aJournal())
      await putFile(join(store.folder, 'register 2'), 'PJR1.xml', aJournal())
      await store.run()
      await store.whenState('PJR1.xml', 'accepted')
      await putFile(join(store.folder, 'register 2', 'deep'), 'PJR9.xml', aJournal())
      if (recursive) {
        await store.whenState('PJR9.xml', 'accepted')
        await until('both of one name', () => store.rows().filter(({ state }) => state === 'accepted').length === 3)
        expect((await store.show('PJR9.xml')).sightings.map(({ path }) => path)).toEqual(['register 2/deep/PJR9.xml'])
        // They are two files, not two versions of one.
        expect((await store.files()).filter(({ name }) => name === 'PJR1.xml').map(({ state }) => state)).toEqual([
          'accepted',
          'accepted',
        ])
      } else {
        await store.put('PJR2.xml', aJournal())
        await store.whenState('PJR2.xml', 'accepted')
        expect(names(await store.files())).toEqual(['PJR1.xml', 'PJR2.xml'])
      }
    }
  })
})

describe.concurrent('several folders and several names', () => {
  test('two folders are collected side by side, and one that is missing hinders only itself', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const second = join(store.root, 'second')
    const missing = join(store.root, 'missing')
    await mkdir(second)
    await store.configure({ folders: [{ path: store.folder }, { path: second }, { path: missing }] })
    await store.put('PJR1.xml', aJournal())
    await putFile(second, 'PJR1.xml', aJournal())
    await store.run()
    await until('two to be accepted', () => store.rows().filter(({ state }) => state === 'accepted').length === 2)
    const status = await store.statusWhen('the missing folder', ({ problems }) => problems.length > 0)
    expect(status.problems.map(({ code }) => code)).toEqual(['folder-missing'])
    expect(status.folders.map(({ path, reachable }) => [path, reachable])).toEqual([
      [store.folder, true],
      [second, true],
      [missing, false],
    ])
    await mkdir(missing)
    await putFile(missing, 'PJR3.xml', aJournal())
    await store.whenState('PJR3.xml', 'accepted')
    await store.statusWhen(
      'all folders to be there',
      ({ folders, problems }) => problems.length === 0 && folders.every(({ reachable }) => reachable),
    )
  })

  test('the same bytes under two names, in two folders and again after a restart are one file, sent once, with all its sightings', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const second = join(store.root, 'second')
    await mkdir(second)
    await store.configure({ folders: [{ path: store.folder }, { path: second }] })
    const bytes = aJournal()
    await store.put('PJR1.xml', bytes)
    const engine = await store.run()
    const { id } = await store.whenState('PJR1.xml', 'accepted')
    await store.put('COPY.xml', bytes)
    await putFile(second, 'PJR1.xml', bytes)
    await engine.line('the second name', ({ event, name }) => event === 'seen-again' && name === 'COPY.xml')
    await engine.line('the second folder', ({ event, name }) => event === 'seen-again' && name === 'PJR1.xml')
    store.lookAway()
    await engine.terminate()
    await store.put('LATER.xml', bytes)
    const again = await store.run()
    await again.line('the third name', ({ event, name }) => event === 'seen-again' && name === 'LATER.xml')
    expect(await store.files()).toHaveLength(1)
    const file = await store.show('PJR1.xml')
    expect(file.id).toBe(id)
    const seen = file.sightings.map(({ folder, path }) => join(folder, path))
    expect([seen[0], seen[3]]).toEqual([join(store.folder, 'PJR1.xml'), join(store.folder, 'LATER.xml')])
    expect(seen.slice(1, 3).toSorted()).toEqual([join(store.folder, 'COPY.xml'), join(second, 'PJR1.xml')].toSorted())
    expect(store.cloud.received().journals).toHaveLength(1)
    // The id of any sighting means the file.
    for (const sighting of file.sightings)
      expect((await store.command('show', sighting.id, '--json')).stdout.toString()).toContain(`"id":"${id}"`)
  })
})

describe.concurrent('archiving', () => {
  test('is off by default: the register’s files are never touched', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    const bytes = aJournal()
    const path = await store.put('PJR1.xml', bytes)
    await chmod(path, 0o444)
    const engine = await store.run()
    await store.whenState('PJR1.xml', 'accepted')
    await engine.terminate()
    expect((await readFile(path)).equals(bytes)).toBe(true)
    expect(await readdir(store.folder)).toEqual(['PJR1.xml'])
  })

  test('moves only accepted and not-needed files, only after the verdict, as they were, never over another file', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const archive = join(store.root, 'archive', 'pjr')
    await store.configure({ folders: [{ path: store.folder, afterVerdict: { archive } }] })
    await mkdir(archive, { recursive: true })
    await writeFile(join(archive, 'GOOD.xml'), 'somebody else’s')
    // What a helper left that was killed in the middle of a copy long ago, one at work, and a stranger's.
    for (const name of ['.storebridge-0123456789ab.tmp', '.storebridge-ba9876543210.tmp', '.storebridge-notes.tmp'])
      await writeFile(join(archive, name), 'x')
    for (const name of ['.storebridge-0123456789ab.tmp', '.storebridge-notes.tmp'])
      await utimes(join(archive, name), new Date(Date.now() - day), new Date(Date.now() - day))
    store.misbehave({ on: 'journal', match: { name: 'LATER.xml' }, do: { kind: 'delay', ms: 6000 } })
    const good = aJournal()
    await store.put('GOOD.xml', good)
    await store.put('NOTES.xml', aJournal({ tail: '\n\x1a' }))
    await store.put('NOTHING.xml', aJournal({ event: 'VoidEvent' }))
    await store.put('REFUSED.xml', aJournal({ price: '1,2' }))
    await store.put('HELD.xml', Buffer.from('no XML'))
    await store.put('LATER.xml', aJournal())
    await store.put('GROWING.xml', aJournal().subarray(0, 400))
    const engine = await store.run()
    for (const name of ['GOOD.xml', 'NOTES.xml', 'NOTHING.xml'])
      await engine.line(
        `${name} to be archived`,
        ({ event, name: archived }) => event === 'archived' && archived === name,
      )
    // Its verdict is still out, although the cloud has it.
    expect(store.received('LATER.xml')).toHaveLength(1)
    if (!engine.lines().some(({ event, name }) => event === 'answered' && name === 'LATER.xml'))
      expect(await exists(join(store.folder, 'LATER.xml'))).toBe(true)
    await engine.line('the late one to be archived', ({ event, name }) => event === 'archived' && name === 'LATER.xml')
    expect((await readdir(store.folder)).toSorted()).toEqual(['GROWING.xml', 'HELD.xml', 'REFUSED.xml'])
    const renamed = `GOOD-${createHash('sha256').update(good).digest('hex').slice(0, 8)}.xml`
    expect((await readdir(archive)).toSorted()).toEqual(
      [
        '.storebridge-ba9876543210.tmp',
        '.storebridge-notes.tmp',
        'GOOD.xml',
        'LATER.xml',
        'NOTES.xml',
        'NOTHING.xml',
        renamed,
      ].toSorted(),
    )
    expect((await readFile(join(archive, renamed))).equals(good)).toBe(true)
    expect(await readFile(join(archive, 'GOOD.xml'), 'utf8')).toBe('somebody else’s')
    expect((await store.show('GOOD.xml')).sightings.map(({ archivedTo }) => archivedTo)).toEqual([
      join(archive, renamed),
    ])
    expect((await store.file('GOOD.xml')).state).toBe('accepted')
  })

  test('moves a file only when the very bytes that lie there were accepted', async ({ expect, onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    const archive = join(store.root, 'archive')
    await store.configure({ folders: [{ path: store.folder, afterVerdict: { archive } }] })
    // The verdict comes after the file was changed behind our back: same length, same time.
    store.misbehave({ on: 'journal', match: { name: 'PJR1.xml' }, do: { kind: 'delay', ms: 3000 } })
    const path = await store.put('PJR1.xml', aJournal())
    const at = new Date(Date.now() - 60_000)
    await utimes(path, at, at)
    const engine = await store.run()
    await store.whenCloud(({ journals }) => journals.length === 1)
    const other = aJournal()
    await writeFile(path, other)
    await utimes(path, at, at)
    await store.whenState('PJR1.xml', 'accepted')
    await store.put('PJR2.xml', aJournal())
    await engine.line('the other one to be archived', ({ event, name }) => event === 'archived' && name === 'PJR2.xml')
    // The change is noticed: the other bytes go their own way, and move only when they have a verdict of their own.
    await engine.line(
      'the changed one to be archived',
      ({ event, name }) => event === 'archived' && name === 'PJR1.xml',
    )
    expect((await readFile(join(archive, 'PJR1.xml'))).equals(other)).toBe(true)
    const sent = store.cloud.received().journals.map(({ sha256 }) => sha256)
    expect(sent).toContain(createHash('sha256').update(other).digest('hex'))
    expect((await readdir(archive)).toSorted()).toEqual(['PJR1.xml', 'PJR2.xml'])
  })

  test('an archive that cannot be written is told in the log, loses nothing, and stops no sending', async ({
    expect,
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const archive = join(store.root, 'archive')
    await writeFile(archive, 'a file, not a folder')
    await store.configure({ folders: [{ path: store.folder, afterVerdict: { archive } }] })
    const bytes = aJournal()
    const path = await store.put('PJR1.xml', bytes)
    const engine = await store.run()
    await store.whenState('PJR1.xml', 'accepted')
    await engine.line('the failure', ({ event, name }) => event === 'not-archived' && name === 'PJR1.xml')
    await store.put('PJR2.xml', aJournal())
    await store.whenState('PJR2.xml', 'accepted')
    expect((await readFile(path)).equals(bytes)).toBe(true)
    await rm(archive)
    await engine.line(
      'the file to be archived after all',
      ({ event, name }) => event === 'archived' && name === 'PJR1.xml',
    )
    expect((await readFile(join(archive, 'PJR1.xml'))).equals(bytes)).toBe(true)
  })
})
