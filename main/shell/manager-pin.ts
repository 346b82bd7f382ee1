// The manager's PIN, where one is set (ux 2.16): a small file beside the preferences with a salted slow hash of it and
// the wrong tries. It keeps honest hands off; the real border is the account of this computer: whoever may delete the
// file may also remove the PIN. Wrong tries are written down before they are answered, so that neither a restart nor
// the end of the process gives them back. A file that is damaged opens to nobody.

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import type { PinAnswer, PinPurpose, PinState } from '../../contract/manager-pin.ts'
import type { Clock } from '../engine/support/clock.ts'
import { faultText, type Log } from '../engine/support/log.ts'
import { writeSmallFile } from './small-file.ts'

const keyBytes = 32
/** 32 MB and about a tenth of a second a try. */
const usualCost = { N: 2 ** 15, r: 8, p: 1 } as const
const mostMemory = 128 * 1024 * 1024

const costSchema = z.strictObject({
  N: z
    .int()
    .min(2)
    .max(2 ** 17),
  r: z.int().min(1).max(16),
  p: z.int().min(1).max(4),
})
const keptSchema = z.strictObject({
  version: z.literal(1),
  salt: z.base64(),
  hash: z.base64(),
  cost: costSchema,
  /** Wrong tries since the last right one. */
  wrong: z.int().min(0),
  /** Before this time of the PC's clock no try is looked at. */
  notBefore: z.number(),
})
type Kept = Readonly<z.infer<typeof keptSchema>>

const freeTries = 3
const firstWaitMs = 30_000
const longestWaitMs = 15 * 60_000

/** How long no try is looked at after so many wrong ones: none after the first three, then 30 s doubling to 15 min. */
export const waitAfter = (wrong: number): number =>
  wrong < freeTries ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(20, wrong - freeTries))

/** Settings close themselves when nobody touched them for so long. */
const settingsIdleMs = 10 * 60_000
/** From typing the PIN to the sending: the eight seconds of undo, and a slow person. */
const againMs = 60_000

const derive = (pin: string, salt: Buffer, cost: Kept['cost']): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(pin, salt, keyBytes, { ...cost, maxmem: mostMemory }, (fault, key) => {
      if (fault === null) resolve(key)
      else reject(fault)
    })
  })

export interface PinOptions {
  readonly path: string
  readonly clock: Clock
  readonly log: Log
}

export class ManagerPin {
  readonly #options: PinOptions
  #kept: Kept | 'none' | 'damaged' = 'none'
  /** What is open, until when, monotonic. */
  readonly #open = new Map<PinPurpose, number>()
  /** The wait of this run, monotonic: a clock that is put forward does not end it. */
  #waitUntil = -Infinity
  #work: Promise<unknown> = Promise.resolve()

  constructor(options: PinOptions) {
    this.#options = options
  }

