import type { Timestamp } from '../../../contract/vocabulary.ts'

/** Milliseconds since 1970 as RFC 3339 UTC with milliseconds (design 5). */
export const timestampFrom = (ms: number): Timestamp => new Date(ms).toISOString()

export const timestampOrNull = (ms: number | null): Timestamp | null => (ms === null ? null : timestampFrom(ms))
