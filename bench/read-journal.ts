// How fast the local judgement reads a journal, and how much memory it takes: a made-up journal of some megabytes,
// judged a few times, against `xmllint --stream` where that is installed.
//
//   node bench/read-journal.ts [--megabytes 50] [--runs 3] [--keep FILE]
//
// Goals: at most 3.5 times the time of xmllint, at most 150 MB above the bytes themselves, no turn of the event loop
// kept for longer than 50 ms. Exits 1 when the memory or the turn is over its goal (time depends on the machine).

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { judge } from '../main/engine/judge/judge.ts'

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '50' },
    runs: { type: 'string', default: '3' },
    keep: { type: 'string' },
  },
})
const wantedBytes = Number(values.megabytes) * 1_000_000
const runs = Number(values.runs)

const flag = (name: string, value: string): string => `      <${name} value="${value}"/>`
const leaf = (name: string, value: string | number): string => `      <${name}>${value}</${name}>`

const itemLine = (number: number): string[] => [
  `        <TransactionLine status="${number % 9 === 0 ? 'cancel' : 'normal'}">`,
  '          <ItemLine>',
  '            <ItemCode>',
  '              <POSCodeFormat format="upcA"/>',
  `              <POSCode>${String(28_400_000_000 + number * 7919).padStart(12, '0')}</POSCode>`,
  '              <POSCodeModifier name="pc">1</POSCodeModifier>',
  '            </ItemCode>',
  `            <Description>SNACK &amp; DRINK ${number}</Description>`,
  '            <EntryMethod method="scan"/>',
  `            <ActualSalesPrice>${(number % 900) / 100 + 1}</ActualSalesPrice>`,
  `            <MerchandiseCode>${number % 40}</MerchandiseCode>`,
  '            <SellingUnits>1</SellingUnits>',
  '            <SalesQuantity>1</SalesQuantity>',
  `            <SalesAmount>${(number % 900) / 100 + 1}</SalesAmount>`,
  '          </ItemLine>',
  '        </TransactionLine>',
]

const event = (number: number): string =>
  [
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
    ...Array.from({ length: (number % 5) + 1 }, (_, line) => itemLine(number * 5 + line)).flat(),
    '        <TransactionLine status="normal">',
    '          <TenderInfo>',
    '            <Tender><TenderCode>cash</TenderCode><TenderSubCode>generic</TenderSubCode></Tender>',
    `            <TenderAmount>${(number % 9000) / 100 + 5}</TenderAmount>`,
    '            <ChangeFlag value="no"/>',
    '          </TenderInfo>',
    '        </TransactionLine>',
    '      </TransactionDetailGroup>',
    '      <TransactionSummary>',
    `        <TransactionTotalNetAmount>${(number % 9000) / 100 + 5}</TransactionTotalNetAmount>`,
    '        <TransactionTotalTaxNetAmount>.98</TransactionTotalTaxNetAmount>',
    `        <TransactionTotalGrandAmount direction="Collected">${(number % 9000) / 100 + 5}</TransactionTotalGrandAmount>`,
    '      </TransactionSummary>',
    '    </SaleEvent>',
    '',
  ].join('\n')

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

const timeXmllint = (bytes: Uint8Array): number | null => {
  const folder = values.keep === undefined ? mkdtempSync(join(tmpdir(), 'read-journal-')) : null
  const file = values.keep ?? join(folder ?? '', 'journal.xml')
  try {
    writeFileSync(file, bytes)
    const times = Array.from({ length: runs }, () => {
      const began = performance.now()
      const { status } = spawnSync('xmllint', ['--stream', '--noout', file])
      return status === 0 ? performance.now() - began : null
    })
    return times.includes(null) ? null : Math.min(...times.flatMap((time) => time ?? []))
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true })
  }
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

const times: number[] = []
let events = 0
let aboveMB = 0
for (let run = 0; run < runs; run += 1) {
  const began = performance.now()
  const judgement = await judge(bytes, { maxBytes: bytes.length })
  times.push(performance.now() - began)
  if (!judgement.wellFormed) throw new Error(JSON.stringify(judgement.findings[0]))
  events = judgement.events.length
  // Later runs find the heap of the earlier ones; what one journal needs shows in the first.
  if (run === 0) aboveMB = peakMB() - baseMB
}
clearInterval(turns)
const best = Math.min(...times)
const megabytes = bytes.length / 1_000_000
const print = (line: string): void => void process.stdout.write(`${line}\n`)
print(`journal       ${megabytes.toFixed(1)} MB, ${events} events`)
print(
  `judged in     ${times.map((time) => `${time.toFixed(0)} ms`).join(', ')} (${((megabytes / best) * 1000).toFixed(0)} MB/s)`,
)
print(
  `memory        ${aboveMB.toFixed(0)} MB above the bytes (goal 150), ${(peakMB() - baseMB).toFixed(0)} MB after all runs`,
)
print(`longest turn  ${longestTurnMs.toFixed(0)} ms of the event loop (goal 50)`)
const xmllintMs = timeXmllint(bytes)
print(
  xmllintMs === null
    ? 'xmllint       not installed'
    : `xmllint       ${xmllintMs.toFixed(0)} ms; the judge takes ${(best / xmllintMs).toFixed(1)} times that (goal 3.5)`,
)
if (aboveMB > 150 || longestTurnMs > 50) process.exitCode = 1
