import Big from 'big.js'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { documentStates } from '../contract/vocabulary.ts'
import { localMoment } from './dialects/local-moment.ts'
import { decodeJournal } from './journal-text.ts'
import { validateJournal } from './journal-validation.ts'
import { fixedMoment, freshSamples, type PracticeJournal } from './practice-journals.ts'
import { putJournals } from './put-journals.ts'
import { practiceIndex } from './write-practice-journals.ts'

const folder = fileURLToPath(new URL('../resources/practice/', import.meta.url))
const fixed = freshSamples(fixedMoment.at, fixedMoment.timeZone)
const sample = (about: RegExp): PracticeJournal => {
  const found = fixed.find((journal) => about.test(journal.about))
  if (found === undefined) throw new Error(`no sample ${about}`)
  return found
}
const textOf = ({ bytes }: PracticeJournal): string => {
  const decoded = decodeJournal(bytes)
  if (!decoded.ok) throw new Error(decoded.message)
  return decoded.text
}
const values = (text: string, name: string): readonly string[] =>
  [...text.matchAll(new RegExp(`<(?:nax:)?${name}(?: [^>]*)?>([^<]*)<`, 'g'))].map(([, value = '']) => value)

describe('the practice journals', () => {
  test('in resources/practice are those of the fixed moment, byte for byte', () => {
    expect(
      readdirSync(folder)
        .filter((name) => name.endsWith('.xml'))
        .toSorted(),
    ).toEqual(fixed.map(({ name }) => name).toSorted())
    for (const { name, bytes } of fixed)
      expect([name, readFileSync(join(folder, name)).equals(bytes)]).toEqual([name, true])
    expect(readFileSync(join(folder, 'index.json'), 'utf8')).toBe(practiceIndex(fixed))
  })

  test('are twenty, each with a sentence and a state there is', () => {
    expect(fixed).toHaveLength(20)
    for (const { about, expected } of fixed) {
      expect(about).toMatch(/^[A-Z].*\.$/)
      expect(documentStates).toContain(expected.state)
    }
  })

  test.each(fixed.map((journal) => [journal.name, journal] as const))(
    '%s gets the verdict it is there to show',
    async (_, { bytes, expected }) => {
      const { status } = await validateJournal(bytes)
      const states = { Success: 'accepted', NonFatalError: 'accepted-with-notes', FatalError: 'refused' } as const
      if (expected.state === 'held' || expected.problem === 'no-sales') expect(status).toBe('FatalError')
      else if (expected.problem === 'training') expect(status).toBe('Success')
      else expect(states[status]).toBe(expected.state)
    },
  )

  test('come in every dialect, encoding and line end they claim', () => {
    const encodings = fixed.map((journal) => {
      const decoded = decodeJournal(journal.bytes)
      return decoded.ok ? decoded.encoding : decoded.message
    })
    expect(new Set(encodings)).toEqual(new Set(['ISO-8859-1', 'UTF-8', 'UTF-16LE']))
    const accents = sample(/accents/)
    expect([accents.bytes.includes(0xc9), accents.bytes.includes(0xbd)]).toEqual([true, true])
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(accents.bytes)).toThrow(TypeError)
    expect(textOf(sample(/CR LF/)).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(textOf(sample(/one long line/)).split('\n')).toHaveLength(2)
    expect(sample(/Ctrl-Z/).bytes.at(-1)).toBe(0x1a)
    const roots = fixed.map((journal) => /<(?:nax:)?NAXML-POSJournal[^>]*>/.exec(textOf(journal))?.[0] ?? '')
    expect(roots.filter((root) => root.startsWith('<nax:')).length).toBe(2)
    expect(roots.filter((root) => root.includes('version="3.6"') && root.includes('xmlns=')).length).toBe(3)
    expect(roots.filter((root) => root.includes('version="3.4"') && !root.includes('xmlns')).length).toBe(15)
  })

  test('add up: goods, fees and tax come to the total of each single sale', () => {
    const single = fixed.filter(
      ({ expected, about }) => expected.state === 'accepted' && !/^(The end|Several)/.test(about),
    )
    expect(single.length).toBeGreaterThan(8)
    for (const journal of single) {
      const live = textOf(journal).replaceAll(/<TransactionLine status="cancel">[^]*?<\/TransactionLine>/g, '')
      const sum = (name: string): Big =>
        values(live, name).reduce((total, value) => total.plus(value.replace(/^(-?)\./, '$10.')), new Big(0))
      const tax = sum('TransactionTotalTaxNetAmount')
      expect([journal.name, sum('SalesAmount').plus(sum('FeeAmount')).plus(tax).toFixed(2)]).toEqual([
        journal.name,
        sum('TransactionTotalGrandAmount').toFixed(2),
      ])
    }
  })

  test('hold the two halves of one fuel sale, linked, with the same money', () => {
    const [paid, ended] = [textOf(sample(/^Fuel paid in advance/)), textOf(sample(/^The end of the same/))]
    expect(values(ended, 'OriginalTransactionID')).toEqual(values(paid, 'TransactionID'))
    expect(values(ended, 'TransactionTotalGrandAmount')).toEqual(values(paid, 'TransactionTotalGrandAmount'))
    expect(paid).toContain('<SuspendFlag value="yes"/>')
  })

  test('share no transaction but what they must', async () => {
    const keys = (await Promise.all(fixed.map(({ bytes }) => validateJournal(bytes)))).flatMap(({ transactions }) =>
      transactions.map(({ registerId, transactionId }) => `${registerId}/${transactionId}`),
    )
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('name no card but by four digits', () => {
    for (const journal of fixed)
      for (const account of values(textOf(journal), 'AccountID')) expect(account).toMatch(/^X{12}\d{4}$/)
  })
})

describe('fresh samples', () => {
  test('are of the local day of the moment, none in the future', () => {
    for (const timeZone of ['America/New_York', 'Pacific/Honolulu', 'Europe/Berlin', 'Asia/Kolkata', 'UTC'])
      for (const at of [Date.UTC(2026, 0, 1, 0, 10), Date.UTC(2026, 6, 4, 16, 59, 59), Date.UTC(2028, 1, 29, 23, 59)]) {
        const here = localMoment(at, timeZone)
        for (const journal of freshSamples(at, timeZone)) {
          const text = textOf(journal)
          for (const day of values(text, 'BusinessDate')) expect(day.slice(0, 10)).toBe(here.date)
          const ends = values(text, 'EventEndDate').map(
            (date, index) => `${date.slice(0, 10)}T${values(text, 'EventEndTime')[index]?.slice(0, 8)}`,
          )
          for (const end of ends) expect(end <= `${here.date}T${here.time}`).toBe(true)
        }
      }
  })

  test('a second later share no name, no bytes and no transaction, also in the hour that comes twice', async () => {
    const twice = Date.UTC(2026, 10, 1, 5, 30)
    const sets = await Promise.all(
      [0, 1, 2, 60, 3600, 3601, 7200].map(async (seconds) => {
        const set = freshSamples(twice + seconds * 1000, 'America/New_York')
        const verdicts = await Promise.all(set.map(({ bytes }) => validateJournal(bytes)))
        return {
          set,
          transactions: verdicts.flatMap(({ transactions }) => transactions.map((sale) => JSON.stringify(sale))),
        }
      }),
    )
    const names = sets.flatMap(({ set }) => set.map(({ name }) => name))
    const bytes = sets.flatMap(({ set }) => set.map((journal) => journal.bytes.toString('base64')))
    const transactions = sets.flatMap((one) => one.transactions)
    for (const list of [names, bytes, transactions]) expect(new Set(list).size).toBe(list.length)
  })

  test('are the same for the same moment, and differ in nothing but dates, times and numbers from others', () => {
    expect(freshSamples(fixedMoment.at, fixedMoment.timeZone)).toEqual(fixed)
    const skeleton = (journal: PracticeJournal): string =>
      textOf(journal)
        .replaceAll(/\d/g, '0')
        .replaceAll(/[+-]00:00</g, '<')
    expect(freshSamples(Date.UTC(2027, 6, 9, 3, 4, 5), 'America/Chicago').map(skeleton)).toEqual(fixed.map(skeleton))
  })

  test('keep local time and offset through daylight saving', () => {
    expect(localMoment(Date.UTC(2026, 10, 1, 5, 30), 'America/New_York')).toEqual({
      date: '2026-11-01',
      time: '01:30:00',
      offset: '-04:00',
    })
    expect(localMoment(Date.UTC(2026, 10, 1, 6, 30), 'America/New_York')).toEqual({
      date: '2026-11-01',
      time: '01:30:00',
      offset: '-05:00',
    })
    expect(localMoment(Date.UTC(2026, 0, 1, 0, 0), 'UTC')).toEqual({
      date: '2026-01-01',
      time: '00:00:00',
      offset: '+00:00',
    })
    expect(() => freshSamples(0, 'Nowhere/Land')).toThrow(RangeError)
  })

  test('are put into a folder whole, nothing else left there', async () => {
    const place = await mkdtemp(join(tmpdir(), 'practice-'))
    const inner = join(place, 'BOOutBox')
    expect(await putJournals(inner, fixed)).toEqual(fixed.map(({ name }) => name))
    expect((await readdir(inner)).toSorted()).toEqual(fixed.map(({ name }) => name).toSorted())
    for (const { name, bytes } of fixed) expect(readFileSync(join(inner, name)).equals(bytes)).toBe(true)
    await rm(place, { recursive: true })
    expect(existsSync(place)).toBe(false)
  })
})
