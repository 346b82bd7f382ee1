// Waits for a fact, not for a time: looks again and again until there is something, and fails in words when there is not.

import { setTimeout as pause } from 'node:timers/promises'

type Look<Value> = () => Value | null | undefined | false | Promise<Value | null | undefined | false>

export interface WaitOptions {
  readonly withinMs?: number
  readonly everyMs?: number
  /** The picture in which the fact was missing, for the error. */
  readonly tell?: () => string
}

/** The first value of `look` that is neither null, undefined nor false; rejects after `withinMs` (30 s). */
export const waitFor = async <Value>(
  what: string,
  look: Look<Value>,
  { withinMs = 30_000, everyMs = 50, tell = () => '' }: WaitOptions = {},
): Promise<Value> => {
  const deadline = performance.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms in vain for ${what}. ${tell()}`.trimEnd())
    await pause(everyMs)
  }
}
