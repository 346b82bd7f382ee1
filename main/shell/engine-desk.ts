// One store inside its process: holds the data directory, runs the engine once there are settings, starts it again
// under new ones, and answers what the window asks. It knows no Electron; engine-process.ts joins it to the main
// process. A data directory that cannot be used is a sentence in the picture, never a crash; whatever else goes wrong
// ends the process, and main starts it again.

import { userInfo } from 'node:os'
import type { AttentionHead } from '../../contract/attention.ts'
import type { Configuration } from '../../contract/configuration.ts'
import type {
  Credentials,
  EngineCall,
  EngineInput,
  EngineOutput,
  EnginePicture,
  SignInTried,
} from '../../contract/engine-port.ts'
import type { Deed } from '../../contract/deeds.ts'
import type { CallResult, FieldError, SaveResult, Settings, WhichFiles } from '../../contract/ipc.ts'
import type { EngineStatus } from '../../contract/engine-status.ts'
import type { TrialOutcome } from '../../contract/trial-file.ts'
import type { Told, ToldCode } from '../../contract/told.ts'
import { EngineBusy, openStore, startEngine, type Engine, type OpenStore } from '../engine/engine.ts'
import type { Action } from '../engine/decide/decision.ts'
import { changedKeys } from '../engine/setup/changed-keys.ts'
import { configurationFrom, settingsOf } from '../engine/setup/configuration-from-settings.ts'
import { inspectFolder, type OpenHelper } from '../engine/setup/folder-inspection.ts'
import { detectFolders, knownFolders } from '../engine/setup/known-folders.ts'
import { tryLocation } from '../engine/setup/location-test.ts'
import { runSetupTest } from '../engine/setup/setup-test.ts'
import { trySignIn } from '../engine/setup/sign-in-test.ts'
import { beginTrial, offerTrial, trialConfiguration, trialEnd } from '../engine/setup/trial-file.ts'
import { databaseFile } from '../engine/storage/database-file.ts'
import { DatabaseUnusable } from '../engine/storage/open-database.ts'
import { ordinaryBytes } from '../engine/storage/start-check.ts'
import { storageFaultOf } from '../engine/storage/storage-fault.ts'
import { readStoreSettings, SettingsUnreadable, writeStoreSettings } from '../engine/storage/store-settings.ts'
import { systemClock, type Clock, type Timer } from '../engine/support/clock.ts'
import { faultText, type Log } from '../engine/support/log.ts'
import { namedFiles, type FilesMeant } from '../engine/decide/file-orders.ts'
import { chosenFiles, filesOfFilter } from '../engine/tell/chosen-files.ts'
import { attentionCards, attentionHeads } from '../engine/tell/attention.ts'
import { connectionFacts } from '../engine/tell/connection.ts'
import { fileDetail } from '../engine/tell/file-detail.ts'
import { fileIds, filePage } from '../engine/tell/file-page.ts'
import { commonWaitOf, fileRows, type CommonWait } from '../engine/tell/file-rows.ts'
import { freeBytesOf } from '../engine/tell/free-space.ts'
import { createLastRefusal, handled } from '../engine/tell/handled.ts'
import { repeatsOf } from '../engine/tell/repeats.ts'
import type { StoreCalendar } from '../engine/tell/store-day.ts'
import { supportFacts } from '../engine/tell/support-facts.ts'
import { todayFacts } from '../engine/tell/today.ts'
import { lastDays, salesDay, salesMonth } from '../engine/days/day/sales-calendar.ts'
import { closedDaysFrom, markDayClosed } from '../engine/days/day/closed-days.ts'
import { createShownInFull, type ShownInFull } from '../engine/tell/shown-in-full.ts'
import { createViewer, type Viewer } from '../engine/tell/viewer.ts'
import { exportPage } from '../engine/export/export-page.ts'
import { calendarDate, dateAfter } from '../engine/support/store-time.ts'
import { timestampFrom } from '../engine/support/timestamp.ts'

