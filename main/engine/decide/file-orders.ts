// Carries out what a person orders about files: one, chosen ones, or all that a filter finds (ux 2.9).
//
// Promises: an order to send again is written down at once with all its files and carried out once when eight seconds
// are over, whatever ends meanwhile; taken back before that it sends nothing, and each file's history has both entries.
// A file that moved on since is left alone. A hundred thousand files are one order: they are written in small pieces
// between which the engine does everything else, and nothing is carried out before the last piece is on the disk. When
// the program ends in the middle of giving, the rest is not invented later: the order is interrupted and says so.

import {
  longestHoldMs,
  takeBackMs,
  type LeftAlone,
  type OrderAction,
  type OrderFacts,
  type OrderGiven,
  type OrderTakenBack,
} from '../../../contract/file-orders.ts'
import type { DocumentRow } from '../life/document-table.ts'
import type { Db } from '../storage/open-database.ts'
import type { Clock, Timer } from '../support/clock.ts'
import { faultText, type Log } from '../support/log.ts'
import { timestampFrom, timestampOrNull } from '../support/timestamp.ts'
import { decideOnFile, documentOfFile, hindrance, keepResult, type Decision, type Outcome } from './decision.ts'
import {
  appliedOf,
  insertOrder,
  insertOrderedDecision,
  moveOrder,
  openOrders,
  orderById,
  orderIsGiven,
  orderIsTakenBack,
  resultsOf,
  stateOfFile,
  stateOfSighting,
  unsettledOf,
  type OrderKind,
  type OrderRow,
  type OrderedDecision,
} from './file-order-table.ts'

export interface FileOrder {
  readonly action: OrderAction
  readonly reason: string | null
  /** A person has read that the sales may be counted twice. */
  readonly again: boolean
  readonly who: string
}

/** The files an order is about, a piece at a time. */
export interface FilesMeant {
  /** True where a person named each file: what is left alone is then kept in its history, too. */
  readonly named: boolean
  /** Ids after `after` (null = the first), and where to go on; null at the end. */
  readonly piece: (after: string | null) => { readonly ids: readonly number[]; readonly next: string | null }
}

const idsAPiece = 1000

/** Files a person chose one by one. */
export const namedFiles = (ids: readonly number[]): FilesMeant => ({
  named: true,
  piece: (after) => {
    const from = after === null ? 0 : Number(after)
    const to = from + idsAPiece
    return { ids: ids.slice(from, to), next: to < ids.length ? String(to) : null }
  },
})

export interface FileOrdersOptions {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  /** Files stand elsewhere now. */
  readonly onDecided: (fileIds: readonly number[]) => void
}

/** One transaction of a long order takes about this long, ms: an answer of the cloud waits no longer for it. */
const pieceMs = 20
const mostAPiece = 500
const tryAgainAfterMs = 1000

interface Pending {
  /** Monotonic. */
  readonly givenAt: number
  dueAt: number
  timer: Timer
}

