// The folder helper as the process it is: forked, with a real folder, real files and real links.

import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { FolderAnswers, FolderRequest } from '../../../contract/folder-port.ts'
import { systemClock } from '../support/clock.ts'
import { until } from '../testing/fake-clock.ts'
import { temporaryDirectory } from '../testing/test-store.ts'
import { createFolderClient, FolderFault, type FolderClient, type Request } from './folder-client.ts'
import { forkFolderHelper } from './fork-helper.ts'

const helperFile = join(import.meta.dirname, 'folder-helper.ts')
const onPosix = process.platform !== 'win32'
const isRoot = process.getuid?.() === 0

const helperFor = (folder: string): FolderClient => {
  const client = createFolderClient(forkFolderHelper(helperFile), folder, systemClock)
  onTestFinished(() => client.close())
  return client
}

interface Stage {
  readonly folder: string
  readonly client: FolderClient
  ask<Kind extends FolderRequest['kind']>(request: Request<Kind>): Promise<FolderAnswers[Kind]>
  at(...names: readonly string[]): string
}

const stage = (): Stage => {
  const folder = temporaryDirectory()
  const client = helperFor(folder)
  return { folder, client, ask: (request) => client.ask(request, 15_000), at: (...names) => join(folder, ...names) }
}

const list = (s: Stage, more: Partial<Request<'list'>> = {}): Promise<FolderAnswers['list']> =>
  s.ask<'list'>({ kind: 'list', include: ['*.xml'], recursive: false, unlessMtimeNs: null, ...more })

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
  } catch (fault) {
    if (fault instanceof FolderFault) return fault.code
    throw fault
  }
  return 'none'
}

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

/** Everything about a folder's files that the helper must not change by looking. */
const picture = (folder: string): unknown =>
  readdirSync(folder)
    .sort()
    .map((name) => {
      const { size, mtimeMs, mode, ino } = statSync(join(folder, name))
      return { name, size, mtimeMs, mode, ino, bytes: readFileSync(join(folder, name), 'latin1') }
    })

describe('listing', () => {
  test('names the files that match, without case, and nothing else', async () => {
    const s = stage()
    for (const name of ['a.xml', 'B.XML', 'c.txt', 'd.xml.tmp', 'ünï 1.xml']) writeFileSync(s.at(name), 'x')
    mkdirSync(s.at('folder.xml'))
    writeFileSync(s.at('folder.xml', 'inside.xml'), 'x')
    const { paths, share } = await list(s)
    expect([...(paths ?? [])].sort()).toEqual(['B.XML', 'a.xml', 'ünï 1.xml'])
    expect(share).toBe(false)
  })

  test('goes into subfolders only when it is told to, and names them with "/"', async () => {
    const s = stage()
    mkdirSync(s.at('one', 'two'), { recursive: true })
    writeFileSync(s.at('a.xml'), 'x')
    writeFileSync(s.at('one', 'two', 'b.xml'), 'x')
    expect((await list(s)).paths).toEqual(['a.xml'])
    expect([...((await list(s, { recursive: true })).paths ?? [])].sort()).toEqual(['a.xml', 'one/two/b.xml'])
  })

  test('says "as before" when the folder’s own time is the one that is known, and never for subfolders', async () => {
    const s = stage()
    writeFileSync(s.at('a.xml'), 'x')
    const first = await list(s)
    expect((await list(s, { unlessMtimeNs: first.mtimeNs })).paths).toBeNull()
    expect((await list(s, { unlessMtimeNs: first.mtimeNs, recursive: true })).paths).toEqual(['a.xml'])
    await until('the time of the folder to change', () => {
      writeFileSync(s.at('b.xml'), 'x')
      rmSync(s.at('b.xml'))
      return String(statSync(s.folder, { bigint: true }).mtimeNs) !== first.mtimeNs
    })
    expect((await list(s, { unlessMtimeNs: first.mtimeNs })).paths).toEqual(['a.xml'])
  })

  test('of a folder that is not there, or is a file, fails with the code of the system', async () => {
    const s = stage()
    rmSync(s.folder, { recursive: true })
    expect(await codeOf(list(s))).toBe('ENOENT')
    writeFileSync(s.folder, 'a file')
    expect(await codeOf(list(s))).toBe('ENOTDIR')
  })

  test.skipIf(!onPosix)('of a folder that may not be read fails with EACCES', async () => {
    const folder = temporaryDirectory()
    chmodSync(folder, 0o311)
    // What root may not do: another user tries.
    const client = createFolderClient(
      forkFolderHelper(helperFile, isRoot ? { uid: 65_534, gid: 65_534 } : {}),
      folder,
      systemClock,
    )
    onTestFinished(() => client.close())
    expect(
      await codeOf(
        client.ask<'list'>({ kind: 'list', include: ['*.xml'], recursive: false, unlessMtimeNs: null }, 15_000),
      ),
    ).toBe('EACCES')
    chmodSync(folder, 0o700)
  })

  test('of thousands of files names each of them', async () => {
    const s = stage()
    for (let i = 0; i < 3000; i++) writeFileSync(s.at(`${i}.xml`), '')
    expect(new Set((await list(s)).paths).size).toBe(3000)
  })
})

