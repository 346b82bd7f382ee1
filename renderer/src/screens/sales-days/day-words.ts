// What a manager reads about one sales day: the word and picture of its state, the few words of its cell, its full name
// for a screen reader, and the sentences that say why it is as it is (ux 2.10). Pure; made of the day's figures, so that
// each language says them its own way. The engine's own English sentences stand in only where the figures are silent.

import type { FileGroup } from '../../../../contract/ipc.ts'
import type {
  DayTotals,
  DayVerdict,
  NumberGap,
  RegisterDay,
  SalesDayCell,
  SalesDayDetail,
} from '../../../../contract/sales-days.ts'
import type { BusinessDate, Timestamp } from '../../../../contract/vocabulary.ts'
import { formatMoney } from '../../format/money.ts'
import { formatCount } from '../../format/quantity.ts'
import { formatDay, nothingYet } from '../../format/store-time.ts'
import type { Hue } from '../../theme/hue-styles.ts'
import { say, type MessageId } from '../../words/say.ts'
import { missingNumbers } from './missing-numbers.ts'

export interface VerdictLook {
  readonly hue: Hue
  /** The state as the legend and the page say it: "Needs you". */
  readonly name: MessageId
  /** The same inside a longer name: "needs you". */
  readonly within: MessageId
}

const look = (hue: Hue, name: 'accepted' | 'gap' | 'needsYou' | 'arriving' | 'none' | 'closed'): VerdictLook => ({
  hue,
  name: `salesDays.state.${name}`,
  within: `salesDays.within.${name}`,
})

export const verdictLook: Readonly<Record<DayVerdict, VerdictLook>> = {
  accepted: look('green', 'accepted'),
  'possible-gap': look('amber', 'gap'),
  'needs-you': look('red', 'needsYou'),
  'still-arriving': look('blue', 'arriving'),
  none: look('amber', 'none'),
  closed: look('grey', 'closed'),
}

/** The state of a day as the page says it: "Needs you". */
export const stateName = ({ verdict, beforeFirst }: Pick<SalesDayCell, 'verdict' | 'beforeFirst'>): string =>
  say(beforeFirst ? 'salesDays.state.beforeFirst' : verdictLook[verdict].name)

/** The few words beside the picture in a cell: "93 of 96", "Gap?", "41 so far"; a dash before the store's first file. */
export const cellWords = ({ verdict, files, accepted, beforeFirst }: SalesDayCell): string => {
  if (beforeFirst) return nothingYet
  switch (verdict) {
    case 'accepted':
    case 'needs-you':
      return say('salesDays.cell.of', { accepted: formatCount(accepted), files: formatCount(files) })
    case 'possible-gap':
      return say('salesDays.cell.gap')
    case 'still-arriving':
      return say('salesDays.cell.soFar', { files: formatCount(files) })
    case 'none':
      return say('salesDays.cell.none')
    case 'closed':
      return say('salesDays.state.closed')
  }
}

/** "23 h" or "25 h" on the two days a year when the clocks change; null on any other. */
export const hoursWords = (hours: number): string | null => (hours === 24 ? null : say('salesDays.hours', { n: hours }))

/** "Friday 20 November, needs you, 93 of 96 files accepted" */
export const fullName = (cell: SalesDayCell, withAmount: boolean): string => {
  const { date, verdict, files, accepted, amount } = cell
  const counts =
    files === 0
      ? []
      : verdict === 'still-arriving'
        ? [say('salesDays.name.soFar', { files, accepted: formatCount(accepted) })]
        : [say('salesDays.name.of', { files, accepted: formatCount(accepted) })]
  return [
    formatDay(date, 'long'),
    say(cell.beforeFirst ? 'salesDays.within.beforeFirst' : verdictLook[verdict].within),
    ...counts,
    ...(cell.hours === 24 ? [] : [say('salesDays.name.hours', { n: cell.hours })]),
    ...(withAmount && amount !== null ? [formatMoney(amount)] : []),
  ].join(', ')
}

