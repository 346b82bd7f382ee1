// Generated days with a known truth: registers of three makes write real journals, some of which never arrive, come twice,
// are refused or wait; what the days then say must be exactly what was planted, and nothing on a clean day.

import { Big } from 'big.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bullochJournal } from '../../../sandbox/dialects/bulloch-journal.ts'
import type { LocalMoment } from '../../../sandbox/dialects/local-moment.ts'
import { passportEvent, passportJournal, passportSafeDrop } from '../../../sandbox/dialects/passport-journal.ts'
import { totalsOf, type PracticeSale, type SoldLine } from '../../../sandbox/dialects/practice-sale.ts'
import { verifoneEvent, verifoneJournal, verifoneSafeDrop } from '../../../sandbox/dialects/verifone-journal.ts'
import type { DayVerdict, RegisterDay } from '../../../contract/sales-days.ts'
import { judgeAtOnce } from '../judge/judge.ts'
import { verdictOf } from '../judge/verdict-of.ts'
import { applyJudgement } from '../judging/judgement-table.ts'
import type { StoredState } from '../life/document-state.ts'
import type { Db } from '../storage/open-database.ts'
import { dateAfter, startOfDate } from '../support/store-time.ts'
import { addFile, openTestStore } from '../testing/test-store.ts'
import { moneyText } from './day/exact-sum.ts'
import { registerDays, type StoreHours } from './day/register-days.ts'
import { readMovementReports } from './movement/movement-reader.ts'
import { keepMovements } from './movement/movement-table.ts'

const store: StoreHours = { timeZone: 'America/New_York', businessDayEnds: '00:00', openingHours: null }
const maxBytes = 50_000_000

type Make = 'passport' | 'verifone' | 'bulloch'
type Counting = 'goes-on' | 'turns-over' | 'begins-daily' | 'shared' | 'uneven'

interface Plan {
  readonly make: Make
  readonly counting: Counting
  readonly days: number
  readonly perDay: number
  readonly firstDate: string
  readonly seed: number
  /** How many events are lost, are refused, still wait, and come twice. */
  readonly lost: number
  readonly refused: number
  readonly waiting: number
  readonly repeated: number
  readonly report: 'none' | 'grand' | 'sales-and-taxes' | 'taxes' | 'shifts'
}

/** Small and repeatable; only its spread matters. */
const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0 || 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

interface Happening {
  readonly date: string
  readonly register: string
  readonly number: number
  readonly transaction: string
  readonly kind: 'sale' | 'refund' | 'none'
  /** A sale or refund outside training, whether it adds anything or not. */
  readonly isLive: boolean
  readonly amount: Big
  readonly tax: Big
  /** Seconds since midnight. */
  readonly at: number
  readonly xml: string
  fate: 'accepted' | 'lost' | 'refused' | 'waiting'
  repeated: boolean
}

const clockText = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')

const moment = (date: string, seconds: number): LocalMoment => ({ date, time: clockText(seconds), offset: '-05:00' })

const registersOf = ({ make, counting }: Plan): readonly string[] => {
  if (counting === 'shared') return make === 'verifone' ? ['102', '901'] : ['1', '10001']
  return make === 'verifone' ? ['101', '102'] : ['1', '2']
}

/** Commander numbers begin with the register's own and turn over after four digits. */
const written = (plan: Plan, register: string, number: number): string =>
  plan.make === 'verifone' && plan.counting !== 'shared'
    ? `${register}${String(number).padStart(4, '0')}`
    : plan.make === 'bulloch'
      ? String(number).padStart(6, '0')
      : String(number)

const item = (random: (below: number) => number): SoldLine => {
  const amount = new Big(random(3000) + 99).div(100).toFixed(2)
  return {
    goods: 'item',
    code: '049000028904',
    description: 'GOODS',
    department: '7',
    price: amount,
    quantity: '1',
    amount,
    taxed: random(2) === 0,
  }
}

const negative = (line: SoldLine): SoldLine => ({ ...line, quantity: '-1', amount: `-${line.amount}` })

const cash = {
  kind: 'card',
  code: 'creditCards',
  subCode: 'generic',
  account: 'XXXXXXXXXXXX4417',
  brand: 'VISA',
} as const

const prepayLine = (amount: string): SoldLine => ({
  goods: 'prepay',
  code: '',
  description: '',
  department: '3',
  price: amount,
  quantity: '1',
  amount,
  pump: '4',
})

const fuelLine = (amount: string): SoldLine => ({
  goods: 'fuel',
  code: '001',
  description: 'UNLEADED',
  department: '1024',
  price: '3.199',
  quantity: '10.003',
  amount,
  pump: '4',
})

