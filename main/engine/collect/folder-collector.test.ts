// The collector with a real database. Where time matters, the folder is memory behind a helper that obeys the same laws
// and the clock is moved by the test; where files matter, the folder and the helper process are real.

import { createHash } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { HelperChannel } from '../../../contract/folder-port.ts'
import type { FolderConfiguration } from '../../../contract/configuration.ts'
import { systemClock, type Clock } from '../support/clock.ts'
import { FakeClock, until } from '../testing/fake-clock.ts'
import { MemoryFolder } from '../testing/memory-folder.ts'
import { openTestStore, temporaryDirectory, testConfiguration, type TestStore } from '../testing/test-store.ts'
import { FolderCollector, type FolderCondition } from './folder-collector.ts'
import { forkFolderHelper } from './fork-helper.ts'
import { meetFolder, setIgnored, type SightingRow } from './sighting-table.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

let number = 0
/** A whole journal with bytes of its own. */
const journal = (about: string = String(++number)): string =>
  `<?xml version="1.0"?>\r\n<NAXML-POSJournal><a>${about}</a></NAXML-POSJournal>\r\n`
const begun = '<?xml version="1.0"?>\r\n<NAXML-POSJournal><a>'

class Collecting {
  readonly store: TestStore
  readonly collector: FolderCollector
  readonly log: string[] = []
  stored = 0
  changed = 0

  constructor(
    clock: Clock,
    openHelper: () => Promise<HelperChannel>,
    folder: Partial<FolderConfiguration> = {},
    options: { store?: TestStore; startsAt?: number | null; maxBytes?: number } = {},
  ) {
    this.store = options.store ?? openTestStore()
    const [configured] = testConfiguration().folders
    if (configured === undefined) throw new Error('there is no folder')
    const merged = { ...configured, ...folder }
    this.collector = new FolderCollector({
      db: this.store.db,
      row: meetFolder(this.store.db, merged.path, clock.wall(), options.startsAt ?? null),
      folder: merged,
      maxBytes: options.maxBytes ?? 1_000_000,
      clock,
      log: (_level, event) => void this.log.push(event),
      openHelper,
      onStored: () => void this.stored++,
      onChanged: () => void this.changed++,
    })
  }

  get condition(): FolderCondition {
    return this.collector.condition()
  }

  sightings(): Pick<SightingRow, 'path' | 'state' | 'problem' | 'present' | 'document_id'>[] {
    return this.store.db
      .prepare<[], SightingRow>('SELECT path, state, problem, present, document_id FROM sighting ORDER BY id')
      .all()
  }

  /** "path state problem" of every sighting, with a minus where the file is not in the folder any more. */
  told(): string[] {
    return this.sightings().map(
      ({ path, state, problem, present }) =>
        `${present === 1 ? '' : '-'}${path} ${state}${problem === null ? '' : ` ${problem}`}`,
    )
  }

  /** The stored bytes of every document, oldest first. */
  contents(): string[] {
    return this.store.db
      .prepare<[], Buffer>('SELECT deflated FROM content ORDER BY document_id')
      .pluck()
      .all()
      .map((deflated) => inflateSync(deflated).toString('utf8'))
  }

  get documents(): number {
    return this.store.db.prepare<[], number>('SELECT count(*) FROM document').pluck().get() ?? 0
  }
}

class InMemory extends Collecting {
  readonly clock: FakeClock
  readonly folder: MemoryFolder
  constructor(
    folder = new MemoryFolder(),
    configured: Partial<FolderConfiguration> = {},
    options: { store?: TestStore; startsAt?: number | null; maxBytes?: number; clock?: FakeClock } = {},
  ) {
    const clock = options.clock ?? new FakeClock()
    super(clock, () => Promise.resolve(folder.helper()), configured, options)
    this.clock = clock
    this.folder = folder
  }

  start(): this {
    this.collector.start()
    onTestFinished(async () => {
      this.folder.hanging = false
      const stopped = this.collector.stop()
      await this.clock.advance(minute)
      await stopped
    })
    return this
  }

