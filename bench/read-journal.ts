// How fast the local judgement reads a journal, and how much memory it takes: a made-up journal of some megabytes,
// judged a few times, each time beside `xmllint --stream` on the same file where that is installed.
//
//   node bench/read-journal.ts [--megabytes 50] [--runs 7] [--keep FILE]
//
// Goals: at most 3.5 times the time of xmllint (the median of the pairs, because other work of the machine meets both
// of a pair alike), at most 150 MB above the bytes themselves, no turn of the event loop kept for longer than 50 ms.
// Exits 1 when the memory or the turn is over its goal (time depends on the machine).

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { judge } from '../main/engine/judge/judge.ts'

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '50' },
    runs: { type: 'string', default: '7' },
    keep: { type: 'string' },
  },
})
const wantedBytes = Number(values.megabytes) * 1_000_000
const runs = Number(values.runs)

const flag = (name: string, value: string): string => `      <${name} value="${value}"/>`
const cents = (amount: number): string => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`
const leaf = (name: string, value: string | number): string => `      <${name}>${value}</${name}>`

const isCancelled = (number: number): boolean => number % 9 === 0
const priceOf = (number: number): number => (number % 900) + 100
const taxCents = 98

const itemLine = (number: number): string[] => [
  `        <TransactionLine status="${isCancelled(number) ? 'cancel' : 'normal'}">`,
  '          <ItemLine>',
  '            <ItemCode>',
  '              <POSCodeFormat format="upcA"/>',
  `              <POSCode>${String(28_400_000_000 + number * 7919).padStart(12, '0')}</POSCode>`,
  '              <POSCodeModifier name="pc">1</POSCodeModifier>',
  '            </ItemCode>',
  `            <Description>SNACK &amp; DRINK ${number}</Description>`,
  '            <EntryMethod method="scan"/>',
  `            <ActualSalesPrice>${cents(priceOf(number))}</ActualSalesPrice>`,
  `            <MerchandiseCode>${number % 40}</MerchandiseCode>`,
  '            <SellingUnits>1</SellingUnits>',
  '            <SalesQuantity>1</SalesQuantity>',
  `            <SalesAmount>${cents(priceOf(number))}</SalesAmount>`,
  '          </ItemLine>',
  '        </TransactionLine>',
]

const event = (number: number): string => {
  const items = Array.from({ length: (number % 5) + 1 }, (_, line) => number * 5 + line)
  const total = items.reduce((sum, item) => sum + (isCancelled(item) ? 0 : priceOf(item)), taxCents)
  return [
    '    <SaleEvent>',
    leaf('EventSequenceID', 1),
    flag('TrainingModeFlag', 'no'),
    leaf('CashierID', number % 7),
    leaf('RegisterID', (number % 4) + 1),
    leaf('TillID', `03${String(number % 90).padStart(2, '0')}`),
    flag('OutsideSalesFlag', number % 3 === 0 ? 'yes' : 'no'),
    leaf('TransactionID', number),
    leaf('EventStartDate', '2026-03-01'),
    leaf('EventStartTime', '13:30:45'),
    leaf('EventEndDate', '2026-03-01'),
    leaf('EventEndTime', '13:31:38'),
    leaf('BusinessDate', '2026-03-01'),
    flag('OfflineFlag', 'no'),
    flag('SuspendFlag', 'no'),
    '      <TransactionDetailGroup>',
    ...items.flatMap((item) => itemLine(item)),
    '        <TransactionLine status="normal">',
    '          <TenderInfo>',
    '            <Tender><TenderCode>cash</TenderCode><TenderSubCode>generic</TenderSubCode></Tender>',
    `            <TenderAmount>${cents(total)}</TenderAmount>`,
    '            <ChangeFlag value="no"/>',
    '          </TenderInfo>',
    '        </TransactionLine>',
    '      </TransactionDetailGroup>',
    '      <TransactionSummary>',
    `        <TransactionTotalNetAmount>${cents(total)}</TransactionTotalNetAmount>`,
    '        <TransactionTotalTaxNetAmount>.98</TransactionTotalTaxNetAmount>',
    `        <TransactionTotalGrandAmount direction="Collected">${cents(total)}</TransactionTotalGrandAmount>`,
    '      </TransactionSummary>',
    '    </SaleEvent>',
    '',
  ].join('\n')
}

const makeJournal = (): Buffer => {
  const head =
    '<?xml version="1.0" encoding="UTF-8"?>\n<NAXML-POSJournal version="3.4">\n  <TransmissionHeader>\n' +
    '    <StoreLocationID>1200</StoreLocationID>\n  </TransmissionHeader>\n  <JournalReport>\n    <JournalHeader/>\n'
  const tail = '  </JournalReport>\n</NAXML-POSJournal>\n'
  const whole = Buffer.alloc(wantedBytes + 65_536)
  let length = whole.write(head)
  for (let number = 1; length < wantedBytes; number += 1) length += whole.write(event(number), length)
  return whole.subarray(0, length + whole.write(tail, length))
}

const rssMB = (): number => process.memoryUsage.rss() / 1_000_000
const peakMB = (): number => (process.resourceUsage().maxRSS * 1024) / 1_000_000

/** Milliseconds xmllint takes for the file; null where it is not installed. */
const timeXmllint = (file: string): number | null => {
  const began = performance.now()
  const { status } = spawnSync('xmllint', ['--stream', '--noout', file])
  return status === 0 ? performance.now() - began : null
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

const bytes = makeJournal()
const baseMB = rssMB()
let longestTurnMs = 0
let lastTurn = performance.now()
const turns = setInterval(() => {
  const now = performance.now()
  longestTurnMs = Math.max(longestTurnMs, now - lastTurn)
  lastTurn = now
}, 1)

const folder = values.keep === undefined ? mkdtempSync(join(tmpdir(), 'read-journal-')) : null
const file = values.keep ?? join(folder ?? '', 'journal.xml')
writeFileSync(file, bytes)

interface Pair {
  readonly judgeMs: number
  readonly judgeCpuMs: number
  readonly xmllintMs: number | null
}
const pairs: Pair[] = []
let events = 0
let aboveMB = 0
try {
  for (let run = 0; run < runs; run += 1) {
    const cpu = process.cpuUsage()
    lastTurn = performance.now()
    const began = lastTurn
    const judgement = await judge(bytes, { maxBytes: bytes.length })
    const judgeMs = performance.now() - began
    const { user, system } = process.cpuUsage(cpu)
    if (!judgement.wellFormed) throw new Error(JSON.stringify(judgement.findings[0]))
    events = judgement.events.length
    // Later runs find the heap of the earlier ones; what one journal needs shows in the first.
    if (run === 0) aboveMB = peakMB() - baseMB
    const turnMs = longestTurnMs
    pairs.push({ judgeMs, judgeCpuMs: (user + system) / 1000, xmllintMs: timeXmllint(file) })
    await pause(5)
    // While xmllint ran, nothing else could.
    longestTurnMs = turnMs
  }
} finally {
  clearInterval(turns)
  if (folder !== null) rmSync(folder, { recursive: true })
}
const megabytes = bytes.length / 1_000_000
const milliseconds = (list: readonly number[]): string =>
  `${median(list).toFixed(0)} ms (${list.map((each) => each.toFixed(0)).join(', ')})`
const print = (line: string): void => void process.stdout.write(`${line}\n`)
const judgeTimes = pairs.map(({ judgeMs }) => judgeMs)
const xmllintTimes = pairs.flatMap(({ xmllintMs }) => xmllintMs ?? [])
print(`journal       ${megabytes.toFixed(1)} MB, ${events} events; medians of ${runs} runs`)
print(`judged in     ${milliseconds(judgeTimes)}, ${((megabytes / median(judgeTimes)) * 1000).toFixed(0)} MB/s`)
print(`processor     ${milliseconds(pairs.map(({ judgeCpuMs }) => judgeCpuMs))}, the collection of garbage included`)
print(
  `memory        ${aboveMB.toFixed(0)} MB above the bytes (goal 150), ${(peakMB() - baseMB).toFixed(0)} MB after all runs`,
)
print(`longest turn  ${longestTurnMs.toFixed(0)} ms of the event loop (goal 50)`)
if (xmllintTimes.length < runs) print('xmllint       not installed')
else {
  const ratios = pairs.map(({ judgeMs, xmllintMs }) => judgeMs / (xmllintMs ?? Infinity))
  print(`xmllint       ${milliseconds(xmllintTimes)}`)
  print(
    `              the judge takes ${median(ratios).toFixed(2)} times that (goal 3.5; pairs ${ratios.map((each) => each.toFixed(2)).join(', ')})`,
  )
}
if (aboveMB > 150 || longestTurnMs > 50) process.exitCode = 1