const eventXml = ({ make }: Plan, sale: PracticeSale): string => {
  if (make === 'passport') return passportEvent(sale)
  return make === 'verifone' ? verifoneEvent(sale) : bullochJournal(sale, '10089')
}

/** What registers did, in the order of their numbers. */
const happeningsOf = (plan: Plan): Happening[] => {
  const random = randomFrom(plan.seed)
  const registers = registersOf(plan)
  const next = new Map<string, number>()
  const start = (register: string): number => {
    const limit = 10_000
    if (plan.counting === 'turns-over') return limit - Math.floor(plan.perDay * (1.4 + random(100) / 100))
    return plan.counting === 'begins-daily' ? 1 : 100 + random(5000) + (register === registers[0] ? 0 : 2500)
  }
  const counterOf = (register: string): string => (plan.counting === 'shared' ? 'all' : register)
  const happenings: Happening[] = []
  let prepay: { readonly sale: PracticeSale; readonly register: string } | null = null
  for (let day = 0; day < plan.days; day += 1) {
    const date = dateAfter(plan.firstDate, day)
    prepay = null
    if (plan.counting === 'begins-daily') for (const register of registers) next.set(counterOf(register), 1)
    const events = plan.perDay * registers.length
    for (let i = 0; i < events; i += 1) {
      const register =
        plan.counting === 'shared'
          ? (registers[random(3) === 0 ? 1 : 0] ?? '')
          : (registers[i % registers.length] ?? '')
      const counter = counterOf(register)
      const number = next.get(counter) ?? start(register)
      const step = plan.counting === 'uneven' ? 1 + random(4) : 1
      next.set(counter, plan.counting === 'turns-over' && number + step > 9999 ? 1 : number + step)
      const at = 6 * 3600 + Math.floor(((i + 0.5) * 16 * 3600) / events)
      const transaction = written(plan, register, number)
      const base: PracticeSale = {
        event: 'SaleEvent',
        sequence: '1',
        transaction,
        register,
        till: '1',
        cashier: '7',
        begun: moment(date, at - 20),
        ended: moment(date, at),
        businessDate: date,
        lines: [item(random), item(random)],
        payment: cash,
      }
      const happening = (sale: PracticeSale, kind: Happening['kind'], xml = eventXml(plan, sale)): void => {
        const { grand, tax } = totalsOf(sale)
        happenings.push({
          date,
          register,
          number,
          transaction,
          kind,
          isLive: sale.event !== 'VoidEvent' && sale.training !== true && !xml.includes('FinancialEvent'),
          amount: kind === 'none' ? new Big(0) : grand,
          tax: kind === 'none' ? new Big(0) : tax,
          at,
          xml,
          fate: 'accepted',
          repeated: false,
        })
      }
      if (prepay !== null && prepay.register === register) {
        const original = { ...prepay.sale, begun: prepay.sale.begun, ended: prepay.sale.ended }
        const amount = prepay.sale.lines[0]?.amount ?? '0'
        prepay = null
        if (plan.make === 'bulloch')
          happening({ ...base, original, lines: [fuelLine(amount), prepayLine(`-${amount}`)] }, 'none')
        else happening({ ...base, original, lines: [{ ...prepayLine(amount), live: false }, fuelLine(amount)] }, 'sale')
        continue
      }
      const what = random(20)
      if (what === 0) happening({ ...base, event: 'RefundEvent', lines: [negative(item(random))] }, 'refund')
      else if (what === 1) happening({ ...base, event: 'VoidEvent', payment: null }, 'none')
      else if (what === 2) happening({ ...base, training: true }, 'none')
      else if (what === 3 && plan.make !== 'bulloch')
        happening(
          base,
          'none',
          plan.make === 'passport' ? passportSafeDrop(base, '200') : verifoneSafeDrop(base, '200.00'),
        )
      else if (what === 4 && plan.make !== 'verifone') {
        const amount = `${20 + random(50)}.00`
        const sale: PracticeSale = { ...base, lines: [prepayLine(amount)], suspended: plan.make === 'passport' }
        happening(sale, plan.make === 'passport' ? 'none' : 'sale')
        prepay = { sale, register }
      } else happening(base, 'sale')
    }
  }
  return happenings
}

