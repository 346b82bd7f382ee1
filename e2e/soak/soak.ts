// A soak: a store in which everything that can happen happens at random, for minutes or hours, and after each step the
// books are compared (laws.ts). `npm run soak -- --minutes 10 [--seed S] [--steps N] [--keep]`.
//
// The steps follow from the seed alone; real time does not, so the same seed asks the same of another moment. A failure
// prints the seed, the step and the last steps, keeps the directory and exits 1.

import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { FileSummary } from '../../contract/file-facts.ts'
import { waitFor } from '../faults/wait-for.ts'
import { cloudLaws, quietLaws, stepLaws, unfinishedBusiness, type CloudFindings } from './laws.ts'
import { damagedContents, emptyPicture, reading, type DocumentFacts, type Picture } from './picture.ts'
import { planOf } from './plan.ts'
import { writeResult, type SoakResult } from './result-table.ts'
import { seededChoice } from './seeded-choice.ts'
import { faultKindOf, stepText, type LastingTrouble, type NamedContent, type PlannedStep, type Step } from './step.ts'
import { openSoakStore, type SoakStore } from './store.ts'

const lastStepsTold = 25
const quietWithinMs = 180_000
const nudgeEveryMs = 6000
/** What a full disk made the program complain of may be told a little later. */
const complaintsAfterDiskMs = 12_000
const awaitAtMostMs = 2000

class BrokenLaw extends Error {
  constructor(broken: readonly string[]) {
    super(broken.slice(0, 12).join('\n') + (broken.length > 12 ? `\n… and ${broken.length - 12} more` : ''))
    this.name = 'BrokenLaw'
  }
}

/** Somebody ended the soak: everything is undone, and nothing is said about the program. */
class Interrupted extends Error {}

class Soak {
  readonly store: SoakStore
  readonly #seed: number
  readonly #log: string
  #before: Picture = emptyPicture
  #comparedUpTo = 0
  #wantsRunning = true
  readonly #troubles = new Set<LastingTrouble>()
  #diskTroubleUntil = -Infinity
  #lastCloud: CloudFindings = { broken: [], toldCopies: 0, silentCopies: 0, untrueTicks: 0 }
  readonly faults = new Map<string, number>()
  readonly decisions = { applied: 0, refused: 0 }
  restarts = 0
  quiets = 0
  isInterrupted = false

  constructor(store: SoakStore, seed: number) {
    this.store = store
    this.#seed = seed
    this.#log = join(store.root, 'steps.log')
  }

  get toldCopies(): number {
    return this.#lastCloud.toldCopies
  }
  get findings(): CloudFindings {
    return this.#lastCloud
  }
  get before(): Picture {
    return this.#before
  }

  async step({ number, step, thenMs }: PlannedStep): Promise<void> {
    appendFileSync(this.#log, `${number} ${new Date().toISOString()} ${stepText(step)}\n`)
    const kind = faultKindOf(step)
    if (kind !== null) this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1)
    await this.#carryOut(step, number)
    if (thenMs > 0) await pause(thenMs)
    await this.#keepRunning()
    this.#check()
  }