/** The order cannot be given: the engine ends. */
export class OrderStopped extends Error {
  constructor() {
    super('Storebridge ended before the order was complete')
    this.name = 'OrderStopped'
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export class FileOrders {
  readonly #options: FileOrdersOptions
  readonly #pending = new Map<number, Pending>()
  readonly #running = new Set<Promise<unknown>>()
  readonly #retries = new Set<Timer>()
  #stopped = false

  constructor(options: FileOrdersOptions) {
    this.#options = options
  }

  /** Goes on with what an earlier run left. Nothing waits longer from now on than it was given when it was ordered. */
  start(): void {
    const { db, clock } = this.#options
    for (const order of openOrders(db)) {
      if (order.state === 'being-given') moveOrder(db, order.id, 'being-given', 'interrupted')
      if (order.state === 'waiting')
        this.#wait(order.id, Math.min(Math.max(0, (order.due_at ?? 0) - clock.wall()), takeBackMs))
      else this.#settleSoon(order.id)
    }
  }

  /** Ends what is under way; the next start goes on with it. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const { timer } of this.#pending.values()) timer.cancel()
    for (const timer of this.#retries) timer.cancel()
    await Promise.allSettled(this.#running)
  }

  /** Throws OrderStopped when the engine ends before the order is given, and what SQLite throws. */
  give(order: FileOrder, files: FilesMeant): Promise<OrderGiven> {
    return this.#tracked(order.action === 'resend' ? this.#giveWaiting(order, files) : this.#giveAtOnce(order, files))
  }

  /**
   * Takes an order back: one that waits is not carried out; what was set aside, ignored or put back stands again where
   * it stood. Too late for an order that was sent.
   */
  takeBack(orderId: number, who: string): Promise<OrderTakenBack> {
    return this.#tracked(this.#takeBack(orderId, who))
  }

  /**
   * The person's eye is on the order: it waits `leftMs` from now, but not beyond two minutes after it was given. Returns
   * when it is due by this PC's clock, or null when it does not wait any more.
   */
  hold(orderId: number, leftMs: number): number | null {
    const { clock } = this.#options
    const pending = this.#pending.get(orderId)
    if (pending === undefined) return null
    const now = clock.monotonic()
    pending.dueAt = Math.max(now, Math.min(now + leftMs, pending.givenAt + longestHoldMs))
    pending.timer.cancel()
    pending.timer = clock.after(pending.dueAt - now, () => this.#due(orderId))
    return Math.round(clock.wall() + pending.dueAt - now)
  }

  /** Null when there is no such order. */
  facts(orderId: number): OrderFacts | null {
    const { db } = this.#options
    const order = orderById(db, orderId)
    if (order === undefined) return null
    return {
      order: String(orderId),
      action: order.action,
      state: order.state,
      dueAt: order.state === 'waiting' ? timestampOrNull(order.due_at) : null,
      ...resultsOf(db, orderId),
    }
  }

  #tracked<Result>(work: Promise<Result>): Promise<Result> {
    this.#running.add(work)
    const ended = (): void => void this.#running.delete(work)
    work.then(ended, ended)
    return work
  }

  /** Runs `one` over every id in small transactions. The order is interrupted when it cannot be finished. */
  async #overAll(orderId: number, files: FilesMeant, one: (fileId: number) => void): Promise<void> {
    const { db } = this.#options
    try {
      let after: string | null = null
      do {
        const { ids, next } = files.piece(after)
        for (let done = 0; done < ids.length;) {
          if (this.#stopped) throw new OrderStopped()
          done = this.#piece(ids, done, one)
          await nextTurn()
        }
        after = next
      } while (after !== null)
      if (this.#stopped) throw new OrderStopped()
    } catch (fault) {
      // The next start does the same when even this cannot be written.
      if (!this.#stopped) {
        moveOrder(db, orderId, 'being-given', 'interrupted')
        this.#settleSoon(orderId)
      }
      throw fault
    }
  }

  /** One transaction; returns how far it came. */
  #piece<Item>(items: readonly Item[], from: number, one: (item: Item) => void): number {
    const { db, clock } = this.#options
    const began = clock.monotonic()
    let at = from
    db.transaction(() => {
      do {
        const item = items[at]
        if (item === undefined) return
        one(item)
        at += 1
      } while (at - from < mostAPiece && clock.monotonic() - began < pieceMs)
    }).immediate()
    return at
  }

  #begin(action: OrderKind, order: Pick<FileOrder, 'reason' | 'who'>): number {
    const { db, clock } = this.#options
    return insertOrder(db, { action, reason: order.reason, who: order.who, given_at: clock.wall() })
  }

  async #giveWaiting(order: FileOrder, files: FilesMeant): Promise<OrderGiven> {
    const { db, clock, log } = this.#options
    const orderId = this.#begin(order.action, order)
    const left: Partial<Record<LeftAlone, number>> = {}
    let ordered = 0
    await this.#overAll(orderId, files, (fileId) => {
      const document = documentOfFile(db, fileId)
      const outcome =
        document === undefined
          ? // Nothing is sent of a file that was not read; the sentence is the one every decision gets.
            decideOnFile(db, decisionOf(order, fileId), 0, clock.wall())
          : (hindrance(db, document, order) ?? unwarned(document, order))
      const write = {
        orderId,
        fileId,
        ...order,
        seenState: document?.state ?? stateOfSighting(db, fileId),
        at: clock.wall(),
      }
      if (outcome === null) {
        insertOrderedDecision(db, write)
        ordered += 1
        return
      }
      leave(left, outcome)
      if (files.named) keepResult(db, insertOrderedDecision(db, write), outcome, clock.wall())
    })
    const dueAt = ordered === 0 ? null : clock.wall() + takeBackMs
    orderIsGiven(db, orderId, ordered, dueAt)
    log('info', 'ordered', { order: String(orderId), action: order.action, files: ordered, left: JSON.stringify(left) })
    if (dueAt !== null) this.#wait(orderId, takeBackMs)
    return { order: String(orderId), files: ordered, dueAt: dueAt === null ? null : timestampFrom(dueAt), left }
  }

  async #giveAtOnce(order: FileOrder, files: FilesMeant): Promise<OrderGiven> {
    const { db, clock, log } = this.#options
    const orderId = this.#begin(order.action, order)
    const left: Partial<Record<LeftAlone, number>> = {}
    let done = 0
    let decided: number[] = []
    const tell = (): void => {
      this.#options.onDecided(decided)
      decided = []
    }
    await this.#overAll(orderId, files, (fileId) => {
      const seenState = stateOfFile(db, fileId)
      const outcome = decideOnFile(db, decisionOf(order, fileId), 0, clock.wall())
      if (outcome.applied) {
        done += 1
        decided.push(fileId)
      } else leave(left, outcome)
      if (outcome.applied || files.named)
        keepResult(
          db,
          insertOrderedDecision(db, { orderId, fileId, ...order, seenState, at: clock.wall() }),
          outcome,
          clock.wall(),
        )
    }).finally(tell)
    orderIsGiven(db, orderId, done, null)
    log('info', 'ordered', { order: String(orderId), action: order.action, files: done, left: JSON.stringify(left) })
    return { order: String(orderId), files: done, dueAt: null, left }
  }

  async #takeBack(orderId: number, who: string): Promise<OrderTakenBack> {
    const { db, clock, log } = this.#options
    const order = orderById(db, orderId)
    if (order === undefined) return { taken: false, files: 0 }
    if (order.state === 'waiting' && orderIsTakenBack(db, orderId, who, clock.wall())) {
      this.#pending.get(orderId)?.timer.cancel()
      this.#pending.delete(orderId)
      log('info', 'order-taken-back', { order: String(orderId), files: order.files })
      // It is taken back already; what is left is to write that into each file's history.
      await this.#settle(orderId)
      return { taken: true, files: order.files }
    }
    const canBeUndone = order.state === 'done' && order.action !== 'resend' && order.action !== 'take-back'
    return canBeUndone ? this.#undo(order, who) : { taken: false, files: 0 }
  }

  /** A further order that puts each file of this one back where it stood. */
  async #undo(order: OrderRow, who: string): Promise<OrderTakenBack> {
    const { db, clock } = this.#options
    const undoing = this.#begin('take-back', { reason: null, who })
    let files = 0
    const decided: number[] = []
    const steps = new Map<number, OrderedDecision>()
    await this.#overAll(
      undoing,
      piecesOf((after) => appliedOf(db, order.id, after, idsAPiece), steps),
      (stepId) => {
        const step = steps.get(stepId)
        if (step === undefined) return
        const back = { action: wayBack(step), reason: null, again: false, who }
        const seenState = stateOfFile(db, step.file_id)
        const outcome = decideOnFile(db, decisionOf(back, step.file_id), 0, clock.wall())
        if (outcome.applied) {
          files += 1
          decided.push(step.file_id)
        }
        const written = { orderId: undoing, fileId: step.file_id, ...back, seenState, at: clock.wall() }
        keepResult(db, insertOrderedDecision(db, written), outcome, clock.wall())
      },
    )
    orderIsGiven(db, undoing, files, null)
    this.#options.onDecided(decided)
    return { taken: files > 0, files }
  }

  #wait(orderId: number, ms: number): void {
    const { clock } = this.#options
    const now = clock.monotonic()
    this.#pending.set(orderId, { givenAt: now, dueAt: now + ms, timer: clock.after(ms, () => this.#due(orderId)) })
  }

  #due(orderId: number): void {
    this.#pending.delete(orderId)
    this.#settleSoon(orderId)
  }

  /** Carries an order to its end; a fault of the disk is met by trying again. */
  #settleSoon(orderId: number): void {
    if (this.#stopped) return
    this.#tracked(this.#settle(orderId)).catch((fault: unknown) => {
      if (this.#stopped) return
      this.#options.log('warn', 'order-not-carried-out-yet', { order: String(orderId), fault: faultText(fault) })
      const timer = this.#options.clock.after(tryAgainAfterMs, () => {
        this.#retries.delete(timer)
        this.#settleSoon(orderId)
      })
      this.#retries.add(timer)
    })
  }

  async #settle(orderId: number): Promise<void> {
    const { db, clock, log } = this.#options
    const waited = moveOrder(db, orderId, 'waiting', 'under-way')
    const order = orderById(db, orderId)
    if (order === undefined) return
    let after = 0
    for (;;) {
      const steps = unsettledOf(db, orderId, after, idsAPiece)
      for (let done = 0; done < steps.length;) {
        if (this.#stopped) return
        const decided: number[] = []
        done = this.#piece(steps, done, (step) => {
          const outcome = settled(db, order, step, clock.wall())
          keepResult(db, step.id, outcome, clock.wall())
          decided.push(step.file_id)
        })
        this.#options.onDecided(decided)
        await nextTurn()
      }
      after = steps.at(-1)?.id ?? after
      if (steps.length < idsAPiece) break
    }
    if (moveOrder(db, orderId, 'under-way', 'done') && waited)
      log('info', 'order-carried-out', { order: String(orderId), ...resultsOf(db, orderId) })
  }
}

