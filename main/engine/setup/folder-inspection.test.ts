import { chmodSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { FromHelper, HelperChannel } from '../../../contract/folder-port.ts'
import { forkFolderHelper } from '../collect/fork-helper.ts'
import { systemClock } from '../support/clock.ts'
import { FakeClock, until } from '../testing/fake-clock.ts'
import { temporaryDirectory } from '../testing/test-store.ts'
import { inspectFolder } from './folder-inspection.ts'
import { detectFolders, knownFolders } from './known-folders.ts'

const helperFile = join(import.meta.dirname, '..', 'collect', 'folder-helper.ts')
const openHelper = () => Promise.resolve(forkFolderHelper(helperFile))
const inspect = (path: string) => inspectFolder(path, openHelper, systemClock)

const journal = (store: string): string =>
  `<?xml version="1.0"?><NAXML-POSJournal version="3.4"><TransmissionHeader><StoreLocationID>${store}</StoreLocationID></TransmissionHeader><JournalReport/></NAXML-POSJournal>`

const put = (folder: string, name: string, text: string, at: string): void => {
  writeFileSync(join(folder, name), text)
  utimesSync(join(folder, name), new Date(at), new Date(at))
}

describe('a folder a person chose', () => {
  test('is told with its sales files, their ages, the stores they name and what is no journal', async () => {
    const folder = temporaryDirectory()
    put(folder, 'PJR1.xml', journal('33084'), '2026-11-12T10:00:00Z')
    put(folder, 'PJR2.XML', journal('33085'), '2026-11-20T10:00:00Z')
    put(folder, 'cut-off.xml', journal('33084').slice(0, 60), '2026-11-19T10:00:00Z')
    put(folder, 'prices.xml', '<Prices/>', '2026-11-18T10:00:00Z')
    put(folder, 'empty.xml', '', '2026-11-17T10:00:00Z')
    put(folder, 'notes.txt', 'not counted', '2026-11-21T10:00:00Z')
    expect(await inspect(folder)).toEqual({
      kind: 'ok',
      files: 5,
      newestAt: '2026-11-20T10:00:00.000Z',
      oldestAt: '2026-11-12T10:00:00.000Z',
      notJournals: 1,
      storeLocationIds: ['33084', '33085'],
      lastSale: null,
      networkDrive: false,
    })
  })

  test('shows the last sale by the register’s clock, whichever file it is in, and no training or refund as one', async () => {
    const folder = temporaryDirectory()
    const sale = (time: string, amount: string, type = 'SaleEvent', training = 'no'): string =>
      `<${type}><TrainingModeFlag value="${training}"/><RegisterID>1</RegisterID><TransactionID>${time.replaceAll(':', '')}</TransactionID><EventEndDate>2026-11-20</EventEndDate><EventEndTime>${time}</EventEndTime><BusinessDate>2026-11-20</BusinessDate><TransactionSummary><TransactionTotalGrandAmount>${amount}</TransactionTotalGrandAmount></TransactionSummary></${type}>`
    const of = (...events: string[]): string =>
      journal('1200').replace('<JournalReport/>', `<JournalReport>${events.join('')}</JournalReport>`)
    put(
      folder,
      'early.xml',
      of(sale('10:42:00', '7.15'), sale('10:45:00', '1.00', 'RefundEvent')),
      '2026-11-20T15:00:00Z',
    )
    put(
      folder,
      'late.xml',
      of(sale('09:00:00', '2.00'), sale('11:00:00', '3.00', 'SaleEvent', 'yes')),
      '2026-11-20T16:00:00Z',
    )
    expect(await inspect(folder)).toMatchObject({
      lastSale: { file: 'early.xml', date: '2026-11-20', time: '10:42:00', amount: '7.15', storeLocationId: '1200' },
    })
  })

  test('is read only in its newest twenty files', async () => {
    const folder = temporaryDirectory()
    put(folder, 'old.xml', journal('old store'), '2025-01-01T00:00:00Z')
    for (let i = 0; i < 20; i += 1) put(folder, `f${i}.xml`, journal('33084'), '2026-11-20T10:00:00Z')
    expect(await inspect(folder)).toMatchObject({ kind: 'ok', files: 21, storeLocationIds: ['33084'] })
  })

  test('may be empty', async () => {
    expect(await inspect(temporaryDirectory())).toMatchObject({ kind: 'ok', files: 0, newestAt: null, oldestAt: null })
  })

  test('that is not there, or is a file, is told so', async () => {
    const folder = temporaryDirectory()
    writeFileSync(join(folder, 'a.xml'), '')
    expect((await inspect(join(folder, 'nowhere'))).kind).toBe('missing')
    expect((await inspect(join(folder, 'a.xml'))).kind).toBe('not-a-folder')
  })

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('that may not be read is told so', async () => {
    const folder = join(temporaryDirectory(), 'closed')
    mkdirSync(folder)
    chmodSync(folder, 0o000)
    expect((await inspect(folder)).kind).toBe('unreadable')
    chmodSync(folder, 0o700)
  })

  test('that hangs is given up after its limit, and its helper is killed', async () => {
    const clock = new FakeClock()
    let killed = 0
    const hanging: HelperChannel = {
      send: () => undefined,
      onMessage: () => undefined,
      onExit: () => undefined,
      kill: () => (killed += 1),
    }
    const inspection = inspectFolder('/dead/share', () => Promise.resolve(hanging), clock)
    await until('a request waits', () => clock.pending > 0)
    await clock.advance(10_001)
    expect((await inspection).kind).toBe('not-answering')
    expect(killed).toBeGreaterThan(0)
  })

  test('that hangs only when its files are read still tells what its names told', async () => {
    const clock = new FakeClock()
    let hear: (message: FromHelper) => void = () => undefined
    const look = { path: 'a.xml', fault: null, size: 5, mtimeNs: '1000000000', fileId: '1' }
    const slow: HelperChannel = {
      send: (message) => {
        if (message.kind !== 'request') return
        const { number, request } = message
        if (request.kind === 'list')
          hear({ kind: 'answer', number, answer: { paths: ['a.xml'], mtimeNs: '1', share: true } })
        if (request.kind === 'stat') hear({ kind: 'answer', number, answer: { looks: [look] } })
      },
      onMessage: (listener) => {
        hear = listener
      },
      onExit: () => undefined,
      kill: () => undefined,
    }
    const inspection = inspectFolder('/share', () => Promise.resolve(slow), clock)
    await until('the file is being read', () => clock.pending > 0)
    await clock.advance(30_000)
    expect(await inspection).toMatchObject({
      kind: 'ok',
      files: 1,
      networkDrive: true,
      newestAt: '1970-01-01T00:00:01.000Z',
      storeLocationIds: [],
    })
  })

  test('whose helper cannot be started is not answering', async () => {
    const failing = () => Promise.reject(new Error('no process'))
    expect((await inspectFolder('/x', failing, systemClock)).kind).toBe('not-answering')
  })
})

describe('folders this computer may have', () => {
  test('are told only when they can be read', async () => {
    const there = temporaryDirectory()
    put(there, 'PJR1.xml', journal('1'), '2026-11-20T10:00:00Z')
    expect(await detectFolders([join(there, 'no'), there], openHelper, systemClock)).toEqual([
      { path: there, files: 1, newestAt: '2026-11-20T10:00:00.000Z' },
    ])
  })

  test('are known on Windows and nowhere else', () => {
    expect(knownFolders('linux')).toEqual([])
    expect(knownFolders('win32')[0]).toBe('C:\\Passport\\XMLGateway\\BOOutBox')
  })
})