  /** Lets time pass until something holds, in steps of `stepMs`; returns how long it took. */
  async passUntil(what: string, holds: () => boolean, limitMs: number, stepMs = 50): Promise<number> {
    const began = this.clock.monotonic()
    while (!holds()) {
      if (this.clock.monotonic() - began >= limitMs)
        throw new Error(`this did not happen within ${limitMs} ms of the clock: ${what}; ${this.told().join(', ')}`)
      // Without a timer it is at work that knows no clock, compressing for example: time stands still meanwhile.
      await until(`${what}, or the collector to sleep`, () => this.clock.pending > 0 || holds())
      await this.clock.advance(stepMs)
    }
    return this.clock.monotonic() - began
  }

  pass(ms: number): Promise<number> {
    const end = this.clock.monotonic() + ms
    return this.passUntil('time', () => this.clock.monotonic() >= end, ms + 1, Math.min(ms, Math.max(second, ms / 100)))
  }
}

describe('a file in the folder', () => {
  test('is found, settles and is stored within a fraction of a second, byte for byte', async () => {
    const c = new InMemory().start()
    await c.pass(second)
    const text = journal()
    c.folder.write('PJR1.xml', text)
    expect(await c.passUntil('it to be stored', () => c.documents === 1, 2 * second)).toBeLessThanOrEqual(second)
    expect(c.contents()).toEqual([text])
    expect(c.told()).toEqual(['PJR1.xml stored'])
    expect(c.stored).toBe(1)
    expect(c.folder.content('PJR1.xml')).toBe(text)
  })

  test('is found by looking alone, within five seconds, where no change is told; on a share within thirty', async () => {
    for (const [share, limit] of [
      [false, 5 * second],
      [true, 30 * second],
    ] as const) {
      const folder = new MemoryFolder()
      folder.deaf = true
      folder.share = share
      const c = new InMemory(folder).start()
      await c.pass(61 * second)
      folder.write('PJR1.xml', journal())
      expect(await c.passUntil('it to be stored', () => c.documents === 1, limit + second)).toBeLessThanOrEqual(
        limit + 500,
      )
    }
  })

  test('that is rewritten in place is found within a minute, though the folder’s own time says nothing', async () => {
    const folder = new MemoryFolder()
    folder.deaf = true
    folder.write('PJR1.xml', journal())
    const c = new InMemory(folder).start()
    await c.passUntil('it to be stored', () => c.documents === 1, 10 * second)
    folder.write('PJR1.xml', journal())
    await c.passUntil('the new version to be stored', () => c.documents === 2, 61 * second)
    expect(c.told()).toEqual(['-PJR1.xml stored', 'PJR1.xml stored'])
  })

  test('that is rewritten with as many other bytes, its time put back, is a file of its own: its time of change tells', async () => {
    const folder = new MemoryFolder()
    const written = Date.UTC(2026, 10, 20, 15, 0, 0)
    folder.write('PJR1.xml', journal('aaaa'), written)
    const c = new InMemory(folder).start()
    await c.passUntil('it to be stored', () => c.documents === 1, 10 * second)
    folder.write('PJR1.xml', journal('bbbb'), written)
    await c.passUntil('the other one to be stored', () => c.documents === 2, 61 * second)
    expect(c.contents()).toEqual([journal('aaaa'), journal('bbbb')])
    expect(c.told()).toEqual(['-PJR1.xml stored', 'PJR1.xml stored'])
  })

  test('of which only the rights or the like changed is compared once and gets no second row', async () => {
    const folder = new MemoryFolder()
    const written = Date.UTC(2026, 10, 20, 15, 0, 0)
    folder.write('PJR1.xml', journal('aaaa'), written)
    const c = new InMemory(folder).start()
    await c.passUntil('it to be stored', () => c.documents === 1, 10 * second)
    folder.write('PJR1.xml', journal('aaaa'), written)
    const compared = (): number => folder.asked.filter(({ kind }) => kind === 'prefix-hash').length
    await c.passUntil('it to be compared', () => compared() === 1, 61 * second)
    await c.pass(3 * minute)
    expect(compared()).toBe(1)
    expect(c.told()).toEqual(['PJR1.xml stored'])
  })

  test('with the same bytes under another name is one more sighting', async () => {
    const c = new InMemory().start()
    const text = journal()
    c.folder.write('a.xml', text)
    await c.passUntil('the first', () => c.documents === 1, 10 * second)
    c.folder.write('b.xml', text)
    await c.passUntil('the second', () => c.told().length === 2 && c.told()[1] === 'b.xml stored', 10 * second)
    expect(c.documents).toBe(1)
  })

  test('is not read as long as it grows, and is stored whole in the end', async () => {
    const c = new InMemory().start()
    let text = begun
    for (let i = 0; i < 20; i++) {
      text += `piece ${i} `
      c.folder.write('slow.xml', text)
      await c.pass(700)
      expect(c.documents).toBe(0)
    }
    expect(c.told()).toEqual(['slow.xml found growing'])
    text += '</a></NAXML-POSJournal>'
    c.folder.write('slow.xml', text)
    await c.passUntil('it to be stored', () => c.documents === 1, 6 * second)
    expect(c.contents()).toEqual([text])
  })

  test('made to its full length before it is filled is waited for', async () => {
    const c = new InMemory().start()
    const text = journal()
    c.folder.write('pre.xml', Buffer.concat([Buffer.from(text.slice(0, 40)), Buffer.alloc(text.length - 40)]))
    await c.pass(9 * minute)
    expect(c.told()).toEqual(['pre.xml found growing'])
    c.folder.write('pre.xml', text)
    await c.passUntil('it to be stored', () => c.documents === 1, 6 * second)
    expect(c.contents()).toEqual([text])
  })

  test('without its end is stored as it is after ten minutes without a change, and a later version is a file of its own', async () => {
    const c = new InMemory().start()
    c.folder.write('cut.xml', begun)
    await c.passUntil('it to be found', () => c.told()[0] === 'cut.xml found growing', 10 * second)
    const took = await c.passUntil('it to be stored', () => c.documents === 1, 11 * minute, second)
    expect(took).toBeGreaterThan(9.8 * minute)
    expect(c.store.db.prepare('SELECT cut_off FROM document').pluck().get()).toBe(1)
    c.folder.write('cut.xml', journal())
    await c.passUntil('the whole one', () => c.documents === 2, 10 * second)
  })

  test('that is empty stays found for ever', async () => {
    const c = new InMemory().start()
    c.folder.write('empty.xml', '')
    await c.pass(hour)
    expect(c.told()).toEqual(['empty.xml found empty'])
    expect(c.condition.busy).toBe(false)
  })

  test('that is held by another program is locked, and read when it is let go', async () => {
    const c = new InMemory()
    c.folder.write('locked.xml', journal())
    c.folder.close('locked.xml', 'EBUSY')
    c.start()
    await c.pass(minute)
    expect(c.told()).toEqual(['locked.xml found locked'])
    c.folder.close('locked.xml', 'EACCES')
    await c.pass(10 * second)
    expect(c.told()).toEqual(['locked.xml found unreadable'])
    c.folder.close('locked.xml', null)
    await c.passUntil('it to be stored', () => c.documents === 1, 6 * second)
  })

  test('that is replaced between the look and the reading is read anew, never mixed', async () => {
    const c = new InMemory()
    const [first, then] = [journal('first'), journal('later')]
    c.folder.write('a.xml', first)
    let changes = 2
    c.folder.beforeRead = (path) => {
      if (changes-- > 0) c.folder.write(path, then)
    }
    c.start()
    await c.passUntil('it to be stored', () => c.documents === 1, 20 * second)
    expect(c.contents()).toEqual([then])
    expect(c.told()).toEqual(['a.xml stored'])
  })

  test('that goes before it is read has vanished, and is read when it comes back', async () => {
    const c = new InMemory().start()
    c.folder.write('gone.xml', begun)
    await c.passUntil('it to be found', () => c.told()[0] === 'gone.xml found growing', 10 * second)
    c.folder.remove('gone.xml')
    await c.passUntil('it to vanish', () => c.told()[0] === '-gone.xml vanished', 10 * second)
    c.folder.write('gone.xml', journal())
    await c.passUntil('it to be stored', () => c.documents === 1, 10 * second)
    expect(c.told()).toEqual(['gone.xml stored'])
  })

  test('that goes between the look and the reading has vanished', async () => {
    const c = new InMemory()
    c.folder.write('gone.xml', journal())
    c.folder.beforeRead = (path) => c.folder.remove(path)
    c.start()
    await c.passUntil('it to vanish', () => c.told()[0] === '-gone.xml vanished', 10 * second)
    expect(c.documents).toBe(0)
  })

  test('that goes after it was stored stays stored, and is the same sighting when it comes back as it was', async () => {
    const c = new InMemory().start()
    const text = journal()
    c.folder.write('a.xml', text, 1_700_000_000_000)
    await c.passUntil('it to be stored', () => c.documents === 1, 10 * second)
    c.folder.remove('a.xml')
    await c.passUntil('it to be missed', () => c.told()[0] === '-a.xml stored', 10 * second)
    c.folder.write('a.xml', text, 1_700_000_000_000)
    await c.passUntil('it to be seen', () => c.told()[0] === 'a.xml stored', 10 * second)
    expect(c.told()).toHaveLength(1)
  })

  test('over four times maxBytes is kept by name, size and the hash of its beginning', async () => {
    const c = new InMemory(new MemoryFolder(), {}, { maxBytes: 1024 })
    const text = begun + 'x'.repeat(5000)
    c.folder.write('big.xml', text)
    c.start()
    await c.passUntil('it to be kept', () => c.documents === 1, 10 * second)
    expect(c.store.db.prepare('SELECT state, problem, size, sha256, prefix_sha256 FROM document').get()).toEqual({
      state: 'held',
      problem: 'too-large',
      size: text.length,
      sha256: null,
      prefix_sha256: createHash('sha256').update(text).digest('hex'),
    })
    expect(c.contents()).toEqual([])
  })

  test('from before the start is ignored by name and time, unread, until a person wants it', async () => {
    const start = Date.UTC(2026, 10, 20)
    const c = new InMemory(new MemoryFolder(), {}, { startsAt: start })
    c.folder.write('old.xml', journal(), start - 1)
    c.folder.write('new.xml', journal(), start)
    c.start()
    await c.passUntil('the new one', () => c.documents === 1, 10 * second)
    expect(c.told()).toEqual(['old.xml ignored before-start', 'new.xml stored'])
    expect(c.folder.asked.some((request) => request.kind === 'read' && request.path === 'old.xml')).toBe(false)
    setIgnored(c.store.db, 1, false)
    c.collector.noteDecision(1)
    await c.passUntil('the old one', () => c.documents === 2, 10 * second)
  })

  test('that a person ignores while it is not ready is left alone', async () => {
    const c = new InMemory().start()
    c.folder.write('a.xml', begun)
    await c.passUntil('it to be found', () => c.told()[0] === 'a.xml found growing', 10 * second)
    setIgnored(c.store.db, 1, true)
    c.collector.noteDecision(1)
    await c.pass(20 * minute)
    expect(c.told()).toEqual(['a.xml ignored'])
    expect(c.documents).toBe(0)
  })
})

