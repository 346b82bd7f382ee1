// Log entries are flat facts chosen by the caller, never whole objects, so that no secret slips in
// (reliability 4.6). What the entry is written to is the business of whoever starts the engine.

import { maskCards } from './mask-cards.ts'

export type LogValue = string | number | boolean | null | undefined
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
export type Log = (level: LogLevel, event: string, facts?: Readonly<Record<string, LogValue>>) => void

// oxlint-disable-next-line no-control-regex -- control characters are what is taken out
const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g
/** A JWT, also one that was cut off or has no signature; three long parts of any kind. */
const tokenLike = /\beyJ[\w-]{5,}(?:\.[\w-]*)*|\b[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}\b/g
const bearerLike = /\b(Bearer\s+)[^\s,;"']+/gi

/** A foreign text made safe for a log or an error sentence: one line, no token, no card number, at most 500 characters. */
export const safeText = (text: string): string =>
  maskCards(text.slice(0, 2000).replace(controlCharacters, ' '))
    .replace(bearerLike, '$1[token removed]')
    .replace(tokenLike, '[token removed]')
    .slice(0, 500)

/** One JSON line for an entry. */
export const logLine = (
  at: number,
  level: LogLevel,
  event: string,
  facts: Readonly<Record<string, LogValue>> = {},
): string => {
  const safe = Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [key, typeof value === 'string' ? safeText(value) : value]),
  )
  return JSON.stringify({ time: new Date(at).toISOString(), level, event, ...safe })
}

/** The message of whatever was thrown, with its system error code, made safe. */
export const faultText = (fault: unknown): string => {
  if (!(fault instanceof Error)) return safeText(String(fault))
  const code = 'code' in fault && typeof fault.code === 'string' ? `${fault.code}: ` : ''
  return safeText(fault.message.startsWith(code) ? fault.message : `${code}${fault.message}`)
}
