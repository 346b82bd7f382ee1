// What can be set on a running practice cloud. Unknown keys are refused, so that a typing mistake does not pass for a
// setting.

import { z } from 'zod'

const settingsShape = {
  /** Answer a repeated Idempotency-Key with the first acknowledgement and store the journal once (the guide has no such key). */
  honourIdempotencyKey: z.boolean(),
  /** Life of tokens given out from now on. */
  tokenLifeSeconds: z.int().min(1).max(31_536_000),
  /** How far the cloud's clock is wrong; it shows in Date, in the times of a token and in acknowledgements. */
  clockSkewSeconds: z.int().min(-315_360_000).max(315_360_000),
  /** Location ids this cloud knows, or "any". */
  locations: z.union([z.literal('any'), z.array(z.string().min(1))]),
  /** Words for `state` it takes. The guide documents only OK. */
  states: z.array(z.string().min(1)).min(1),
}

export const settingsSchema = z.strictObject(settingsShape)
export type PracticeSettings = z.infer<typeof settingsSchema>

/** A change: any of the settings, and `revokeTokens: true`, which is done once and not kept. */
export const settingsChangeSchema = settingsSchema.partial().extend({ revokeTokens: z.literal(true).optional() })
export type SettingsChange = z.infer<typeof settingsChangeSchema>

/** The body of POST /_practice/outage. */
export const outageSchema = z.strictObject({ seconds: z.number().min(0.1).max(86_400) })

export const defaultSettings: PracticeSettings = {
  honourIdempotencyKey: false,
  tokenLifeSeconds: 3600,
  clockSkewSeconds: 0,
  locations: 'any',
  states: ['OK', 'ERROR'],
}
