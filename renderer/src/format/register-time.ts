// Times as the register wrote them: local clock readings without a zone. They are shown as they are, never converted.

import { formatClockReading, formatClockRange } from './clock-reading.ts'

const reading = /T(\d{2}):(\d{2})|^(\d{2}):(\d{2})/

/** Minutes since midnight that a text such as "2026-11-20T20:11:00" or "20:11:00" names; null for any other. */
export const minutesOf = (text: string | null): number | null => {
  const found = text === null ? null : reading.exec(text)
  if (found === null) return null
  const hour = Number(found[1] ?? found[3])
  const minute = Number(found[2] ?? found[4])
  return hour < 24 && minute < 60 ? hour * 60 + minute : null
}

/** "8:11 PM", or null. */
export const formatRegisterTime = (text: string | null): string | null => {
  const minutes = minutesOf(text)
  return minutes === null ? null : formatClockReading(minutes)
}

/** "8:05–8:20 PM"; one time when both are the same, null when the first is not known. */
export const formatRegisterSpan = (from: string | null, to: string | null): string | null => {
  const first = minutesOf(from)
  const last = minutesOf(to)
  if (first === null) return null
  return last === null || last === first ? formatClockReading(first) : formatClockRange(first, last)
}