/** The whole name of a day's button, also of one that has not come or is not known yet. */
export const dayName = (
  date: BusinessDate,
  cell: SalesDayCell | undefined,
  today: BusinessDate,
  showAmounts: boolean,
): string => {
  if (date > today) return say('salesDays.name.coming', { day: formatDay(date, 'long') })
  const name = cell === undefined ? formatDay(date, 'long') : fullName(cell, showAmounts)
  return date === today ? say('salesDays.name.today', { name }) : name
}

/** "Numbers 10236 to 10238 are missing on register 2; probably 3 sales." */
export const gapWords = (registerId: string, gap: NumberGap): string => {
  const numbers = missingNumbers(gap)
  const sure = gap.confidence === 'high'
  if (numbers === null)
    return say(sure ? 'salesDays.gap.between' : 'salesDays.gap.betweenUnsure', {
      n: gap.missing,
      register: registerId,
      after: gap.after,
      before: gap.before,
    })
  return say(sure ? 'salesDays.gap' : 'salesDays.gap.unsure', { n: gap.missing, register: registerId, ...numbers })
}

/** Whose day report it is; null for the whole store's. */
type Whose = string | null

const totalsIds = {
  register: { same: 'salesDays.totals.same', more: 'salesDays.totals.more', less: 'salesDays.totals.less' },
  store: {
    same: 'salesDays.storeTotals.same',
    more: 'salesDays.storeTotals.more',
    less: 'salesDays.storeTotals.less',
  },
} as const

const differs = ({ difference }: DayTotals): boolean => !/^-?0*(\.0*)?$/.test(difference)

/** What the register's own day report says beside the accepted files. */
export const totalsWords = (whose: Whose, totals: DayTotals): string => {
  const { report, accepted, difference } = totals
  const ids = totalsIds[whose === null ? 'store' : 'register']
  const id = !differs(totals) ? ids.same : difference.startsWith('-') ? ids.less : ids.more
  return say(id, {
    register: whose ?? '',
    report: formatMoney(report),
    accepted: formatMoney(accepted),
    difference: formatMoney(difference.replace(/^-/, '')),
  })
}

interface Report {
  readonly whose: Whose
  readonly totals: DayTotals
}

/** Each report once: the one of the whole store stands beside each of its registers. */
const reportsOf = (registers: readonly RegisterDay[]): readonly Report[] => {
  const reports = new Map<string, Report>()
  for (const { registerId, totals, verdict } of registers) {
    // Before the day is over its report and its files are of different moments.
    if (totals === null || verdict === 'still-arriving') continue
    const key = [totals.report, totals.accepted, totals.difference].join(' ')
    reports.set(key, { whose: reports.has(key) ? null : registerId, totals })
  }
  return [...reports.values()]
}

export interface DaySentence {
  readonly key: string
  readonly words: string
  /** Written by the engine, in English whatever the window speaks. */
  readonly english: boolean
}

const own = (key: string, words: string): DaySentence => ({ key, words, english: false })

type Clock = (at: Timestamp) => string

const registerReasons = (register: RegisterDay, clock: Clock): readonly DaySentence[] => {
  const { registerId, files, verdict, gaps, silences } = register
  return [
    ...(files === 0 && verdict === 'none'
      ? [own(`none-${registerId}`, say('salesDays.registerNone', { register: registerId }))]
      : []),
    ...gaps.map((gap) => own(`gap-${registerId}-${gap.after}`, gapWords(registerId, gap))),
    ...silences.map(({ from, to }) =>
      own(
        `silence-${registerId}-${from}`,
        say('salesDays.silence', { register: registerId, from: clock(from), to: clock(to) }),
      ),
    ),
  ]
}

const restWords = (day: SalesDayDetail): readonly DaySentence[] => {
  if (day.beforeFirst) return [own('beforeFirst', say('salesDays.day.beforeFirst'))]
  switch (day.verdict) {
    case 'accepted':
      return [
        day.accepted === day.files
          ? own('all', say('salesDays.day.accepted', { n: day.files }))
          : own(
              'all',
              say('salesDays.day.acceptedRest', {
                accepted: formatCount(day.accepted),
                of: formatCount(day.files),
                n: day.files - day.accepted,
              }),
            ),
      ]
    case 'still-arriving':
      return [own('soFar', say('salesDays.day.soFar', { n: day.files }))]
    case 'none':
      return [own('none', say('salesDays.day.none'))]
    case 'closed':
      return [own('closed', say(day.markedClosed ? 'salesDays.day.markedClosed' : 'salesDays.day.closedByHours'))]
    default:
      return []
  }
}