/** Chooses what goes wrong; never the first or last known number of a counter, which nobody could miss. */
const plant = (plan: Plan, happenings: readonly Happening[]): void => {
  const random = randomFrom(plan.seed + 77)
  const inside = (i: number): boolean => {
    const { register, date } = happenings[i] ?? { register: '', date: '' }
    const same =
      plan.counting === 'begins-daily'
        ? happenings.filter((h) => h.register === register && h.date === date)
        : happenings.filter((h) => plan.counting === 'shared' || h.register === register)
    return same[0] !== happenings[i] && same.at(-1) !== happenings[i]
  }
  const choose = (times: number, mark: (happening: Happening) => void): void => {
    for (let n = 0; n < times; n += 1) {
      const i = random(happenings.length)
      const chosen = happenings[i]
      if (chosen !== undefined && chosen.fate === 'accepted' && !chosen.repeated && inside(i)) mark(chosen)
    }
  }
  choose(plan.lost, (h) => (h.fate = 'lost'))
  choose(plan.refused, (h) => (h.fate = h.kind === 'none' ? 'accepted' : 'refused'))
  choose(plan.waiting, (h) => (h.fate = h.kind === 'none' ? 'accepted' : 'waiting'))
  choose(plan.repeated, (h) => (h.repeated = true))
}

const fileOf = ({ make }: Plan, date: string, events: readonly string[]): Buffer => {
  if (make === 'passport') return Buffer.from(passportJournal(date, events), 'latin1')
  return Buffer.from(make === 'verifone' ? verifoneJournal(date, '312', events) : (events[0] ?? ''), 'utf8')
}

const keepFile = (db: Db, bytes: Buffer, date: string, state: StoredState): void => {
  const at = startOfDate(date, store.timeZone) + 23 * 3_600_000
  const judgement = judgeAtOnce(bytes, { maxBytes })
  const verdict = verdictOf(judgement, { storeLocationIds: [], sendUnsupported: 'skip', sendTraining: 'skip' })
  const id = addFile(db, { state: 'stored', bytes, at })
  applyJudgement(db, id, judgement, verdict, { sendRepeated: 'ask' }, 1, at)
  if (verdict.state !== 'waiting') return
  db.prepare(
    `UPDATE document SET state = ?, accepted_at = CASE ? WHEN 'accepted' THEN stored_at END WHERE id = ? AND state = 'waiting'`,
  ).run(state, state, id)
}

/** Files as registers leave them: a few events of one fate together, on Bulloch each alone. */
const arrive = (plan: Plan, db: Db, happenings: readonly Happening[]): void => {
  const random = randomFrom(plan.seed + 5)
  let pending: Happening[] = []
  const flush = (): void => {
    const [first] = pending
    if (first !== undefined && first.fate !== 'lost')
      keepFile(
        db,
        fileOf(
          plan,
          first.date,
          pending.map(({ xml }) => xml),
        ),
        first.date,
        first.fate === 'accepted' ? 'accepted' : first.fate,
      )
    pending = []
  }
  db.transaction(() => {
    for (const happening of happenings) {
      const [first] = pending
      const together =
        plan.make !== 'bulloch' && first?.fate === happening.fate && first.date === happening.date && random(4) !== 0
      if (!together) flush()
      pending.push(happening)
    }
    flush()
    // A later file tells of some of them again.
    for (const happening of happenings)
      if (happening.repeated)
        keepFile(
          db,
          Buffer.concat([fileOf(plan, happening.date, [happening.xml]), Buffer.from('\n<!-- again -->\n')]),
          happening.date,
          'accepted',
        )
  })()
}

const summaryDetail = (code: string, sub: string, modifier: string, amount: Big): string =>
  `<MSMDetail><MiscellaneousSummaryCodes><MiscellaneousSummaryCode>${code}</MiscellaneousSummaryCode><MiscellaneousSummarySubCode>${sub}</MiscellaneousSummarySubCode><MiscellaneousSummarySubCodeModifier>${modifier}</MiscellaneousSummarySubCodeModifier></MiscellaneousSummaryCodes><MSMSalesTotals><MiscellaneousSummaryAmount>${amount.toFixed()}</MiscellaneousSummaryAmount><MiscellaneousSummaryCount>1</MiscellaneousSummaryCount></MSMSalesTotals></MSMDetail>`

const movement = (
  element: string,
  period: number,
  date: string,
  [from, to]: readonly [number, number],
  details: string,
): Buffer =>
  Buffer.from(
    `<?xml version="1.0" encoding="ISO-8859-1"?><NAXML-MovementReport version="3.4"><TransmissionHeader><StoreLocationID>33084</StoreLocationID></TransmissionHeader><${element}><MovementHeader><ReportSequenceNumber>1</ReportSequenceNumber><PrimaryReportPeriod>${period}</PrimaryReportPeriod><BusinessDate>${date}</BusinessDate><BeginDate>${date}</BeginDate><BeginTime>${clockText(from)}</BeginTime><EndDate>${date}</EndDate><EndTime>${clockText(to)}</EndTime></MovementHeader>${details}</${element}></NAXML-MovementReport>`,
    'latin1',
  )