  async #carryOut(step: Step, number: number): Promise<void> {
    const { store } = this
    switch (step.do) {
      case 'put':
        for (const file of step.files) store.put(file)
        return
      case 'write-in-place':
        return store.writeInPlace(step.file, step.pieces)
      case 'grow':
        return store.grow(step.file, step.part)
      case 'grow-on':
        return store.growOn(step.file)
      case 'glimpse':
        return store.glimpse(step.file)
      case 'remove':
        return store.remove(step.name)
      case 'rename':
        return store.rename(step.from, step.to)
      case 'rotate':
        store.rename(step.file.name, step.to)
        return store.put(step.file)
      case 'touch':
        return store.touch(step.name)
      case 'lock-file':
        return store.lockFile(step.file)
      case 'unlock-file':
        return store.unlockFile(step.name)
      case 'cloud-fault':
        return store.cloud.control.addFaults(...step.rules)
      case 'revoke-tokens':
        return store.cloud.control.changeSettings({ revokeTokens: true })
      case 'begin':
        return this.#begin(step.trouble)
      case 'end':
        return this.#end(step.trouble)
      case 'kill':
        return store.kill()
      case 'restart':
        return this.#restart()
      case 'kill-helper':
        store.killHelper()
        return
      case 'freeze':
        return store.freeze(step.ms)
      case 'clock-jump':
        return store.clockJump(step.seconds)
      case 'decide':
        return this.#decide(step)
      case 'await-answers':
        return this.#awaitAnswers(step.count)
      case 'await-stored':
        return this.#awaitStored(step.file)
      case 'quiet':
        return this.becomeQuiet(number)
    }
  }

  async #begin(trouble: LastingTrouble): Promise<void> {
    if (this.store.missing.has(trouble)) return
    if (trouble === 'stopped') this.#wantsRunning = false
    if (trouble === 'stopped' && !this.store.isRunning) return
    await this.store.begin(trouble)
    this.#troubles.add(trouble)
    if (trouble === 'disk-full') this.#diskTroubleUntil = Infinity
  }

  async #end(trouble: LastingTrouble): Promise<void> {
    if (trouble === 'stopped') this.#wantsRunning = true
    if (!this.#troubles.delete(trouble)) return
    await this.store.end(trouble)
    if (trouble === 'disk-full') this.#diskTroubleUntil = performance.now() + complaintsAfterDiskMs
    // As a person would who typed the right password: the program tries it at its start.
    if (trouble === 'password-wrong' && this.#wantsRunning) await this.#restart()
  }

  get #diskIsTrouble(): boolean {
    return performance.now() < this.#diskTroubleUntil
  }

  async #restart(): Promise<void> {
    const code = await this.store.terminate()
    this.restarts++
    if (code !== 0 && !this.#diskIsTrouble)
      throw new BrokenLaw([`the engine ended with ${String(code)} when it was asked to`])
  }

  /** An engine that is wanted and is not there is started; with a full disk it may be unable to. */
  async #keepRunning(): Promise<void> {
    const ended = this.store.endedByItself()
    if (ended !== null) throw new BrokenLaw([ended])
    if (!this.#wantsRunning || this.store.isRunning) return
    const start = await this.store.start()
    if (start.ready || (start.code === 3 && this.#diskIsTrouble)) return
    throw new BrokenLaw([`the engine did not start (${String(start.code)}): ${start.why}`])
  }

  #idOf(file: NamedContent): number | null {
    const sha256 = this.store.hashOf(file)
    for (const document of this.#before.documents.values()) if (document.sha256 === sha256) return document.id
    const unread = [...this.#before.sightings.values()].filter(
      ({ path, documentId }) => path === file.name && documentId === null,
    )
    return unread.at(-1)?.id ?? null
  }

  async #decide(step: Extract<Step, { do: 'decide' }>): Promise<void> {
    const id = this.#idOf(step.file)
    if (id === null) return
    const words = step.again ? ['--again', '--reason', 'soak'] : []
    const end = await this.store.command(step.action, String(id), ...words)
    if (end.code === 0) this.decisions.applied++
    else this.decisions.refused++
    const isAllowed = end.code === 0 || end.code === 1 || (end.code === 3 && this.#diskIsTrouble)
    if (!isAllowed) throw new BrokenLaw([`${step.action} ${id} ended with ${String(end.code)}: ${end.stderr}`])
  }

  async #awaitAnswers(count: number): Promise<void> {
    const before = this.store.cloud.received().journals.length
    await waitFor('answers', () => this.store.cloud.received().journals.length >= before + count, {
      withinMs: awaitAtMostMs,
    }).catch(() => undefined)
  }

  async #awaitStored(file: NamedContent): Promise<void> {
    const sha256 = this.store.hashOf(file)
    const isStored = (): boolean =>
      [...this.store.picture().documents.values()].some((document) => document.sha256 === sha256)
    await waitFor('it to be stored', isStored, { withinMs: awaitAtMostMs }).catch(() => undefined)
  }

  /** Null while the database cannot be read because the disk is full. */
  #look(): Picture | null {
    try {
      return this.store.picture()
    } catch (fault) {
      if (this.#diskIsTrouble) return null
      throw fault
    }
  }

  /** The laws of every moment. */
  #check(): void {
    if (this.isInterrupted) throw new Interrupted('the soak was ended by a signal')
    // First the cloud's books: whatever it has by then, our rows must tell of.
    const { journals } = this.store.cloud.received()
    const now = this.#look()
    if (now === null) return
    const written = this.store.written()
    this.#lastCloud = cloudLaws(now, journals, written)
    const broken = [...stepLaws(this.#before, now, written), ...this.#lastCloud.broken, ...this.#complaints()]
    this.#before = now
    if (broken.length > 0) throw new BrokenLaw(broken)
  }

  /** What the engine itself calls an error, but for a full disk. */
  #complaints(): string[] {
    const errors = this.store
      .newLines()
      .filter(({ level, fault }) => level === 'error' || (typeof fault === 'string' && fault.includes('SQLITE_')))
    return this.#diskIsTrouble ? [] : errors.map((line) => `the engine complains: ${JSON.stringify(line)}`)
  }

  /** Nothing lasts any more; the world is waited for until all that can end has ended; then everything is compared. */
  async becomeQuiet(number: number): Promise<void> {
    const { store } = this
    for (const trouble of this.#troubles) await this.#end(trouble)
    this.#wantsRunning = true
    store.cloud.control.clearFaults()
    await this.#keepRunning()
    let nudgedAt = performance.now()
    let nudges = 0
    const deadline = performance.now() + quietWithinMs
    for (;;) {
      await this.#keepRunning()
      this.#check()
      const open = unfinishedBusiness(this.#before, store.written())
      if (open.length === 0) break
      if (performance.now() > deadline)
        throw new BrokenLaw([`it did not become quiet within ${quietWithinMs / 1000} s:`, ...open])
      if (performance.now() - nudgedAt > nudgeEveryMs) {
        await this.#nudge(++nudges)
        nudgedAt = performance.now()
      }
      await pause(100)
    }
    this.quiets++
    await this.#compareAll(number)
  }

  /**
   * What people do when something takes long: the PC is woken (which tries the road anew), the program is started again
   * (which tries the sign-in), and in the end somebody decides about what waits.
   */
  async #nudge(nudges: number): Promise<void> {
    const { store } = this
    this.#breakOffOldRequests()
    if (nudges % 3 === 2) {
      await this.#restart()
      await this.#keepRunning()
    } else store.clockJump(nudges % 2 === 0 ? -45 : 45)
    if (nudges < 3) return
    const waiting = [...this.#before.documents.values()].filter(
      ({ state, dueAt }) => state === 'waiting' || (state === 'unclear' && dueAt !== null),
    )
    const ids = waiting.slice(0, 40).map(({ id }) => String(id))
    if (ids.length > 0) await store.command('resend', ...ids, '--again', '--reason', 'soak: it takes too long')
  }

  /** A request that hangs is answered by nobody for a minute: the line breaks. */
  #breakOffOldRequests(): void {
    const hanging = this.store.cloud.received().requests.some(({ end, fault }) => end === 'pending' && fault !== null)
    if (!hanging) return
    void this.store.cloud.control.goAway().then(() => this.store.cloud.control.comeBack())
  }

  async #compareAll(number: number): Promise<void> {
    const { store } = this
    const written = store.written()
    const now = this.#before
    const broken = [...quietLaws(now, written)]
    reading(store.database, (db) => {
      const integrity: unknown = db.pragma('integrity_check', { simple: true })
      if (integrity !== 'ok') broken.push(`integrity_check: ${String(integrity)}`)
      const keys = db.pragma('foreign_key_check') as unknown[]
      if (keys.length > 0) broken.push(`foreign_key_check: ${JSON.stringify(keys.slice(0, 5))}`)
    })
    broken.push(
      ...(await this.#compareTold(now)),
      ...(await this.#compareBytes(now, number)),
      ...this.#compareVerdicts(now),
    )
    if (broken.length > 0) throw new BrokenLaw(broken)
  }

  /** What the command line tells is what the rows say, and each file is told once. */
  async #compareTold(now: Picture): Promise<string[]> {
    const end = await this.store.command('files', '--json')
    if (end.code !== 0) return [`files ended with ${String(end.code)}: ${end.stderr}`]
    const rows = end.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as FileSummary)
    const broken: string[] = []
    const told = new Map(rows.map((row) => [Number(row.id), row]))
    if (told.size !== rows.length) broken.push('files tells a file twice')
    const unread = [...now.sightings.values()].filter(({ documentId }) => documentId === null)
    if (rows.length !== now.documents.size + unread.length)
      broken.push(
        `files tells ${rows.length} files; there are ${now.documents.size} documents and ${unread.length} others`,
      )
    for (const document of now.documents.values()) {
      const row = told.get(document.id)
      if (row?.state !== document.state || row.sha256 !== document.sha256)
        broken.push(`files tells file ${document.id} as ${row?.state ?? 'nothing'}, not ${document.state}`)
    }
    return broken
  }

  /** The stored bytes of every document that came since the last time, and what `show` tells of two of them. */
  async #compareBytes(now: Picture, number: number): Promise<string[]> {
    const broken = [...damagedContents(this.store.database, this.#comparedUpTo, this.#diskTroubleUntil > -Infinity)]
    const choice = seededChoice(this.#seed + number)
    const documents: DocumentFacts[] = [...now.documents.values()].filter(({ id }) => id > this.#comparedUpTo)
    this.#comparedUpTo = Math.max(this.#comparedUpTo, ...now.documents.keys())
    for (let i = 0; i < Math.min(2, documents.length); i++) {
      const { id, sha256, name } = choice.oneOf(documents)
      const end = await this.store.command('show', String(id), '--json')
      const shown = end.code === 0 ? (JSON.parse(end.stdout) as FileSummary) : null
      if (shown?.id !== String(id) || shown.sha256 !== sha256 || shown.name !== name)
        broken.push(`show ${id} (${name}) tells another file: ${end.stderr}`)
    }
    return broken
  }

  /** verdicts.ndjson tells each verdict once. */
  #compareVerdicts(now: Picture): string[] {
    const path = join(this.store.dataDirectory, 'verdicts.ndjson')
    const known = new Set(
      now.attempts.flatMap(({ id, outcome }) =>
        ['accepted', 'accepted-with-notes', 'refused'].includes(outcome ?? '') ? [id] : [],
      ),
    )
    const lines = known.size === 0 ? [] : readFileSync(path, 'utf8').split('\n').filter(Boolean)
    const broken: string[] = []
    const seen = new Set<number>()
    for (const line of lines) {
      let attempt: unknown
      try {
        attempt = (JSON.parse(line) as { attempt?: unknown }).attempt
      } catch {
        // Half a line: the disk was full, or it was killed in the middle. The whole line follows.
        continue
      }
      if (typeof attempt !== 'number' || !known.has(attempt))
        broken.push(`verdicts.ndjson tells of attempt ${String(attempt)}, of which no row does`)
      else if (seen.has(attempt)) broken.push(`verdicts.ndjson tells attempt ${attempt} twice`)
      else seen.add(attempt)
    }
    const missing = [...known].filter((attempt) => !seen.has(attempt))
    if (missing.length > 0) broken.push(`verdicts.ndjson does not tell attempts ${missing.slice(0, 10).join(' ')}`)
    return broken
  }
}

interface Wish {
  readonly minutes: number
  readonly seed: number
  readonly steps: number
  readonly keep: boolean
  readonly write: boolean
}

const usage = 'npm run soak -- --minutes N [--seed S] [--steps N] [--keep] [--no-table]'

const readWish = (): Wish => {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string' },
      steps: { type: 'string' },
      keep: { type: 'boolean', default: false },
      'no-table': { type: 'boolean', default: false },
    },
  })
  const minutes = Number(values.minutes)
  const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed)
  const steps = values.steps === undefined ? Infinity : Number(values.steps)
  if (!(minutes > 0) || !Number.isInteger(seed) || !(steps > 0)) throw new Error(usage)
  return { minutes, seed, steps, keep: values.keep, write: !values['no-table'] }
}