/** Why the day is as it is, worst first, never empty. `clock`: a time of day in the store's zone. */
export const daySentences = (day: SalesDayDetail, clock: Clock): readonly DaySentence[] => {
  const of = formatCount(day.files)
  // What a person must decide about waits, too; the rest goes by itself.
  const asking = Math.min(day.waiting, day.needsYou.filter(({ state }) => state !== 'refused').length)
  const moving = day.waiting - asking
  const files = [
    ...(day.refused > 0 ? [own('refused', say('salesDays.day.refused', { n: day.refused, of }))] : []),
    ...(asking > 0 ? [own('asking', say('salesDays.day.asking', { n: asking, of }))] : []),
    ...(moving > 0 ? [own('waiting', say('salesDays.day.waiting', { n: moving, of }))] : []),
  ]
  const registers = day.files === 0 ? [] : day.registers
  const setAside = day.files - day.accepted - day.refused - day.waiting
  const reasons = [
    ...files,
    ...registers.flatMap((register) => registerReasons(register, clock)),
    ...reportsOf(registers)
      .filter(({ totals }) => differs(totals))
      .map(({ whose, totals }) => own(`totals-${whose ?? ''}`, totalsWords(whose, totals))),
    ...(setAside > 0 && day.verdict === 'possible-gap'
      ? [own('setAside', say('salesDays.day.setAside', { n: setAside, of }))]
      : []),
  ]
  const told = reasons.length > 0 && day.verdict !== 'closed' ? reasons : [...restWords(day), ...reasons]
  const untold = told.length === 0 ? day.sentences.map((words) => ({ key: words, words, english: true })) : []
  const late = day.registers.reduce((sum, { lateFiles }) => sum + lateFiles, 0)
  return [
    ...told,
    ...untold,
    ...(late > 0 ? [own('late', say('salesDays.day.late', { n: late }))] : []),
    ...(day.hours === 24 ? [] : [own('hours', say('salesDays.day.hours', { n: day.hours }))]),
  ]
}

const whyNotJudged = ({ why, sentence }: RegisterDay['numbering']): string => {
  switch (why?.code) {
    case 'no-numbers':
      return say('salesDays.notJudged.noNumbers')
    case 'uneven':
      return say('salesDays.notJudged.uneven')
    case 'too-few':
      return say('salesDays.notJudged.tooFew', { known: why.known, needed: why.needed })
    case undefined:
      return sentence
  }
}

/** What else is to be known of the registers, beside the reasons: totals that agree, numbers that cannot be judged. */
export const registerNotes = (registers: readonly RegisterDay[]): readonly DaySentence[] => [
  ...reportsOf(registers)
    .filter(({ totals }) => !differs(totals))
    .map(({ whose, totals }) => own(`same-${whose ?? ''}`, totalsWords(whose, totals))),
  ...registers.flatMap(({ registerId, numbering }) =>
    numbering.judged
      ? []
      : [
          own(
            `numbering-${registerId}`,
            say('salesDays.notJudged', { register: registerId, why: whyNotJudged(numbering) }),
          ),
        ],
  ),
]

const groupOfState: Readonly<Record<string, FileGroup>> = { refused: 'refused', held: 'held', unclear: 'waiting' }

/** The files of the day that need someone, as a place of the list: a group where they share one, else the whole day. */
export const needsYouPlace = ({ date, needsYou }: SalesDayDetail): string => {
  const [first] = needsYou
  if (needsYou.length === 1 && first !== undefined) return `/files/${first.id}`
  const states = new Set(needsYou.map(({ state }) => state))
  const [state] = states
  const group = states.size === 1 && state !== undefined ? (groupOfState[state] ?? 'all') : 'all'
  return `/files?group=${group}&from=${date}&to=${date}`
}