const total = (happenings: readonly Happening[], of: 'amount' | 'tax'): Big =>
  happenings.reduce((sum, happening) => sum.plus(happening[of]), new Big(0))

const reportsOf = (plan: Plan, date: string, ofDay: readonly Happening[], before: Big): Buffer[] => {
  const [grand, tax] = [total(ofDay, 'amount'), total(ofDay, 'tax')]
  const wholeDay = [0, 86_399] as const
  const sales = summaryDetail('totalizer', 'sales', 'sales', grand.minus(tax))
  const totalizers = (from: Big, part: readonly Happening[]): string =>
    summaryDetail('totalizer', 'beginningGrandTotal', '', from) +
    summaryDetail('totalizer', 'endingGrandTotal', '', from.plus(total(part, 'amount')))
  const taxes = movement(
    'TaxLevelMovement',
    2,
    date,
    wholeDay,
    `<TLMDetail><TaxLevelID>101</TaxLevelID><TaxableSalesAmount>${grand.minus(tax).toFixed()}</TaxableSalesAmount><TaxCollectedAmount>${tax.toFixed()}</TaxCollectedAmount><TaxRefundedAmount>0</TaxRefundedAmount></TLMDetail>`,
  )
  switch (plan.report) {
    case 'none':
      return []
    case 'taxes':
      return [taxes]
    case 'sales-and-taxes':
      return [movement('MiscellaneousSummaryMovement', 2, date, wholeDay, sales), taxes]
    case 'grand':
      return [
        movement(
          'MiscellaneousSummaryMovement',
          2,
          date,
          wholeDay,
          totalizers(before, ofDay) + summaryDetail('safeDrop', 'total', '', new Big('2411.85')),
        ),
      ]
    case 'shifts': {
      const noon = 13 * 3600
      const parts = [ofDay.filter(({ at }) => at < noon), ofDay.filter(({ at }) => at >= noon)] as const
      return [
        movement('MiscellaneousSummaryMovement', 98, date, [0, noon - 1], totalizers(before, parts[0])),
        movement(
          'MiscellaneousSummaryMovement',
          98,
          date,
          [noon, 86_399],
          totalizers(before.plus(total(parts[0], 'amount')), parts[1]),
        ),
      ]
    }
  }
}

const keepReports = async (plan: Plan, db: Db, happenings: readonly Happening[]): Promise<void> => {
  let before = new Big('43407951.54')
  for (const date of new Set(happenings.map((h) => h.date))) {
    const ofDay = happenings.filter((h) => h.date === date)
    for (const bytes of reportsOf(plan, date, ofDay, before)) {
      const id = addFile(db, {
        state: 'not-needed',
        problem: 'other-naxml',
        bytes,
        columns: { root: 'NAXML-MovementReport' },
      })
      const reports = await readMovementReports(bytes, { maxBytes })
      db.transaction(() => keepMovements(db, id, reports))()
    }
    before = before.plus(total(ofDay, 'amount'))
  }
}

interface Expected {
  readonly line: Pick<RegisterDay, 'businessDate' | 'registerId' | 'sales' | 'refunds' | 'amount'>
  readonly gaps: readonly { readonly after: string; readonly before: string; readonly missing: number }[]
  readonly difference: string | null
  readonly verdict: DayVerdict
}

/** Missing numbers between known ones, told to the first known number after them. */
const expectedGaps = (plan: Plan, happenings: readonly Happening[]): Map<Happening, Expected['gaps'][number]> => {
  const gaps = new Map<Happening, Expected['gaps'][number]>()
  if (plan.counting === 'uneven') return gaps
  const counters = new Map<string, Happening[]>()
  for (const happening of happenings) {
    const counter =
      plan.counting === 'shared'
        ? 'all'
        : plan.counting === 'begins-daily'
          ? `${happening.register} ${happening.date}`
          : happening.register
    counters.set(counter, [...(counters.get(counter) ?? []), happening])
  }
  for (const inOrder of counters.values()) {
    let last: Happening | undefined
    let missing = 0
    for (const happening of inOrder) {
      if (happening.fate === 'lost') {
        missing += 1
        continue
      }
      if (missing > 0 && last !== undefined)
        gaps.set(happening, { after: last.transaction, before: happening.transaction, missing })
      last = happening
      missing = 0
    }
  }
  return gaps
}

