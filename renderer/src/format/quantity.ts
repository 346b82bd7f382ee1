// Counts and sizes: "1,284", "5.1 MB" (decimal units, as file managers of shops' PCs show them).

import { say } from '../words/say.ts'
import { numberFormat } from './kept-formats.ts'
import { nothingYet } from './store-time.ts'

export const formatCount = (count: number): string => numberFormat({}).format(count)

const units = ['size.bytes', 'size.kilobytes', 'size.megabytes', 'size.gigabytes', 'size.terabytes'] as const

/** Bytes to "812 bytes", "5.1 MB", "412 GB": one decimal below ten, none above. */
export const formatSize = (bytes: number | null): string => {
  if (bytes === null) return nothingYet
  let amount = Math.max(0, bytes)
  let unit = 0
  // 999.5 would be written "1,000": take the next unit there.
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000
    unit += 1
  }
  const digits = unit === 0 || amount >= 9.95 ? 0 : 1
  const text = numberFormat({ maximumFractionDigits: digits }).format(amount)
  return say(units[unit] ?? 'size.bytes', { amount: text, n: Math.round(amount) })
}