const run = async (wish: Wish): Promise<boolean> => {
  console.log(`soak: seed ${wish.seed}, ${wish.minutes} min`)
  const store = await openSoakStore()
  for (const [trouble, why] of store.missing) console.log(`soak: without ${trouble}: ${why}`)
  const soak = new Soak(store, wish.seed)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      soak.isInterrupted = true
    })
  const last: string[] = []
  const began = performance.now()
  const until = began + wish.minutes * 60_000
  let steps = 0
  let failure: string | null = null
  let interrupted = false
  let toldAt = began
  try {
    for (const planned of planOf(wish.seed)) {
      if (steps >= wish.steps || performance.now() >= until) break
      steps = planned.number
      last.push(`${planned.number} ${stepText(planned.step)}`)
      if (last.length > lastStepsTold) last.shift()
      await soak.step(planned)
      if (performance.now() - toldAt > 30_000) {
        toldAt = performance.now()
        console.log(
          `soak: ${Math.round((toldAt - began) / 1000)} s, step ${steps}, ${store.filesWritten} contents, ${soak.before.documents.size} documents, ${store.cloud.received().journals.length} received, ${soak.quiets} times quiet`,
        )
      }
    }
    last.push('the end: quiet')
    await soak.step({ number: steps + 1, step: { do: 'quiet' }, thenMs: 0 })
    const code = await store.terminate()
    if (code !== 0) throw new BrokenLaw([`the engine ended with ${String(code)} at the end`])
  } catch (fault) {
    interrupted = fault instanceof Interrupted
    failure =
      fault instanceof BrokenLaw
        ? fault.message
        : fault instanceof Error
          ? (fault.stack ?? fault.message)
          : String(fault)
  }
  const tookMinutes = (performance.now() - began) / 60_000
  const keeps = (failure !== null && !interrupted) || wish.keep
  const notUndone = await store.close(keeps)
  for (const line of notUndone) console.error(`soak: could not be undone: ${line}`)
  const states = new Map<string, number>()
  for (const { state } of soak.before.documents.values()) states.set(state, (states.get(state) ?? 0) + 1)
  const result: SoakResult = {
    at: new Date(),
    minutes: tookMinutes,
    seed: wish.seed,
    steps,
    contents: store.filesWritten,
    documents: soak.before.documents.size,
    received: store.cloud.received().journals.length,
    faults: soak.faults,
    kills: store.kills,
    lost: failure === null ? 0 : (failure.match(/^LOST/gm)?.length ?? 0),
    duplicated: soak.findings.silentCopies,
    untrue: soak.findings.untrueTicks,
    toldCopies: soak.toldCopies,
    failure,
  }
  console.log(
    `soak: ${steps} steps in ${tookMinutes.toFixed(1)} min, ${result.contents} contents, ${result.documents} documents, ${result.received} received by the cloud (${result.toldCopies} told copies), ${soak.quiets} times quiet`,
  )
  console.log(`soak: ${[...states].map(([state, count]) => `${count} ${state}`).join(', ')}`)
  console.log(
    `soak: ${[...soak.faults].map(([kind, count]) => `${count} ${kind}`).join(', ')}; decisions ${soak.decisions.applied} done, ${soak.decisions.refused} refused; restarts ${soak.restarts}`,
  )
  if (wish.write && !interrupted) writeResult(result)
  if (failure === null) return true
  if (interrupted) {
    console.error('soak: ended by a signal; nothing is left behind')
    return false
  }
  console.error(`\nsoak: FAILED with seed ${wish.seed} at step ${steps}`)
  console.error(failure)
  console.error(`\nthe last steps:\n${last.join('\n')}`)
  console.error(`\nkept in ${store.root} (data-kept is the data directory)`)
  console.error(`again: npm run soak -- --minutes ${wish.minutes} --seed ${wish.seed} --steps ${steps}`)
  return false
}

process.exitCode = (await run(readWish())) ? 0 : 1