export interface DeskOptions {
  readonly dataDirectory: string
  /** In practice the address, the account and the folder are not to be changed: they are not the store's. */
  readonly mode: 'real' | 'practice'
  readonly password: string | null
  readonly openHelper: OpenHelper
  /** The built thread that checks databases (EngineOptions). */
  readonly checker?: string
  /** For the openings but those after a loss (OpenStoreOptions). */
  readonly uncheckedAbove?: number
  readonly log: Log
  readonly onPicture: (picture: EnginePicture) => void
  readonly onFilesChanged: () => void
  readonly clock?: Clock
}

interface Running {
  readonly engine: Engine
  readonly viewer: Viewer
  readonly inFull: ShownInFull
  readonly lastRefusal: () => Promise<number | null>
}

type Stage =
  | { readonly kind: 'opening' }
  | { readonly kind: 'setup'; readonly store: OpenStore }
  /** One file is being sent before the set-up is finished. */
  | { readonly kind: 'trial'; readonly engine: Engine }
  | ({ readonly kind: 'running' } & Running)
  | { readonly kind: 'stopped'; readonly trouble: string; readonly told: Told }

/** A question that cannot be answered now; the message, or main's words for `told`, is shown. */
class NotReady extends Error {
  readonly told: Told
  constructor(sentence: string, told: Told) {
    super(sentence)
    this.told = told
  }
}
/** A question that is answered with no; the message, or main's words for `told`, is shown. */
class Refused extends Error {
  readonly told: Told | null
  constructor(sentence: string, told: Told | null = null) {
    super(sentence)
    this.told = told
  }
}

const openAgainAfterMs = 15_000
const shownLastDays = 14
const shownClosedDays = 31
/** Ids told in one answer: some hundredths of a second of work. */
const idsAtOnce = 20_000
const freeSpaceFreshMs = 10_000

export interface StoreTrouble {
  readonly sentence: string
  readonly told: Told
  /** Whether it may be otherwise in a moment. */
  readonly mayPass: boolean
}

/** Why the store cannot be used, for the manager: an English sentence, and the code of main's words for it. */
export const troubleOf = (fault: unknown, path: string): StoreTrouble => {
  const trouble = (code: ToldCode, sentence: string, detail = '', mayPass = false): StoreTrouble => ({
    sentence: detail === '' ? sentence : `${sentence} (${detail})`,
    told: { code, detail },
    mayPass,
  })
  if (fault instanceof EngineBusy)
    return trouble(
      'other-storebridge',
      'Another Storebridge is working for this store on this PC. End it, and this one goes on by itself.',
      '',
      true,
    )
  if (fault instanceof SettingsUnreadable)
    return trouble('settings-unreadable', "Storebridge cannot read this store's settings. Call support.", fault.message)
  if (fault instanceof DatabaseUnusable)
    switch (fault.kind) {
      case 'newer':
        return trouble(
          'newer-records',
          'This store was last run by a newer Storebridge. Install that version again; nothing is lost.',
        )
      case 'damaged':
        return trouble(
          'damaged-records',
          "Storebridge's own records on this PC are damaged. Your register's files are not touched. Call support.",
          path,
        )
      case 'foreign':
        return trouble(
          'foreign-records',
          "A file that is not Storebridge's lies where its records belong. Call support.",
          path,
        )
      default:
        return trouble(
          'records-not-opened',
          'Storebridge cannot open its records on this PC and tries again.',
          faultText(fault),
          true,
        )
    }
  return trouble(
    'folder-not-used',
    'Storebridge cannot use its folder on this PC and tries again.',
    faultText(fault),
    true,
  )
}

const computerUser = (): string => {
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}

type Calls = {
  readonly [Name in EngineCall]: (input: EngineInput<Name>) => EngineOutput<Name> | Promise<EngineOutput<Name>>
}

export class EngineDesk {
  readonly #options: DeskOptions
  readonly #clock: Clock
  #stage: Stage = { kind: 'opening' }
  #shown: Configuration | null = null
  #password: string | null
  /** The credentials that were typed last and proved, and the token they brought. */
  #proved: (Credentials & { readonly token: string }) | null = null
  #changes = Promise.resolve()
  #openAgain: Timer | null = null
  #rowChanges = 0
  #lastHeads: readonly AttentionHead[] = []
  #freeSpace: { readonly at: number; readonly bytes: Promise<number | null> } | null = null
  #ended = false
  readonly #trialEnds = new AbortController()