describe.skipIf(!onPosix)('links and other things that are no files', () => {
  test('are never followed: a link is not listed, not there for a look, and not read', async () => {
    const s = stage()
    const outside = join(temporaryDirectory(), 'secret.xml')
    writeFileSync(outside, '<secret/>')
    symlinkSync(outside, s.at('link.xml'))
    symlinkSync(s.at('nowhere'), s.at('dangling.xml'))
    expect((await list(s)).paths).toEqual([])
    expect(
      (await s.ask<'stat'>({ kind: 'stat', paths: ['link.xml', 'dangling.xml'] })).looks.map(({ fault }) => fault),
    ).toEqual(['ENOENT', 'ENOENT'])
    const { ends } = await s.ask<'look'>({ kind: 'look', paths: ['link.xml'] })
    expect(ends[0]?.fault).not.toBeNull()
    expect(Buffer.from(ends[0]?.head ?? []).toString()).toBe('')
    expect(await codeOf(s.ask<'read'>({ kind: 'read', path: 'link.xml', size: 9 }))).not.toBe('none')
    expect(await codeOf(s.ask<'prefix-hash'>({ kind: 'prefix-hash', path: 'link.xml', bytes: 9 }))).not.toBe('none')
  })

  test('are not walked into: a folder behind a link is not listed', async () => {
    const s = stage()
    const outside = temporaryDirectory()
    writeFileSync(join(outside, 'x.xml'), 'x')
    symlinkSync(outside, s.at('sub'))
    expect((await list(s, { recursive: true })).paths).toEqual([])
  })

  test('do not stop the helper: a pipe, a folder with the name of a journal', async () => {
    const s = stage()
    execFileSync('mkfifo', [s.at('pipe.xml')])
    mkdirSync(s.at('folder.xml'))
    writeFileSync(s.at('good.xml'), '<a/>')
    expect((await list(s)).paths).toEqual(['good.xml'])
    const { ends } = await s.ask<'look'>({ kind: 'look', paths: ['pipe.xml', 'folder.xml', 'good.xml'] })
    expect(ends.map(({ fault }) => fault)).toEqual(['ENOENT', 'ENOENT', null])
    expect(await codeOf(s.ask<'read'>({ kind: 'read', path: 'pipe.xml', size: 0 }))).toBe('ENOENT')
  })
})

describe('a path that leads out of the folder', () => {
  test.each(['../x.xml', 'a/../../x.xml', '..', '../../etc/passwd'])(
    '%s is refused, whatever is asked',
    async (path) => {
      const s = stage()
      const { looks } = await s.ask<'stat'>({ kind: 'stat', paths: [path] })
      expect(looks[0]?.fault).toBe('UNKNOWN')
      const { ends } = await s.ask<'look'>({ kind: 'look', paths: [path] })
      expect(ends[0]?.fault).toBe('UNKNOWN')
      expect(await codeOf(s.ask<'read'>({ kind: 'read', path, size: 1 }))).toBe('UNKNOWN')
      expect(await codeOf(s.ask<'prefix-hash'>({ kind: 'prefix-hash', path, bytes: 1 }))).toBe('UNKNOWN')
      expect(
        await codeOf(
          s.ask<'archive'>({ kind: 'archive', path, to: join(s.folder, 'to'), size: 1, mtimeNs: '0', sha256: '' }),
        ),
      ).toBe('UNKNOWN')
    },
  )

  test('is not one that only begins with dots, nor one that begins with a slash', async () => {
    const s = stage()
    writeFileSync(s.at('..odd.xml'), 'x')
    const { looks } = await s.ask<'stat'>({ kind: 'stat', paths: ['..odd.xml', '/etc/passwd'] })
    expect(looks.map(({ fault }) => fault)).toEqual([null, 'ENOENT'])
  })
})