describe('after a restart', () => {
  test('what was stored is not read again, what was found is taken up, what came meanwhile is found', async () => {
    const folder = new MemoryFolder()
    folder.write('a.xml', journal())
    folder.write('b.xml', begun)
    const first = new InMemory(folder)
    first.collector.start()
    await first.passUntil(
      'both to be known',
      () => first.documents === 1 && first.told()[1] === 'b.xml found growing',
      10 * second,
    )
    const stopping = first.collector.stop()
    await first.clock.advance(second)
    await stopping
    folder.write('b.xml', journal())
    folder.write('c.xml', journal())
    folder.asked.length = 0
    const next = new InMemory(folder, {}, { store: first.store }).start()
    await next.passUntil('all three', () => next.documents === 3, 10 * second)
    expect(folder.asked.flatMap((request) => (request.kind === 'read' ? [request.path] : [])).sort()).toEqual([
      'b.xml',
      'c.xml',
    ])
    expect(next.told()).toEqual(['a.xml stored', 'b.xml stored', 'c.xml stored'])
  })

  test('the ten minutes of a file without its end go on where they were', async () => {
    const folder = new MemoryFolder()
    folder.write('cut.xml', begun)
    const first = new InMemory(folder)
    first.collector.start()
    await first.passUntil('it to be found', () => first.told()[0] === 'cut.xml found growing', 10 * second)
    const stopping = first.collector.stop()
    await first.clock.advance(second)
    await stopping
    const clock = new FakeClock(first.clock.wall() + 9 * minute)
    const next = new InMemory(folder, {}, { store: first.store, clock }).start()
    expect(await next.passUntil('it to be stored', () => next.documents === 1, 3 * minute, second)).toBeLessThan(
      2 * minute,
    )
  })
})