const decisionOf = (order: Omit<FileOrder, 'who'> & { readonly who: string }, fileId: number): Decision => ({
  ...order,
  fileId,
  until: null,
})

const leave = (left: Partial<Record<LeftAlone, number>>, outcome: Outcome): void => {
  if (!outcome.applied) left[outcome.code] = (left[outcome.code] ?? 0) + 1
}

/**
 * What the window warns of, or does not offer at all, a person who was not warned does not send either: a file held
 * because its sales are known, one that may have arrived before, and one that has no sales or was replaced.
 */
const unwarned = ({ id, name, state, problem, attempts }: DocumentRow, { again }: FileOrder): Outcome | null => {
  if (again) return null
  const leftAlone = (code: LeftAlone): Outcome => ({
    applied: false,
    sentence: `File ${id} (${name}) is ${state}; sending it is decided on its own page.`,
    code,
  })
  if (state === 'held' && problem === 'repeats') return leftAlone('repeats')
  if (state === 'held' && attempts > 0) return leftAlone('unclear')
  return state === 'not-needed' || state === 'replaced' ? leftAlone('not-possible') : null
}

/** What puts a file back where an order found it. */
const wayBack = ({ seen_state: seen }: OrderedDecision): OrderAction =>
  seen === 'set-aside' ? 'set-aside' : seen === 'ignored' ? 'ignore' : 'put-back'

