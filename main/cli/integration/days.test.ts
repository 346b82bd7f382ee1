// `storebridge days` beside a real engine: journals and a movement report go through the folder, and what the command
// prints is what became of them. Also how it refuses what it is not asked rightly.

import { describe, expect, test, vi } from 'vitest'
import type { RegisterDay } from '../../../contract/sales-days.ts'
import { databaseFile } from '../../engine/storage/database-file.ts'
import { openBesideEngine, openDatabase } from '../../engine/storage/open-database.ts'
import { jsonLines, storebridge } from './command.ts'
import { aJournal } from './journal-bytes.ts'
import { practiceStore } from './practice-store.ts'
import { until } from './until.ts'

vi.setConfig({ testTimeout: 60_000 })

const date = '2026-03-02'
const range = ['--from', date, '--to', date] as const

const dayReport = (sales: string): Buffer =>
  Buffer.from(
    `<?xml version="1.0" encoding="ISO-8859-1"?>
<NAXML-MovementReport version="3.4">
  <MiscellaneousSummaryMovement>
    <MovementHeader>
      <PrimaryReportPeriod>2</PrimaryReportPeriod>
      <BusinessDate>${date}</BusinessDate>
      <BeginDate>${date}</BeginDate><BeginTime>00:00:00</BeginTime>
      <EndDate>${date}</EndDate><EndTime>23:59:59</EndTime>
    </MovementHeader>
    <MSMDetail>
      <MiscellaneousSummaryCodes>
        <MiscellaneousSummaryCode>totalizer</MiscellaneousSummaryCode>
        <MiscellaneousSummarySubCode>sales</MiscellaneousSummarySubCode>
        <MiscellaneousSummarySubCodeModifier>sales</MiscellaneousSummarySubCodeModifier>
      </MiscellaneousSummaryCodes>
      <MSMSalesTotals><MiscellaneousSummaryAmount>${sales}</MiscellaneousSummaryAmount></MSMSalesTotals>
    </MSMDetail>
  </MiscellaneousSummaryMovement>
</NAXML-MovementReport>
`,
    'latin1',
  )

describe('the command days', () => {
  test('tells each register’s day with exactly the promised fields, beside a running engine and without one', async ({
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const engine = await store.run()
    const sales = Array.from({ length: 45 }, (_, i) => ({
      transaction: String(100 + i + (i < 42 ? 0 : 2)),
      businessDate: date,
      amount: '2.00',
    }))
    await store.put('PJR1.xml', aJournal({ sales }))
    await store.put('PJR2.xml', aJournal({ transaction: '147', businessDate: date, amount: '5.00', price: '5,00' }))
    await store.put('MSM1.xml', dayReport('95.00'))
    await store.whenState('PJR1.xml', 'accepted')
    await store.whenState('PJR2.xml', 'refused')
    await store.whenState('MSM1.xml', 'not-needed')
    const beside = jsonLines<RegisterDay>(await store.command('days', ...range, '--json'))
    expect(beside).toEqual([
      {
        businessDate: date,
        registerId: '2',
        files: 2,
        sales: 46,
        refunds: 0,
        amount: '90.00',
        accepted: 1,
        refused: 1,
        waiting: 0,
        gaps: [{ after: '141', before: '144', missing: 2, confidence: 'low' }],
        firstAt: '2026-03-02T15:11:40.000Z',
        lastAt: '2026-03-02T15:11:40.000Z',
        totals: { report: '95.00', accepted: '90.00', difference: '5.00' },
        verdict: 'needs-you',
        numbering: { judged: true, sentence: 'Numbers go up by one.' },
        silences: [],
        lateFiles: 2,
        sentences: [
          '1 of 2 files was refused.',
          'Sent $90.00 of $95.00: 1 sale not accepted.',
          '2 transaction numbers are missing between 141 and 144. Too few numbers are known to be sure.',
          '2 files came more than two hours after the day ended and may miss it at Petrosoft.',
        ],
      },
    ])
    await engine.terminate()
    expect(jsonLines(await store.command('days', ...range, '--json'))).toEqual(beside)
    const text = (await store.command('days', ...range)).stdout.toString('utf8')
    expect(text).toMatch(/2026-03-02 +2 +needs-you +2 +1 +1 +0 +46 +0 +90\.00 +10:11 +10:11 +95\.00 \(5\.00 differs\)/)
    expect(text).toContain('Sent $90.00 of $95.00: 1 sale not accepted.')
    const none = await store.command('days', '--from', '2025-01-01', '--to', '2025-01-31', '--json')
    expect([none.code, none.stdout.toString('utf8')]).toEqual([0, ''])
  })

  test('compares with movement reports nobody has read yet, and the next engine reads them in the background', async ({
    onTestFinished,
  }) => {
    const store = await practiceStore(onTestFinished)
    const first = await store.run()
    await store.put('PJR1.xml', aJournal({ transaction: '1', businessDate: date, amount: '5.00' }))
    await store.put('MSM1.xml', dayReport('5.00'))
    await store.whenState('PJR1.xml', 'accepted')
    await store.whenState('MSM1.xml', 'not-needed')
    await first.terminate()
    store.lookAway()
    // As a version that did not read them would have left the records.
    const forget = openDatabase(databaseFile(store.dataDirectory))
    forget.exec('DELETE FROM movement_report; DELETE FROM movement_read')
    forget.close()
    const [day] = jsonLines<RegisterDay>(await store.command('days', ...range, '--json'))
    expect(day?.totals).toEqual({ report: '5.00', accepted: '5.00', difference: '0.00' })
    await store.run()
    const reader = openBesideEngine(databaseFile(store.dataDirectory))
    onTestFinished(() => {
      reader.close()
    })
    await until(
      'the report to be read',
      () => reader.prepare<[], number>('SELECT count(*) FROM movement_report').pluck().get() === 1,
      () => '',
    )
  })

  test.each([
    [[], /--from DATE is needed/],
    [['--from', '2026-03-02'], /--to DATE is needed/],
    [['--from', '2026-02-30', '--to', '2026-03-02'], /--from 2026-02-30 is not a date/],
    [['--from', 'yesterday', '--to', '2026-03-02'], /--from yesterday is not a date/],
    [['--from', '2026-03-03', '--to', '2026-03-02'], /--from 2026-03-03 is after --to 2026-03-02/],
    [['--from', '2026-03-03', '--to', '2026-03-04', '--week'], /--week/],
    [['--from', '2026-03-03', '--to', '2026-03-04', 'now'], /"now" is not expected/],
  ])('with %j is refused in one sentence', async (words, sentence) => {
    const end = await storebridge(['days', ...words, '--data-dir', '/nowhere/at/all'])
    expect(end).toMatchObject({ code: 2, stderr: expect.stringMatching(sentence) as string })
    expect(end.stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  test('without a database says so and exits 3', async () => {
    expect(await storebridge(['days', ...range, '--data-dir', '/nowhere/at/all'])).toMatchObject({ code: 3 })
  })
})