describe('a deaf watcher', () => {
  test('is found out by a file that looking found first, shown as rescan, built anew, and trusted again at its first hint', async () => {
    const c = new InMemory().start()
    await c.pass(10 * second)
    expect(c.condition.watcher).toBe('watching')
    c.folder.deaf = true
    c.folder.write('a.xml', journal())
    await c.passUntil('it to be shown', () => c.condition.watcher === 'rescan', 10 * second)
    const watches = (): number => c.folder.asked.filter(({ kind }) => kind === 'watch').length
    const before = watches()
    await c.pass(10 * second)
    expect(watches()).toBeGreaterThan(before)
    expect(c.condition.watcher).toBe('rescan')
    c.folder.deaf = false
    c.folder.write('b.xml', journal())
    await c.passUntil('the hint', () => c.condition.watcher === 'watching', 70 * second)
  })

  test('is not suspected for what was there before it was built, nor where hints come in time', async () => {
    const folder = new MemoryFolder()
    for (let i = 0; i < 20; i++) folder.write(`${i}.xml`, journal())
    const c = new InMemory(folder).start()
    await c.passUntil('all', () => c.documents === 20, 10 * second)
    for (let i = 20; i < 30; i++) {
      folder.write(`${i}.xml`, journal())
      await c.pass(3 * second)
    }
    expect(c.condition.watcher).toBe('watching')
    expect(c.log).not.toContain('watcher-deaf')
  })
})