/** Steps of another order as files to go over, by the ids of their decisions. */
const piecesOf = (
  read: (after: number) => readonly OrderedDecision[],
  steps: Map<number, OrderedDecision>,
): FilesMeant => ({
  named: true,
  piece: (after) => {
    const found = read(after === null ? 0 : Number(after))
    steps.clear()
    for (const step of found) steps.set(step.id, step)
    const last = found.at(-1)
    return { ids: found.map(({ id }) => id), next: last === undefined ? null : String(last.id) }
  },
})

const no = (sentence: string): Outcome => ({ applied: false, sentence, code: 'changed' })

/** What becomes of one file of an order whose time has come, in the caller's transaction. */
const settled = (db: Db, order: OrderRow, step: OrderedDecision, at: number): Outcome => {
  const document = documentOfFile(db, step.file_id)
  const file = `File ${step.file_id}${document === undefined ? '' : ` (${document.name})`}`
  if (order.state === 'taken-back') {
    const who = order.taken_back_by ?? ''
    const undo = {
      orderId: order.id,
      action: 'take-back' as const,
      fileId: step.file_id,
      reason: null,
      again: false,
      who,
    }
    const written = insertOrderedDecision(db, { ...undo, seenState: null, at: order.taken_back_at ?? at })
    keepResult(db, written, { applied: true, sentence: `${file} stays as it was.` }, at)
    return no(`The order was taken back before it was carried out; ${file} was not sent.`)
  }
  if (order.state === 'interrupted') return no(`Storebridge ended before the order was complete; ${file} was not sent.`)
  const seen = document?.state ?? stateOfSighting(db, step.file_id)
  if (seen !== step.seen_state)
    return no(
      `${file} was ${step.seen_state ?? 'unknown'} when this was ordered and is ${seen ?? 'gone'} now; it was left alone.`,
    )
  const { action, reason, who } = step
  return decideOnFile(
    db,
    { action, reason, who, again: step.again === 1, fileId: step.file_id, until: null },
    step.id,
    at,
  )
}