  constructor(options: DeskOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#password = options.password
  }

  /** Opens the store and starts its engine, or waits for settings. */
  open(): Promise<void> {
    return this.#change(() => this.#open())
  }

  /** Answers a question; never rejects. */
  async ask(call: EngineCall, input: unknown): Promise<CallResult<unknown>> {
    try {
      const answer = this.#calls[call] as (input: unknown) => unknown
      return { ok: true, value: await answer(input) }
    } catch (fault) {
      if (fault instanceof NotReady) return { ok: false, kind: 'not-ready', sentence: fault.message, told: fault.told }
      if (fault instanceof Refused)
        return {
          ok: false,
          kind: 'failed',
          sentence: fault.message,
          ...(fault.told === null ? {} : { told: fault.told }),
        }
      this.#options.log('error', 'call-failed', { call, fault: faultText(fault) })
      return {
        ok: false,
        kind: 'failed',
        sentence: 'That did not work. Your files are safe. Try again in a moment.',
        told: { code: 'failed', detail: '' },
      }
    }
  }

  /** The password was typed, or there is none any more. */
  setPassword(password: string | null): void {
    if (password === this.#password) return
    this.#password = password
    if (this.#stage.kind === 'running') this.#stage.engine.passwordChanged()
  }

  wokeUp(): void {
    if (this.#stage.kind === 'running') this.#stage.engine.wokeUp()
  }

  /** Waits at most ten seconds for answers in flight, then frees the data directory. */
  async stop(): Promise<void> {
    this.#ended = true
    this.#trialEnds.abort()
    this.#openAgain?.cancel()
    await this.#change(() => this.#close())
  }

  /** Openings, closings and changes of the settings happen one after the other. */
  #change<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    const done = this.#changes.then(work)
    this.#changes = done.then(
      () => undefined,
      () => undefined,
    )
    return done
  }

  #open(uncheckedAbove = this.#mayWait()): void {
    if (this.#ended) return
    const { dataDirectory, log } = this.#options
    let store: OpenStore | null = null
    try {
      store = openStore(dataDirectory, { log, now: this.#clock.wall(), uncheckedAbove })
      const configuration = readStoreSettings(store.db)
      if (configuration !== null) this.#start(store, configuration)
      else this.#enter({ kind: 'setup', store })
    } catch (fault) {
      store?.close()
      // Damage was met in tables nobody had looked at yet: an opening that looks at all of them restores.
      if (Number.isFinite(uncheckedAbove) && storageFaultOf(fault) === 'damaged') {
        this.#open(Infinity)
        return
      }
      const { sentence, told, mayPass } = troubleOf(fault, databaseFile(dataDirectory))
      log('error', 'store-not-opened', { fault: faultText(fault), triesAgain: mayPass })
      this.#enter({ kind: 'stopped', trouble: sentence, told })
      if (mayPass) this.#openAgain = this.#clock.after(openAgainAfterMs, () => void this.open())
    }
  }

  #start(store: OpenStore, configuration: Configuration): void {
    const { dataDirectory, openHelper, checker, log, clock } = this.#options
    const engine = startEngine({
      dataDirectory,
      configuration,
      store,
      password: () => this.#password,
      openHelper,
      log,
      safetyCopies: this.#options.mode !== 'practice',
      ...(checker === undefined ? {} : { checker }),
      ...(clock === undefined ? {} : { clock }),
    })
    engine.onChanged(() => this.#engineChanged(engine))
    void engine.lost.then(() => this.#change(() => this.#openAnew(engine)))
    this.#enter({
      kind: 'running',
      engine,
      viewer: createViewer(engine.db, this.#clock),
      inFull: createShownInFull(this.#clock),
      lastRefusal: createLastRefusal(engine.db),
    })
  }

  /** Above which size the check of the records may wait, bytes: never, where nobody would do it later. */
  #mayWait(): number {
    const { checker, uncheckedAbove = ordinaryBytes } = this.#options
    return checker === undefined ? Infinity : uncheckedAbove
  }

  /** The records of this engine are damaged: the next opening looks at all of them, and restores them. */
  async #openAnew(engine: Engine): Promise<void> {
    if (this.#stage.kind !== 'running' || this.#stage.engine !== engine) return
    await this.#close()
    this.#open(Infinity)
  }

  async #close(): Promise<void> {
    const stage = this.#stage
    this.#enter({ kind: 'opening' })
    if (stage.kind === 'setup') stage.store.close()
    if (stage.kind !== 'running') return
    stage.viewer.close()
    await stage.engine.stop()
  }

  #enter(stage: Stage): void {
    this.#stage = stage
    this.#tell()
  }

  #engineChanged(engine: Engine): void {
    if (this.#stage.kind !== 'running' || this.#stage.engine !== engine) return
    this.#tell()
    const changes = engine.db.prepare<[], number>('SELECT total_changes()').pluck().get() ?? 0
    if (changes === this.#rowChanges) return
    this.#rowChanges = changes
    this.#options.onFilesChanged()
  }

  #tell(): void {
    this.#options.onPicture(this.#picture())
  }

  #picture(): EnginePicture {
    const stage = this.#stage
    // Which store it is stays true while its engine starts again under other settings.
    if (stage.kind === 'running') this.#shown = stage.engine.configuration
    if (stage.kind === 'setup' || stage.kind === 'trial') this.#shown = null
    const configuration = this.#shown
    const status = stage.kind === 'running' ? stage.engine.status() : null
    return {
      // A trial is a part of the set-up.
      phase: stage.kind === 'trial' ? 'setup' : stage.kind,
      store:
        configuration === null
          ? null
          : {
              name: configuration.store.name,
              locationId: configuration.store.locationId,
              timeZone: configuration.store.timeZone,
            },
      baseUrl: configuration?.petrosoft.baseUrl ?? null,
      openingHours: configuration?.store.openingHours ?? null,
      status,
      attention: stage.kind === 'running' && status !== null ? this.#heads(stage.engine, status.problems) : [],
      statusAt: timestampFrom(this.#clock.wall()),
      trouble: stage.kind === 'stopped' ? stage.trouble : null,
      ...(stage.kind === 'stopped' ? { told: stage.told } : {}),
    }
  }

  /** While the rows cannot be read, what they said last, as the status does. */
  #heads(engine: Engine, problems: EngineStatus['problems']): readonly AttentionHead[] {
    try {
      this.#lastHeads = attentionHeads(engine.db, problems)
    } catch (fault) {
      this.#options.log('warn', 'attention-not-read', { fault: faultText(fault) })
    }
    return this.#lastHeads
  }