describe('a folder that is in trouble', () => {
  test.each([
    ['ENOENT', 'folder-missing'],
    ['ENOTDIR', 'folder-not-a-folder'],
    ['EACCES', 'folder-unreadable'],
    ['EPERM', 'folder-unreadable'],
    ['EIO', 'folder-not-answering'],
  ])('with %s is shown as %s within a scan, and recovers by itself', async (code, problem) => {
    const c = new InMemory().start()
    await c.pass(6 * second)
    expect(c.condition).toMatchObject({ reachable: true, problem: null })
    c.folder.broken = code
    await c.passUntil('it to be shown', () => c.condition.problem !== null, 6 * second)
    expect(c.condition).toMatchObject({ reachable: false, problem: { code: problem } })
    const since = c.condition.problem?.since
    await c.pass(5 * minute)
    expect(c.condition.problem).toMatchObject({ code: problem, since })
    c.folder.broken = null
    c.folder.write('a.xml', journal())
    await c.passUntil('it to be well', () => c.condition.problem === null && c.documents === 1, 30 * second)
    expect(c.condition).toMatchObject({ reachable: true, watcher: 'watching' })
    expect(c.told()).toEqual(['a.xml stored'])
  })

  test('keeps what it knows: files of a folder that was away for a while have not vanished', async () => {
    const c = new InMemory().start()
    c.folder.write('a.xml', journal())
    c.folder.write('b.xml', begun)
    await c.passUntil('both to be known', () => c.documents === 1 && c.told()[1] === 'b.xml found growing', 10 * second)
    c.folder.broken = 'ENOENT'
    await c.pass(5 * minute)
    expect(c.told()).toEqual(['a.xml stored', 'b.xml found growing'])
    c.folder.broken = null
    await c.passUntil('it to be well', () => c.condition.problem === null, 30 * second)
    expect(c.told()).toEqual(['a.xml stored', 'b.xml found growing'])
  })

  test('that never answers is shown within 60 s, its helper is killed, and new ones are tried with growing pauses', async () => {
    const c = new InMemory().start()
    await c.pass(6 * second)
    c.folder.hanging = true
    const took = await c.passUntil(
      'it to be shown',
      () => c.condition.problem?.code === 'folder-not-answering',
      minute,
      250,
    )
    expect(took).toBeLessThanOrEqual(minute)
    expect(c.folder.killed).toBe(1)
    const before = c.folder.started
    await c.pass(10 * minute)
    // Each try takes 15 s to be given up, and the pause between two grows to 20 s.
    expect(c.folder.started - before).toBeGreaterThan(10)
    expect(c.folder.started - before).toBeLessThan(30)
    expect(c.folder.started - c.folder.killed).toBeLessThanOrEqual(1)
    c.folder.hanging = false
    c.folder.write('a.xml', journal())
    await c.passUntil('it to be well', () => c.documents === 1 && c.condition.reachable, minute, 250)
  })

  test('that hangs on a share, where scans are rare, is shown within 60 s as well', async () => {
    const folder = new MemoryFolder()
    folder.share = true
    const c = new InMemory(folder).start()
    await c.pass(31 * second)
    folder.hanging = true
    expect(
      await c.passUntil('it to be shown', () => c.condition.problem !== null, 2 * minute, 250),
    ).toBeLessThanOrEqual(minute)
  })

  test.for(['fails', 'hangs'] as const)(
    'whose names cannot be listed (it %s), while a mount still remembers the folder itself, is shown within 60 s, at whatever moment the share dies',
    async (how) => {
      for (const afterListingMs of [1, 10, 20, 29, 31, 45, 59].map((seconds) => seconds * second)) {
        const folder = new MemoryFolder()
        folder.share = true
        const c = new InMemory(folder).start()
        // Well past the first listings, after which an unchanged folder is trusted.
        await c.pass(4 * minute + afterListingMs)
        folder.unlistable = how
        const took = await c.passUntil('it to be shown', () => c.condition.problem !== null, 3 * minute, 250)
        expect(took, `${afterListingMs} ms after a listing`).toBeLessThanOrEqual(minute)
      }
    },
  )

  test('whose helper cannot even be started is shown, and tried again', async () => {
    const clock = new FakeClock()
    const folder = new MemoryFolder()
    let fails = true
    const c = new Collecting(clock, () =>
      fails ? Promise.reject(new Error('no process')) : Promise.resolve(folder.helper()),
    )
    c.collector.start()
    onTestFinished(async () => {
      const stopped = c.collector.stop()
      await clock.advance(minute)
      await stopped
    })
    await clock.advance(30 * second)
    expect(c.condition).toMatchObject({ reachable: false, problem: { code: 'folder-not-answering' } })
    fails = false
    await clock.advance(30 * second)
    expect(c.condition).toMatchObject({ reachable: true, problem: null })
  })

  test('on the side of our own disk is shown as storage until something can be written, with one beginning; nothing is lost', async () => {
    const c = new InMemory().start()
    await c.pass(6 * second)
    c.store.db.exec("CREATE TEMP TRIGGER full BEFORE INSERT ON content BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    c.folder.write('a.xml', journal())
    await c.passUntil('it to be shown', () => c.condition.problem?.code === 'storage', 10 * second)
    const since = c.condition.problem?.since
    for (let i = 0; i < 120; i++) {
      await c.pass(500)
      expect(c.condition.problem).toMatchObject({ code: 'storage', since })
    }
    c.store.db.exec('DROP TRIGGER full')
    await c.passUntil('it to be stored', () => c.documents === 1 && c.condition.problem === null, 20 * second)
    expect(c.told()).toEqual(['a.xml stored'])
  })

  test('on our side while names are written down is found again by the next scans', async () => {
    const c = new InMemory().start()
    await c.pass(70 * second)
    c.store.db.exec("CREATE TEMP TRIGGER full BEFORE INSERT ON sighting BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    c.folder.deaf = true
    c.folder.write('a.xml', journal())
    await c.passUntil('it to be shown', () => c.condition.problem?.code === 'storage', 10 * second)
    await c.pass(30 * second)
    c.store.db.exec('DROP TRIGGER full')
    await c.passUntil('it to be stored', () => c.documents === 1, 11 * second)
  })
})

describe('a scan that is asked for', () => {
  test('begins after the question and ends, well or badly', async () => {
    const c = new InMemory().start()
    await c.pass(minute)
    c.folder.deaf = true
    c.folder.write('a.xml', journal())
    let ended = false
    void c.collector.scanNow().then(() => {
      ended = true
    })
    await c.passUntil('the scan', () => ended, second)
    expect(c.told()).toHaveLength(1)
    c.folder.broken = 'EIO'
    ended = false
    void c.collector.scanNow().then(() => {
      ended = true
    })
    await c.passUntil('the scan', () => ended, second)
  })

  test('is answered at once when the collector has stopped', async () => {
    const c = new InMemory()
    c.collector.start()
    const stopped = c.collector.stop()
    await c.clock.advance(minute)
    await stopped
    await c.collector.scanNow()
  })
})

describe('archiving', () => {
  const archive = { afterVerdict: { archive: '/archive' } } as const
  const verdict = (c: Collecting, path: string, state: string): void => {
    c.store.db.prepare('UPDATE document SET state = ? WHERE name = ?').run(state, path)
  }

  test('moves what is accepted or not needed, and nothing else', async () => {
    const c = new InMemory(new MemoryFolder(), archive)
    const states = [
      'stored',
      'waiting',
      'sending',
      'unclear',
      'accepted',
      'accepted-with-notes',
      'refused',
      'held',
      'not-needed',
      'replaced',
      'set-aside',
      'ignored',
    ]
    for (const state of states) c.folder.write(`${state}.xml`, journal())
    c.start()
    await c.passUntil('all', () => c.documents === states.length, 10 * second)
    for (const state of states) verdict(c, `${state}.xml`, state)
    await c.pass(12 * second)
    const moved = states.filter((state) => !c.folder.names.includes(`${state}.xml`))
    expect(moved).toEqual(['accepted', 'accepted-with-notes', 'not-needed'])
    expect(c.store.db.prepare("SELECT archived_to FROM sighting WHERE path = 'accepted.xml'").pluck().get()).toBe(
      '/archive/accepted.xml',
    )
  })

  test('touches nothing without the owner’s word', async () => {
    const c = new InMemory()
    c.folder.write('a.xml', journal())
    c.start()
    await c.passUntil('it', () => c.documents === 1, 10 * second)
    verdict(c, 'a.xml', 'accepted')
    await c.pass(minute)
    expect(c.folder.names).toEqual(['a.xml'])
    expect(c.folder.asked.some(({ kind }) => kind === 'archive')).toBe(false)
  })

  test('is not kept from the others by files that cannot be moved', async () => {
    const folder = new MemoryFolder()
    const c = new InMemory(folder, archive)
    for (let i = 0; i < 130; i++) folder.write(`${String(i).padStart(3, '0')}.xml`, journal())
    c.start()
    await c.passUntil('all', () => c.documents === 130, 20 * second)
    // The first hundred have another time than is known, so that they are not the files that were accepted.
    c.store.db.prepare("UPDATE sighting SET mtime_ns = '7' WHERE id <= 100").run()
    c.store.db.prepare("UPDATE document SET state = 'accepted'").run()
    await c.passUntil('the others to be moved', () => folder.names.length === 100, minute)
  })
})

describe('with a real folder and a real helper process', () => {
  const helperFile = join(import.meta.dirname, 'folder-helper.ts')

  class OnDisk extends Collecting {
    readonly folder: string
    constructor(folder = join(temporaryDirectory(), 'out'), configured: Partial<FolderConfiguration> = {}) {
      mkdirSync(folder, { recursive: true })
      super(systemClock, () => Promise.resolve(forkFolderHelper(helperFile)), { path: folder, ...configured })
      this.folder = folder
    }
    start(): this {
      this.collector.start()
      onTestFinished(() => this.collector.stop())
      return this
    }
    at(name: string): string {
      return join(this.folder, name)
    }
    watched(): Promise<void> {
      return until('the folder to be watched', () => this.condition.watcher === 'watching' && this.condition.reachable)
    }
  }

  test('three hundred files at once are all stored, each byte for byte, and none is touched', async () => {
    const c = new OnDisk().start()
    await c.watched()
    const texts = Array.from({ length: 300 }, (_, i) => journal(`many ${i} ${'x'.repeat(i * 37)}`))
    for (const [i, text] of texts.entries()) writeFileSync(c.at(`${i}.xml`), text)
    await until('all of them', () => c.documents === 300, 15_000)
    expect(new Set(c.contents())).toEqual(new Set(texts))
    expect(readdirSync(c.folder)).toHaveLength(300)
  })

  test('a writer who writes piece by piece with pauses is waited for', async () => {
    const c = new OnDisk().start()
    await c.watched()
    const text = journal(`slow ${'y'.repeat(5000)}`)
    const file = await open(c.at('slow.xml'), 'w')
    for (let at = 0; at < text.length; at += 1000) {
      await file.write(text.slice(at, at + 1000))
      await until('a look at it', () => c.told()[0] === 'slow.xml found growing')
      expect(c.documents).toBe(0)
    }
    await file.close()
    await until('it to be stored', () => c.documents === 1)
    expect(c.contents()).toEqual([text])
  })

  test('a file that is replaced again and again is never stored torn', async () => {
    const c = new OnDisk().start()
    await c.watched()
    const versions = Array.from({ length: 40 }, (_, i) => journal(`version ${i} ${'z'.repeat(200_000 + i)}`))
    for (const text of versions) {
      writeFileSync(c.at('a.xml'), text)
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
    await until('the last version', () => c.contents().includes(versions.at(-1) ?? ''))
    for (const text of c.contents()) expect(versions).toContain(text)
  })

  test('a file that is renamed into place, or away again, is known for what it was', async () => {
    const c = new OnDisk().start()
    await c.watched()
    const text = journal()
    writeFileSync(c.at('a.tmp'), text)
    renameSync(c.at('a.tmp'), c.at('a.xml'))
    await until('it to be stored', () => c.documents === 1)
    renameSync(c.at('a.xml'), c.at('b.xml'))
    await until('the new name', () => c.told().join() === '-a.xml stored,b.xml stored')
    expect(c.documents).toBe(1)
  })

  test('a folder that is removed is missed, and collected from again when it is made anew', async () => {
    const c = new OnDisk().start()
    await c.watched()
    writeFileSync(c.at('a.xml'), journal())
    await until('the first', () => c.documents === 1)
    rmSync(c.folder, { recursive: true })
    await until('it to be missed', () => c.condition.problem?.code === 'folder-missing')
    mkdirSync(c.folder)
    writeFileSync(c.at('b.xml'), journal())
    await until('the second', () => c.documents === 2)
    await until('it to be well', () => c.condition.problem === null)
    appendFileSync(c.at('c.xml'), journal())
    await until('the third', () => c.documents === 3)
  })

  test('a file where the folder should be is said to be one', async () => {
    const path = join(temporaryDirectory(), 'out')
    const c = new OnDisk(path)
    rmSync(path, { recursive: true })
    writeFileSync(path, 'a file')
    c.start()
    await until('it to be shown', () => c.condition.problem?.code === 'folder-not-a-folder')
  })

  test('a helper that is killed is replaced, and nothing is lost', async () => {
    const folder = join(temporaryDirectory(), 'out')
    mkdirSync(folder)
    const channels: HelperChannel[] = []
    const c = new Collecting(
      systemClock,
      () => {
        const channel = forkFolderHelper(helperFile)
        channels.push(channel)
        return Promise.resolve(channel)
      },
      { path: folder },
    )
    c.collector.start()
    onTestFinished(() => c.collector.stop())
    await until('the folder to be watched', () => c.condition.watcher === 'watching')
    channels[0]?.kill()
    writeFileSync(join(folder, 'a.xml'), journal())
    await until('it to be stored', () => c.documents === 1, 15_000)
    expect(channels.length).toBeGreaterThan(1)
  })

  test('an accepted file is moved into the archive with its bytes', async () => {
    const archive = join(temporaryDirectory(), 'archive')
    const c = new OnDisk(undefined, { afterVerdict: { archive } }).start()
    await c.watched()
    const text = journal()
    writeFileSync(c.at('a.xml'), text)
    await until('it to be stored', () => c.documents === 1)
    c.store.db.prepare("UPDATE document SET state = 'accepted'").run()
    await c.collector.scanNow()
    await until('it to be moved', () => existsSync(join(archive, 'a.xml')) && !existsSync(c.at('a.xml')))
    expect(readFileSync(join(archive, 'a.xml'), 'utf8')).toBe(text)
    await until('the row to say so', () => c.told()[0] === '-a.xml stored')
    expect(c.documents).toBe(1)
  })
})
