// Plays the register of practice mode: brings the practice journals into its folder one after the other, then a new sale
// every twenty seconds, so that the screens stay alive. The journals are made by the practice cloud's process; here they
// only come in the pace and in the manner of a register (a whole file appears at once under its name).

import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pauseFor, type Clock } from '../engine/support/clock.ts'
import { faultText, type Log } from '../engine/support/log.ts'

export interface FeedOptions {
  /** The register's folder; it is there. */
  readonly register: string
  /** A folder of our own for journals that have not come yet. */
  readonly waiting: string
  /** Writes a new set of journals into `waiting` and tells their names, in the order they should come. */
  readonly makeSet: () => Promise<readonly string[]>
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

const betweenFirstMs = 700
const betweenLaterMs = 20_000

/** Places in a set at which plain sales stand that are accepted; later ones are taken from there in turn. */
export const plainSales = [0, 1, 5] as const

const bring = async ({ waiting, register }: FeedOptions, name: string): Promise<void> => {
  const bytes = await readFile(join(waiting, name))
  const unfinished = join(register, `${name}.part`)
  await writeFile(unfinished, bytes)
  await rename(unfinished, join(register, name))
}

/** Runs until the signal is aborted. Never rejects: practice without new files is still practice. */
export const feedPractice = async (options: FeedOptions): Promise<void> => {
  const { clock, signal, log, makeSet, waiting } = options
  const left = async (): Promise<readonly string[]> => {
    await rm(waiting, { recursive: true, force: true })
    return makeSet()
  }
  try {
    for (const name of await left()) {
      if (signal.aborted) return
      await bring(options, name)
      await pauseFor(clock, betweenFirstMs, signal)
    }
    for (let turn = 0; ; turn += 1) {
      await pauseFor(clock, betweenLaterMs, signal)
      if (signal.aborted) return
      const name = (await left())[plainSales[turn % plainSales.length] ?? 0]
      if (name !== undefined) await bring(options, name)
    }
  } catch (fault) {
    if (!signal.aborted) log('warn', 'practice-feed-ended', { fault: faultText(fault) })
  }
}