  async load(): Promise<void> {
    const { path, log } = this.#options
    let text: string
    try {
      text = await readFile(path, 'utf8')
    } catch (fault) {
      const isMissing = fault instanceof Error && 'code' in fault && fault.code === 'ENOENT'
      if (!isMissing) log('warn', 'pin-not-read', { fault: faultText(fault) })
      this.#kept = isMissing ? 'none' : 'damaged'
      return
    }
    this.#kept = keptOf(text)
    if (this.#kept === 'damaged') log('warn', 'pin-damaged')
  }

  get isSet(): boolean {
    return this.#kept !== 'none'
  }

  /** Whether something the PIN guards may be done now. Using an open Settings keeps it open; sending again is once. */
  allows(purpose: PinPurpose): boolean {
    if (!this.isSet) return true
    const now = this.#options.clock.monotonic()
    if ((this.#open.get(purpose) ?? -Infinity) <= now) return false
    if (purpose === 'settings') this.#open.set(purpose, now + settingsIdleMs)
    else this.#open.delete(purpose)
    return true
  }

  state(): PinState {
    const now = this.#options.clock.monotonic()
    const open = !this.isSet || (this.#open.get('settings') ?? -Infinity) > now
    return { set: this.isSet, open, waitMs: this.#waitMs() }
  }

  /** Nothing is open any more. */
  lock(): void {
    this.#open.clear()
  }

  /** Tries a PIN; one try after the other. */
  unlock(pin: string, purpose: PinPurpose): Promise<PinAnswer> {
    return this.#next(async () => {
      const kept = this.#kept
      if (kept === 'none') return { kind: 'open' }
      const waitMs = this.#waitMs()
      if (waitMs > 0) return { kind: 'wait', waitMs }
      if (kept !== 'damaged' && (await isRight(pin, kept))) {
        if (kept.wrong > 0) await this.#keepTries({ ...kept, wrong: 0, notBefore: 0 })
        const now = this.#options.clock.monotonic()
        this.#open.set(purpose, now + (purpose === 'settings' ? settingsIdleMs : againMs))
        return { kind: 'open' }
      }
      return { kind: 'wrong', waitMs: await this.#wrongTry(kept) }
    })
  }

  /** Sets a PIN, or another one. The caller has seen to it that this is allowed. Rejects when it cannot be written. */
  set(pin: string): Promise<void> {
    return this.#next(async () => {
      const salt = randomBytes(16)
      const hash = await derive(pin, salt, usualCost)
      await this.#write({
        version: 1,
        salt: salt.toString('base64'),
        hash: hash.toString('base64'),
        cost: usualCost,
        wrong: 0,
        notBefore: 0,
      })
      // Whoever has just typed it need not type it again.
      this.#open.set('settings', this.#options.clock.monotonic() + settingsIdleMs)
    })
  }

  /** Takes the PIN away. Rejects when its file cannot be deleted. */
  remove(): Promise<void> {
    return this.#next(async () => {
      await rm(this.#options.path, { force: true })
      this.#kept = 'none'
      this.lock()
    })
  }

  #waitMs(): number {
    const { clock } = this.#options
    const kept = this.#kept
    const byRun = this.#waitUntil - clock.monotonic()
    // A clock that was put back does not lock a store out for longer than the longest wait.
    const byFile = typeof kept === 'string' ? 0 : Math.min(longestWaitMs, kept.notBefore - clock.wall())
    return Math.max(0, Math.ceil(byRun), Math.ceil(byFile))
  }

  async #wrongTry(kept: Kept | 'damaged'): Promise<number> {
    const { clock, log } = this.#options
    const wrong = kept === 'damaged' ? freeTries : kept.wrong + 1
    const waitMs = waitAfter(wrong)
    this.#waitUntil = clock.monotonic() + waitMs
    log('warn', 'pin-wrong', { tries: wrong, waitMs })
    if (kept !== 'damaged')
      await this.#keepTries({ ...kept, wrong, notBefore: waitMs === 0 ? 0 : clock.wall() + waitMs })
    return waitMs
  }

  /** A disk that does not take the count leaves it in memory: no reason to answer otherwise. */
  async #keepTries(kept: Kept): Promise<void> {
    this.#kept = kept
    await this.#write(kept).catch((fault: unknown) =>
      this.#options.log('warn', 'pin-tries-not-kept', { fault: faultText(fault) }),
    )
  }

  async #write(kept: Kept): Promise<void> {
    await writeSmallFile(this.#options.path, kept)
    this.#kept = kept
  }

  #next<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#work.then(work)
    this.#work = done.catch(() => undefined)
    return done
  }
}

const keptOf = (text: string): Kept | 'damaged' => {
  try {
    const parsed = keptSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : 'damaged'
  } catch {
    return 'damaged'
  }
}

const isRight = async (pin: string, { salt, hash, cost }: Kept): Promise<boolean> => {
  const wanted = Buffer.from(hash, 'base64')
  const typed = await derive(pin, Buffer.from(salt, 'base64'), cost)
  return wanted.length === typed.length && timingSafeEqual(wanted, typed)
}
