// Which numbers a gap leaves out, from the known ones on both sides of it: as the register writes them, leading zeros
// and all. A register that counts in letters is told by its two neighbours.

import type { NumberGap } from '../../../../contract/sales-days.ts'

export interface MissingNumbers {
  readonly first: string
  readonly last: string
}

const digits = /^\d{1,40}$/

const beside = (number: string, step: 1n | -1n): string => String(BigInt(number) + step).padStart(number.length, '0')

/** The first and last missing number, or null where the numbers beside the gap do not tell them. */
export const missingNumbers = ({ after, before }: Pick<NumberGap, 'after' | 'before'>): MissingNumbers | null => {
  if (!digits.test(after) || !digits.test(before)) return null
  const first = beside(after, 1n)
  const last = beside(before, -1n)
  return BigInt(first) <= BigInt(last) ? { first, last } : null
}