describe('looking and reading', () => {
  test('tell size, time in nanoseconds and both ends, and change nothing', async () => {
    const s = stage()
    const bytes = Buffer.from(Array.from({ length: 10_000 }, (_, i) => i % 256))
    writeFileSync(s.at('a.xml'), bytes)
    writeFileSync(s.at('small.xml'), '<a/>')
    writeFileSync(s.at('empty.xml'), '')
    const before = picture(s.folder)
    const { ends } = await s.ask<'look'>({ kind: 'look', paths: ['a.xml', 'small.xml', 'empty.xml', 'gone.xml'] })
    const [large, small, empty, gone] = ends
    expect(large).toMatchObject({
      path: 'a.xml',
      fault: null,
      size: 10_000,
      mtimeNs: String(statSync(s.at('a.xml'), { bigint: true }).mtimeNs),
    })
    expect(Buffer.from(large?.head ?? []).equals(bytes.subarray(0, 4096))).toBe(true)
    expect(Buffer.from(large?.tail ?? []).equals(bytes.subarray(-4096))).toBe(true)
    expect([small?.head, small?.tail].map((each) => Buffer.from(each ?? []).toString())).toEqual(['<a/>', '<a/>'])
    expect(empty).toMatchObject({ fault: null, size: 0 })
    expect(gone).toMatchObject({ fault: 'ENOENT' })
    const { looks } = await s.ask<'stat'>({ kind: 'stat', paths: ['a.xml', 'gone.xml'] })
    expect(looks).toMatchObject([{ size: 10_000, fileId: large?.fileId }, { fault: 'ENOENT' }])
    const read = await s.ask<'read'>({ kind: 'read', path: 'a.xml', size: 10_000 })
    expect(Buffer.from(read.bytes ?? []).equals(bytes)).toBe(true)
    await s.ask<'prefix-hash'>({ kind: 'prefix-hash', path: 'a.xml', bytes: 100 })
    await list(s)
    expect(picture(s.folder)).toEqual(before)
  })

  test('of a file whose length is not the expected one gives no bytes', async () => {
    const s = stage()
    writeFileSync(s.at('a.xml'), 'longer than that')
    for (const size of [3, 100]) expect((await s.ask<'read'>({ kind: 'read', path: 'a.xml', size })).bytes).toBeNull()
  })

  test('of a file that is written meanwhile never mix the old bytes with the new', async () => {
    const s = stage()
    const versions = [Buffer.alloc(3_000_000, 'a'), Buffer.alloc(3_000_000, 'b')]
    let writing = true
    const writer = (async () => {
      for (let i = 0; writing; i++) {
        writeFileSync(s.at('a.xml'), versions[i % 2] ?? '')
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    let whole = 0
    for (let i = 0; i < 60 && whole < 5; i++) {
      const { bytes } = await s.ask<'read'>({ kind: 'read', path: 'a.xml', size: 3_000_000 })
      if (bytes === null) continue
      whole++
      expect(versions.some((version) => version.equals(Buffer.from(bytes)))).toBe(true)
    }
    writing = false
    await writer
    const { bytes } = await s.ask<'read'>({ kind: 'read', path: 'a.xml', size: 3_000_000 })
    expect(bytes).not.toBeNull()
  })

  test('hash the beginning, or all where there is less', async () => {
    const s = stage()
    writeFileSync(s.at('a.xml'), 'abcdef')
    expect((await s.ask<'prefix-hash'>({ kind: 'prefix-hash', path: 'a.xml', bytes: 3 })).sha256).toBe(sha256('abc'))
    expect((await s.ask<'prefix-hash'>({ kind: 'prefix-hash', path: 'a.xml', bytes: 99 })).sha256).toBe(
      sha256('abcdef'),
    )
  })

  test('of a file of many megabytes give every byte', async () => {
    const s = stage()
    const bytes = Buffer.alloc(30_000_000)
    for (let i = 0; i < bytes.length; i += 1000) bytes.writeUInt32LE(i, i)
    writeFileSync(s.at('a.xml'), bytes)
    const read = await s.ask<'read'>({ kind: 'read', path: 'a.xml', size: bytes.length })
    expect(sha256(Buffer.from(read.bytes ?? []))).toBe(sha256(bytes))
  })
})

describe('watching', () => {
  test('tells which names changed, and stops telling when it is told to', async () => {
    const s = stage()
    const hints: string[] = []
    s.client.onChanged((paths) => hints.push(...paths))
    expect(await s.ask<'watch'>({ kind: 'watch', recursive: false })).toEqual({ watching: true, fault: null })
    writeFileSync(s.at('a.xml'), 'x')
    await until('a hint about the new file', () => hints.includes('a.xml'))
    appendFileSync(s.at('a.xml'), 'y')
    renameSync(s.at('a.xml'), s.at('b.xml'))
    await until('a hint about the new name', () => hints.includes('b.xml'))
    await s.ask<'unwatch'>({ kind: 'unwatch' })
    writeFileSync(s.at('c.xml'), 'x')
    await s.ask<'watch'>({ kind: 'watch', recursive: false })
    writeFileSync(s.at('d.xml'), 'x')
    await until('a hint about the newest file', () => hints.includes('d.xml'))
    expect(hints).not.toContain('c.xml')
  })

  test('of a folder that is not there says so and harms nothing', async () => {
    const s = stage()
    rmSync(s.folder, { recursive: true })
    expect(await s.ask<'watch'>({ kind: 'watch', recursive: false })).toEqual({ watching: false, fault: 'ENOENT' })
    mkdirSync(s.folder)
    expect((await s.ask<'watch'>({ kind: 'watch', recursive: false })).watching).toBe(true)
  })
})

describe('archiving', () => {
  interface Archivable {
    readonly s: Stage
    readonly to: string
    archive(name?: string, more?: Partial<Request<'archive'>>): Promise<string | null>
  }
  const content = '<NAXML-POSJournal/>'
  const archivable = (): Archivable => {
    const s = stage()
    const to = join(temporaryDirectory(), 'archive', '2026')
    writeFileSync(s.at('a.xml'), content)
    return {
      s,
      to,
      archive: async (name = 'a.xml', more = {}) => {
        const { size, mtimeNs } = statSync(s.at(name), { bigint: true })
        const request = {
          kind: 'archive',
          path: name,
          to,
          size: Number(size),
          mtimeNs: String(mtimeNs),
          sha256: sha256(content),
          ...more,
        } as const
        return (await s.ask<'archive'>(request)).archivedTo
      },
    }
  }

  test('moves the file with every byte, making the folder, and leaves nothing else behind', async () => {
    const { s, to, archive } = archivable()
    expect(await archive()).toBe(join(to, 'a.xml'))
    expect(readFileSync(join(to, 'a.xml'), 'utf8')).toBe(content)
    expect(existsSync(s.at('a.xml'))).toBe(false)
    expect(readdirSync(to)).toEqual(['a.xml'])
  })

  test('never writes over another file: it takes the name with the first digits of the hash, then with a number', async () => {
    const { s, to, archive } = archivable()
    mkdirSync(to, { recursive: true })
    const short = sha256(content).slice(0, 8)
    const others = ['a.xml', `a-${short}.xml`]
    for (const name of others) writeFileSync(join(to, name), `another ${name}`)
    expect(await archive()).toBe(join(to, `a-${short}-2.xml`))
    for (const name of others) expect(readFileSync(join(to, name), 'utf8')).toBe(`another ${name}`)
    expect(existsSync(s.at('a.xml'))).toBe(false)
  })

  test('takes a copy that is there already with the same bytes for its own: an earlier try was cut off before the original went', async () => {
    const { s, to, archive } = archivable()
    mkdirSync(to, { recursive: true })
    writeFileSync(join(to, 'a.xml'), content)
    expect(await archive()).toBe(join(to, 'a.xml'))
    expect(readdirSync(to)).toEqual(['a.xml'])
    expect(existsSync(s.at('a.xml'))).toBe(false)
  })

  test.each([
    [
      'has other bytes of the same length',
      (path: string, mtime: Date) =>
        void (writeFileSync(path, content.replace('POS', 'XXX')), utimesSync(path, mtime, mtime)),
    ],
    ['has another time', (path: string) => utimesSync(path, 1, 1)],
    ['is longer', (path: string) => appendFileSync(path, ' ')],
    ['is shorter', (path: string) => truncateSync(path, 3)],
  ])('leaves a file alone that %s', async (_what, change) => {
    const { s, to, archive } = archivable()
    const { size, mtimeNs, mtime } = statSync(s.at('a.xml'), { bigint: true })
    change(s.at('a.xml'), mtime)
    const before = picture(s.folder)
    expect(await archive('a.xml', { size: Number(size), mtimeNs: String(mtimeNs) })).toBeNull()
    expect(picture(s.folder)).toEqual(before)
    expect(existsSync(to) ? readdirSync(to) : []).toEqual([])
  })

  test('of a file that is gone fails and makes nothing', async () => {
    const { s, to, archive } = archivable()
    const request = { size: content.length, mtimeNs: '0' }
    renameSync(s.at('a.xml'), s.at('b.xml'))
    expect(
      await codeOf(s.ask<'archive'>({ kind: 'archive', path: 'a.xml', to, ...request, sha256: sha256(content) })),
    ).toBe('ENOENT')
    expect(existsSync(to)).toBe(false)
    expect(await archive('b.xml')).toBe(join(to, 'b.xml'))
  })

  test('takes no file out of the archive itself, wherever that lies', async () => {
    const { s, archive } = archivable()
    expect(await archive('a.xml', { to: s.folder })).toBeNull()
    mkdirSync(s.at('archive'))
    linkSync(s.at('a.xml'), s.at('archive', 'a.xml'))
    expect(await archive('archive/a.xml', { to: s.at('archive') })).toBeNull()
    if (onPosix) {
      const way = join(temporaryDirectory(), 'way')
      symlinkSync(s.folder, way)
      expect(await archive('a.xml', { to: way })).toBeNull()
    }
    expect(readdirSync(s.folder).sort()).toEqual(['a.xml', 'archive'])
    expect(readFileSync(s.at('a.xml'), 'utf8')).toBe(content)
  })

  test('into the folder above is as good as any other', async () => {
    const parent = temporaryDirectory()
    const folder = join(parent, 'out')
    mkdirSync(folder)
    writeFileSync(join(folder, 'a.xml'), content)
    const { size, mtimeNs } = statSync(join(folder, 'a.xml'), { bigint: true })
    const answer = await helperFor(folder).ask<'archive'>(
      {
        kind: 'archive',
        path: 'a.xml',
        to: parent,
        size: Number(size),
        mtimeNs: String(mtimeNs),
        sha256: sha256(content),
      },
      15_000,
    )
    expect(answer.archivedTo).toBe(join(parent, 'a.xml'))
  })

  // An immutable folder stands for a share that lets us read and not delete. Only root can make one.
  test.skipIf(process.platform !== 'linux' || !canMakeImmutable())(
    'leaves no copy behind when the original cannot be removed, however often it is tried',
    async () => {
      const { s, to, archive } = archivable()
      execFileSync('chattr', ['+i', s.folder])
      try {
        for (let i = 0; i < 3; i++) expect(await codeOf(archive())).toMatch(/EPERM|EACCES/)
        expect(readdirSync(to)).toEqual([])
        expect(readFileSync(s.at('a.xml'), 'utf8')).toBe(content)
      } finally {
        execFileSync('chattr', ['-i', s.folder])
      }
      expect(await archive()).toBe(join(to, 'a.xml'))
    },
  )
})

function canMakeImmutable(): boolean {
  if (!isRoot) return false
  const folder = mkdtempSync(join(tmpdir(), 'storebridge-immutable-'))
  try {
    execFileSync('chattr', ['+i', folder], { stdio: 'ignore' })
    execFileSync('chattr', ['-i', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('the helper process', () => {
  test('answers several questions at once, each with its own answer', async () => {
    const s = stage()
    for (let i = 0; i < 50; i++) writeFileSync(s.at(`${i}.xml`), String(i))
    const reads = await Promise.all(
      Array.from({ length: 50 }, (_, i) => s.ask<'read'>({ kind: 'read', path: `${i}.xml`, size: String(i).length })),
    )
    expect(reads.map(({ bytes }) => Buffer.from(bytes ?? []).toString())).toEqual(
      Array.from({ length: 50 }, (_, i) => String(i)),
    )
  })

  test('ends when the engine lets go of it, and whoever waits is told', async () => {
    const s = stage()
    const waiting = codeOf(list(s))
    s.client.close()
    expect(await waiting).toBe('HELPER_GONE')
    expect(await codeOf(list(s))).toBe('HELPER_GONE')
  })
})