  #running(): Running {
    if (this.#stage.kind === 'running') return this.#stage
    if (this.#stage.kind === 'stopped') throw new NotReady(this.#stage.trouble, this.#stage.told)
    throw this.#stage.kind === 'setup' || this.#stage.kind === 'trial'
      ? new NotReady('This store is not set up yet.', { code: 'not-set-up', detail: '' })
      : new NotReady('Storebridge is starting. Wait a moment.', { code: 'starting', detail: '' })
  }

  #configuration(): Configuration | null {
    return this.#stage.kind === 'running' ? this.#stage.engine.configuration : null
  }

  #calendar({ configuration }: Engine): StoreCalendar {
    return configuration.store
  }

  #common({ engine }: { readonly engine: Engine }): CommonWait {
    return commonWaitOf(engine.status())
  }

  #freeBytes(): Promise<number | null> {
    const now = this.#clock.monotonic()
    if (this.#freeSpace === null || now - this.#freeSpace.at > freeSpaceFreshMs)
      this.#freeSpace = { at: now, bytes: freeBytesOf(this.#options.dataDirectory) }
    return this.#freeSpace.bytes
  }

  /** Keeps a configuration and runs the store by it. Ok once the engine runs under it, or says why it cannot. */
  #apply(make: (before: Configuration | null) => ReturnType<typeof configurationFrom>): Promise<SaveResult> {
    return this.#change(async (): Promise<SaveResult> => {
      const stage = this.#stage
      if (stage.kind !== 'running' && stage.kind !== 'setup') this.#running()
      const before = this.#configuration()
      const made = make(before)
      if (!made.ok) return made
      const { configuration } = made
      if (JSON.stringify(configuration) === JSON.stringify(before)) return { ok: true }
      const { db } = stage.kind === 'setup' ? stage.store : this.#running().engine
      writeStoreSettings(db, configuration)
      this.#options.log('info', 'settings-kept')
      await this.#close()
      this.#open()
      // The first settings are the set-up itself.
      if (before !== null && this.#stage.kind === 'running')
        this.#note('settings-changed', changedKeys(before, configuration).join(', '))
      return { ok: true }
    })
  }

  #saveSettings(settings: Settings): Promise<SaveResult> {
    return this.#apply((before) => {
      const made = configurationFrom(settings, before)
      if (!made.ok || before === null) return made
      const errors = [
        ...this.#practiceErrors(made.configuration, before),
        ...this.#otherStoreErrors(made.configuration, before),
      ]
      return errors.length > 0 ? { ok: false, errors } : made
    })
  }

  /** With the records of a store that is not set up yet, after whatever was asked before. */
  #inSetUp<Result>(work: (store: OpenStore) => Promise<Result>): Promise<Result> {
    return this.#change(() => {
      if (this.#stage.kind === 'setup') return work(this.#stage.store)
      this.#running()
      throw new Refused('This store is set up already.')
    })
  }

  /**
   * Sends one file by an engine of its own on this store's records, and waits for what comes of it. Whatever happens, the
   * store is back in its set-up afterwards, with the file in its books; the window never hears of anything else.
   */
  #sendTrial(settings: Settings, name: string): Promise<TrialOutcome> {
    return this.#inSetUp(async (store) => {
      const { dataDirectory, openHelper, log, clock } = this.#options
      const made = configurationFrom(settings, null)
      const [folder] = settings.folders
      const { email, baseUrl } = settings.petrosoft
      const proved = this.#proved?.email === email && this.#proved.baseUrl === baseUrl ? this.#proved : null
      const offer = folder === undefined ? null : await offerTrial(store.db, folder.path, openHelper, this.#clock)
      if (offer?.kind === 'sent') return offer.outcome
      if (!made.ok || proved === null || folder === undefined || offer?.kind !== 'file' || offer.file.name !== name)
        throw new Refused('This file cannot be sent any more. Test again, then look which file is offered.', {
          code: 'file-not-offered',
          detail: '',
        })
      beginTrial(store.db, folder.path, name)
      let engine: Engine | null = null
      try {
        engine = startEngine({
          dataDirectory,
          configuration: trialConfiguration(made.configuration, name),
          store,
          password: () => proved.password,
          openHelper,
          log,
          safetyCopies: false,
          trial: true,
          ...(clock === undefined ? {} : { clock }),
        })
        this.#enter({ kind: 'trial', engine })
        engine.decide({
          action: 'trial-sent',
          fileId: null,
          reason: name,
          again: false,
          until: null,
          who: computerUser(),
        })
        return await trialEnd(engine, this.#clock, this.#trialEnds.signal)
      } finally {
        await engine?.stop()
        if (this.#ended) this.#stage = { kind: 'opening' }
        else this.#open()
      }
    })
  }

  #practiceErrors(after: Configuration, before: Configuration): FieldError[] {
    if (this.#options.mode !== 'practice') return []
    const error = (path: string): FieldError => ({
      path,
      code: 'practice-keeps',
      message: 'practice keeps its own; leave practice to change it',
    })
    const paths = (configuration: Configuration): string =>
      JSON.stringify(configuration.folders.map(({ path }) => path))
    return [
      ...(after.petrosoft.baseUrl === before.petrosoft.baseUrl ? [] : [error('petrosoft.baseUrl')]),
      ...(after.petrosoft.email === before.petrosoft.email ? [] : [error('petrosoft.email')]),
      ...(paths(after) === paths(before) ? [] : [error('folders')]),
    ]
  }

  /** Files that wait belong to the store they were found in (ux 2.9). */
  #otherStoreErrors(after: Configuration, before: Configuration): FieldError[] {
    const { counts } = this.#running().engine.status()
    const waiting = counts.stored + counts.waiting + counts.sending + counts.unclear
    if (after.store.locationId === before.store.locationId || waiting === 0) return []
    const files = waiting === 1 ? '1 file has' : `${waiting} files have`
    return [
      {
        path: 'store.locationId',
        code: 'files-wait',
        values: { n: waiting, store: before.store.locationId },
        message: `${files} not been sent for store ${before.store.locationId} yet; wait until they are gone, or set them aside`,
      },
    ]
  }

  async #trySignIn(credentials: Credentials): Promise<SignInTried> {
    const { test, token } = await trySignIn(credentials, this.#clock)
    if (token !== null) this.#proved = { ...credentials, token }
    return { test, proved: token !== null }
  }

  #note(deed: Deed, reason: string | null): void {
    const { engine } = this.#running()
    engine.decide({ action: deed, fileId: null, reason, again: false, until: null, who: computerUser() })
  }

  #decide(action: Action, more: { readonly until?: number | null } = {}): void {
    const { engine } = this.#running()
    const { until = null } = more
    const decided = engine.decide({ action, fileId: null, reason: null, again: false, until, who: computerUser() })
    if (!decided.applied) throw new Refused(decided.sentence)
  }

  #meant(which: WhichFiles): FilesMeant {
    const { engine } = this.#running()
    if ('ids' in which) return namedFiles([...new Set(which.ids.map(Number))])
    return filesOfFilter(engine.db, which.filter, Number(which.upTo), this.#calendar(engine))
  }

  readonly #calls: Calls = {
    checkNow: async () => {
      await this.#running().engine.checkNow()
    },
    tryNow: () => this.#running().engine.tryNow(),
    pause: ({ until }) => this.#decide('pause', { until: until === null ? null : Date.parse(until) }),
    resume: () => this.#decide('resume'),
    getToday: async () => {
      const freeBytes = await this.#freeBytes()
      const running = this.#running()
      return todayFacts(running.engine.db, {
        calendar: this.#calendar(running.engine),
        now: this.#clock.wall(),
        common: this.#common(running),
        freeBytes,
      })
    },
    getSalesMonth: ({ month }) => {
      const { engine } = this.#running()
      return salesMonth(engine.db, engine.configuration.store, month, this.#clock.wall())
    },
    getSalesDay: ({ date }) => {
      const { engine } = this.#running()
      return salesDay(engine.db, engine.configuration.store, date, this.#clock.wall())
    },
    getLastDays: () => {
      const { engine } = this.#running()
      return lastDays(engine.db, engine.configuration.store, shownLastDays, this.#clock.wall())
    },
    markDayClosed: ({ date, closed }) => {
      const { engine } = this.#running()
      markDayClosed(engine.db, date, closed, computerUser(), this.#clock.wall())
      engine.dayMarked()
      this.#options.onFilesChanged()
    },
    getAttention: () => {
      const { engine } = this.#running()
      return attentionCards(engine.db, engine.status().problems, this.#calendar(engine))
    },
    getHandled: () => {
      const { engine, lastRefusal } = this.#running()
      return handled(engine.db, this.#calendar(engine), this.#clock.wall(), lastRefusal)
    },
    listFiles: (question) => {
      const running = this.#running()
      return filePage(running.engine.db, question, this.#calendar(running.engine), this.#common(running))
    },
    listFileIds: ({ filter, sort, after }) => {
      const { engine } = this.#running()
      const { ids, next } = fileIds(engine.db, { filter, sort, after, limit: idsAtOnce }, this.#calendar(engine))
      return { ids: ids.map(String), next }
    },
    getFileRows: ({ ids }) => {
      const running = this.#running()
      return fileRows(running.engine.db, ids.map(Number), this.#common(running))
    },
    getFile: ({ id }) => {
      const running = this.#running()
      return fileDetail(running.engine.db, running.viewer, Number(id), this.#common(running))
    },
    getLines: ({ id, from, count, full }) => {
      const { viewer, inFull } = this.#running()
      return viewer.lines(Number(id), from, count, inFull.allows(Number(id), full))
    },
    getLongLine: ({ id, line, position, full }) => {
      const { viewer, inFull } = this.#running()
      return viewer.longLine(Number(id), line, position, inFull.allows(Number(id), full))
    },
    getLaidOut: ({ id, line, position, full }) => {
      const { viewer, inFull } = this.#running()
      return viewer.laidOut(Number(id), line, position, inFull.allows(Number(id), full))
    },
    showInFull: ({ id, full }) => {
      const { engine, inFull } = this.#running()
      const fileId = Number(id)
      if (!full) {
        inFull.end(fileId)
        return false
      }
      const decision = { action: 'show-full', fileId, reason: null, again: false, until: null } as const
      return inFull.begin(fileId, () => engine.decide({ ...decision, who: computerUser() })).applied
    },
    exportPage: ({ what, words, after }) => {
      const { db, configuration } = this.#running().engine
      return exportPage(db, what, { hours: configuration.store, now: this.#clock.wall(), words }, after)
    },
    giveOrder: ({ which, ...order }) =>
      this.#running().engine.orders.give({ ...order, who: computerUser() }, this.#meant(which)),
    takeBackOrder: ({ order }) => this.#running().engine.orders.takeBack(Number(order), computerUser()),
    holdOrder: ({ order, leftMs }) => {
      const dueAt = this.#running().engine.orders.hold(Number(order), leftMs)
      return dueAt === null ? null : { dueAt: timestampFrom(dueAt) }
    },
    getOrder: ({ order }) => this.#running().engine.orders.facts(Number(order)),
    tellChosen: ({ which }) => chosenFiles(this.#running().engine.db, this.#meant(which)),
    getRepeats: ({ id }) => repeatsOf(this.#running().engine.db, Number(id)),
    getConnection: async () => {
      const freeBytes = await this.#freeBytes()
      const { engine } = this.#running()
      const { store, connectionReport } = engine.configuration
      return connectionFacts(engine.db, {
        status: engine.status(),
        live: engine.live(),
        calendar: store,
        openingHours: store.openingHours,
        everySeconds: connectionReport.everySeconds,
        freeBytes,
        now: this.#clock.wall(),
      })
    },
    getSupport: async () => {
      const freeBytes = await this.#freeBytes()
      const { engine } = this.#running()
      return supportFacts(engine.db, { status: engine.status(), freeBytes, scanMs: (path) => engine.scanMs(path) })
    },
    getClosedDays: () => {
      const { db, configuration } = this.#running().engine
      const today = calendarDate(this.#clock.wall(), configuration.store.timeZone)
      return closedDaysFrom(db, dateAfter(today, -shownClosedDays))
    },
    noteDeed: ({ deed, reason }) => this.#note(deed, reason),
    getSettings: () => {
      if (this.#stage.kind === 'setup' || this.#stage.kind === 'trial') return null
      return settingsOf(this.#running().engine.configuration)
    },
    saveSettings: (settings) => this.#saveSettings(settings),
    testLocation: ({ locationId, timeZone }) => {
      if (this.#proved === null)
        return {
          ok: false,
          sentence: 'Sign in to Petrosoft first; then the location ID can be checked.',
          told: { code: 'location-after-sign-in' },
        }
      const { baseUrl, token } = this.#proved
      return tryLocation({ baseUrl, token, locationId, timeZone }, this.#clock)
    },
    detectFolders: () => detectFolders(knownFolders(process.platform), this.#options.openHelper, this.#clock),
    inspectFolder: ({ path }) => inspectFolder(path, this.#options.openHelper, this.#clock),
    runSetupTest: (settings) =>
      runSetupTest({
        settings,
        credentials: this.#proved,
        openHelper: this.#options.openHelper,
        freeBytes: () => this.#freeBytes(),
        clock: this.#clock,
      }),
    offerTrialFile: ({ folder }) =>
      this.#inSetUp(({ db }) => offerTrial(db, folder, this.#options.openHelper, this.#clock)),
    sendTrialFile: ({ settings, name }) => this.#sendTrial(settings, name),
    trySignIn: (credentials) => this.#trySignIn(credentials),
    applyConfiguration: (configuration) => this.#apply(() => ({ ok: true, configuration })),
  }
}