const expectedOf = (plan: Plan, happenings: readonly Happening[]): Expected[] => {
  const gaps = expectedGaps(plan, happenings)
  const keys = [...new Set(happenings.map(({ date, register }) => `${date} ${register}`))].sort()
  return keys.map((key): Expected => {
    const [date = '', register = ''] = key.split(' ')
    const mine = happenings.filter((h) => h.date === date && h.register === register && h.fate !== 'lost')
    const ofDay = happenings.filter((h) => h.date === date)
    const unsent = ofDay.filter(({ fate }) => fate === 'refused' || fate === 'waiting')
    const difference = total(ofDay, 'amount').minus(
      total(
        ofDay.filter(({ fate }) => fate === 'accepted'),
        'amount',
      ),
    )
    const isExplained = difference.eq(total(unsent, 'amount'))
    const myGaps = mine.flatMap((h) => gaps.get(h) ?? [])
    // A file that tells of a sale again is held until a person decides.
    const needsYou = mine.some((h) => h.fate === 'refused' || (h.repeated && h.isLive))
    const incomplete = myGaps.length > 0 || (plan.report !== 'none' && !isExplained)
    return {
      line: {
        businessDate: date,
        registerId: register,
        sales: mine.filter(({ kind }) => kind === 'sale').length,
        refunds: mine.filter(({ kind }) => kind === 'refund').length,
        amount: moneyText(
          total(
            mine.filter(({ fate }) => fate === 'accepted'),
            'amount',
          ),
        ),
      },
      gaps: myGaps,
      difference: plan.report === 'none' ? null : moneyText(difference),
      verdict: needsYou
        ? 'needs-you'
        : incomplete
          ? 'possible-gap'
          : mine.some(({ fate }) => fate === 'waiting')
            ? 'still-arriving'
            : 'accepted',
    }
  })
}

const toldOf = (plan: Plan, db: Db): Expected[] => {
  const to = dateAfter(plan.firstDate, plan.days - 1)
  const now = startOfDate(dateAfter(to, 2), store.timeZone)
  return registerDays(db, { store, from: plan.firstDate, to, now }).map(({ day }) => ({
    line: {
      businessDate: day.businessDate,
      registerId: day.registerId,
      sales: day.sales,
      refunds: day.refunds,
      amount: day.amount,
    },
    gaps: day.gaps.map(({ after, before, missing }) => ({ after, before, missing })),
    difference: day.totals?.difference ?? null,
    verdict: day.verdict,
  }))
}

const recovers = async (plan: Plan): Promise<void> => {
  const { db } = openTestStore()
  db.pragma('synchronous = OFF')
  const happenings = happeningsOf(plan)
  plant(plan, happenings)
  arrive(plan, db, happenings)
  await keepReports(plan, db, happenings)
  expect(toldOf(plan, db)).toEqual(expectedOf(plan, happenings))
}

const plans = (more: Partial<Record<keyof Plan, fc.Arbitrary<unknown>>> = {}): fc.Arbitrary<Plan> =>
  fc.record({
    make: fc.constantFrom('passport', 'verifone', 'bulloch'),
    counting: fc.constantFrom('goes-on', 'turns-over', 'begins-daily', 'shared', 'uneven'),
    days: fc.integer({ min: 4, max: 6 }),
    perDay: fc.integer({ min: 45, max: 60 }),
    firstDate: fc.constantFrom('2026-03-05', '2026-06-10', '2026-10-29', '2026-12-29'),
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    lost: fc.integer({ min: 1, max: 4 }),
    refused: fc.integer({ min: 0, max: 2 }),
    waiting: fc.integer({ min: 0, max: 2 }),
    repeated: fc.integer({ min: 0, max: 2 }),
    report: fc.constantFrom('none', 'grand', 'sales-and-taxes', 'taxes', 'shifts'),
    ...more,
  }) as fc.Arbitrary<Plan>

const runs = Number(process.env['STOREBRIDGE_DAYS_RUNS'] ?? '14')

describe('generated days of three makes of register', () => {
  test('are told exactly: every lost number, every difference, every sale once', async () => {
    await fc.assert(fc.asyncProperty(plans(), recovers), { numRuns: runs, endOnFailure: true })
  }, 600_000)

  test('raise nothing when nothing is missing', async () => {
    const clean = { lost: fc.constant(0), refused: fc.constant(0), waiting: fc.constant(0), repeated: fc.constant(0) }
    await fc.assert(fc.asyncProperty(plans(clean), recovers), { numRuns: Math.ceil(runs / 2), endOnFailure: true })
  }, 600_000)
})
