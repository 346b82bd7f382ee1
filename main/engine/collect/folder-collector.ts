// Collects one watched folder: looks, waits until files have settled, reads and stores them. The scan is the truth,
// the watcher only a hint (design 4.1). It touches the folder by its helper alone; when a call hangs, the helper is
// killed, the folder is shown unreachable, and a new helper is tried with back-off. Nothing that happens here ever
// stops sending. Dying anywhere in it loses nothing: what has no committed document is still in the folder.

import type { FolderConfiguration } from '../../../contract/configuration.ts'
import type { ProblemCode, WatcherState } from '../../../contract/engine-status.ts'
import type { FileEnds, FileLook, HelperChannel } from '../../../contract/folder-port.ts'
import type { FoundProblem } from '../../../contract/vocabulary.ts'
import type { Db } from '../storage/open-database.ts'
import { pauseFor, type Clock, type Timer } from '../support/clock.ts'
import { createDoorbell } from '../support/doorbell.ts'
import { faultText, type Log } from '../support/log.ts'
import { changeFrom, goneFrom, namesToStat, type FolderChange, type KnownFile } from './comparing.ts'
import { createFolderClient, FolderFault, type FolderClient } from './folder-client.ts'
import { keepDocuments, type ReadFile } from './keep-document.ts'
import { decideSettling, secondLookAfterMs, type Settling, type Unsettled } from './settling.ts'
import {
  archiveCandidates,
  newestSighting,
  presentSightings,
  insertSighting,
  markArchived,
  markBack,
  markGone,
  sightingById,
  updateFound,
  type FolderRow,
  type SightingRow,
} from './sighting-table.ts'

const scanEveryMs = 5000
const scanShareEveryMs = 30_000
const listAtLeastEveryMs = 60_000
/** A mount may answer for a share that has died: only its names prove it, and that within a minute (reliability F19). */
const listShareAtLeastEveryMs = 30_000
const hintedScanAfterMs = 100
const rebuildWatcherAfterMs = 60_000
const deafAfterMs = 1000
const helperBackoffMs = [1000, 2000, 5000, 10_000, 20_000]
const storageRetryMs = 5000
const listLimitMs = 20_000
const lookLimitMs = 15_000
const lookBatch = 64
const statBatch = 500
const readBatchBytes = 8 * 1024 * 1024
const archiveBatch = 50
const comparedAtOnce = 50
const prefixBytes = 1024 * 1024

export interface CollectorOptions {
  readonly db: Db
  readonly row: FolderRow
  readonly folder: FolderConfiguration
  readonly maxBytes: number
  readonly clock: Clock
  readonly log: Log
  readonly openHelper: (folder: string) => Promise<HelperChannel>
  /** New documents are on disk. */
  readonly onStored: () => void
  /** A sighting or the folder's own state changed. */
  readonly onChanged: () => void
  /** The folder was looked through as a whole. */
  readonly onScanned?: (share: boolean) => void
  /** Bytes that had been damaged or lost are stored again: these documents are to be judged again. */
  readonly onBytesBack?: (documentIds: readonly number[]) => void
  /** The disk everything is stored on; without it every disk has room. */
  readonly disk?: CollectingRoom
}

/** What the collector asks of the disk of the data directory, and tells it (forget/disk-keeper.ts). */
export interface CollectingRoom {
  /** False while nothing new may be stored: files stay in the folder. */
  mayCollect(): boolean
  /** Whether so many bytes may be stored now. */
  hasRoomFor(bytes: number): boolean
  /** A file of so many bytes could not be stored for want of room. */
  noteTight(bytes: number): void
  /** Something could not be written; true when the disk took no more. */
  noteFault(fault: unknown): boolean
}

/** There is no room for a file; it stays in the folder. */
class NoRoom extends Error {}

export interface FolderCondition {
  readonly path: string
  readonly reachable: boolean
  readonly lastScanAt: number | null
  readonly watcher: WatcherState
  readonly problem: { readonly code: ProblemCode; readonly since: number; readonly detail: string } | null
  /** True while files are found that are not stored yet and will be soon. */
  readonly busy: boolean
  /** While the disk is full: how many files of the folder wait in it to be stored. */
  readonly leftInFolder: number
}

type WaitingFile = Unsettled & { readonly sightingId: number; readonly dueAt: number }

const knownFrom = (sighting: SightingRow): KnownFile => ({
  sightingId: sighting.id,
  state: sighting.state,
  present: sighting.present === 1,
  size: sighting.size ?? 0,
  mtimeNs: sighting.mtime_ns ?? '0',
})

const problemCodeOf = (code: string): ProblemCode => {
  if (code === 'ENOENT') return 'folder-missing'
  if (code === 'ENOTDIR') return 'folder-not-a-folder'
  if (code === 'EACCES' || code === 'EPERM') return 'folder-unreadable'
  return 'folder-not-answering'
}

export class FolderCollector {
  readonly #options: CollectorOptions
  readonly #known = new Map<string, KnownFile>()
  readonly #unsettled = new Map<string, WaitingFile>()
  readonly #bell = createDoorbell()
  readonly #stopping = new AbortController()
  #client: FolderClient | null = null
  #loop: Promise<void> | null = null
  #hinted = new Set<string>()
  #folderMtime: { readonly ns: string; readonly seen: number } | null = null
  #lastListing = -Infinity
  #lastScanAt: number | null = null
  #nextScan = -Infinity
  #sweepTurn = 0
  #archiveTurn = 0
  #share = false
  #firstListingOfWatch = true
  #watcher: WatcherState = 'off'
  #watchAgainAt = -Infinity
  #lastHint = -Infinity
  #scanTookMs = 0
  #problem: FolderCondition['problem'] = null
  #helperFailures = 0
  readonly #timers = new Set<Timer>()
  #afterScan: (() => void)[] = []
  #leftInFolder = 0
  #reloadWanted = false

  constructor(options: CollectorOptions) {
    this.#options = options
  }

  start(): void {
    this.#loadKnown()
    this.#loop = this.#run()
  }

  /** Ends the helper and resolves when nothing is running any more. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    for (const timer of this.#timers) timer.cancel()
    this.#client?.close()
    this.#bell.ring()
    await this.#loop
  }

  /** Scans as soon as possible; resolves when a scan that began after the call has ended, well or badly. */
  scanNow(): Promise<void> {
    if (this.#stopping.signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      this.#afterScan.push(resolve)
      this.#nextScan = -Infinity
      this.#lastListing = -Infinity
      this.#bell.ring()
    })
  }

  /** A person decided about a file that has no document yet: read it after all, or leave it. */
  noteDecision(sightingId: number): void {
    const sighting = sightingById(this.#options.db, sightingId)
    if (sighting === undefined || sighting.document_id !== null) return
    const known = this.#known.get(sighting.path)
    if (known?.sightingId !== sightingId) return
    this.#known.set(sighting.path, { ...known, state: sighting.state })
    this.#unsettled.delete(sighting.path)
    if (sighting.state === 'found' && known.present) {
      const { size, mtimeNs } = known
      this.#startSettling(sighting.path, sightingId, { size, mtimeNs }, this.#options.clock.monotonic())
    }
    this.#bell.ring()
  }

  /** The rows were read anew from the disk: what is known here may not be what they say. */
  reload(): void {
    this.#reloadWanted = true
    this.#folderMtime = null
    this.#lastListing = -Infinity
    this.#nextScan = -Infinity
    this.#bell.ring()
  }

  /** The folder's row, for whoever asks after one of its files. */
  get folderId(): number {
    return this.#options.row.id
  }

  /** The bytes of a file of this folder as they are now; null when it cannot be read as it was seen. */
  async readAgain(path: string, size: number): Promise<Uint8Array | null> {
    // Just started: whether the folder can be read is not known yet.
    if (this.#lastScanAt === null && this.#problem === null) await this.scanNow()
    const client = this.#client
    if (client === null || client.gone) return null
    try {
      return (await client.ask({ kind: 'read', path, size }, 10_000 + size / 1000)).bytes
    } catch (fault) {
      if (fault instanceof FolderFault) return null
      throw fault
    }
  }

  /** How long the last look took, ms; null before the first. */
  get scanMs(): number | null {
    return this.#lastScanAt === null ? null : Math.round(this.#scanTookMs)
  }

  condition(): FolderCondition {
    return {
      path: this.#options.folder.path,
      // A full disk here says nothing about the folder.
      reachable: (this.#problem === null || this.#problem.code === 'disk-full') && this.#lastScanAt !== null,
      lastScanAt: this.#lastScanAt,
      watcher: this.#watcher,
      problem: this.#problem,
      busy: [...this.#unsettled.values()].some((file) => file.restless < 4),
      leftInFolder: this.#problem?.code === 'disk-full' ? this.#leftInFolder : 0,
    }
  }

  #loadKnown(): void {
    const { db, row, clock } = this.#options
    for (const sighting of presentSightings(db, row.id)) {
      this.#known.set(sighting.path, knownFrom(sighting))
      if (sighting.state === 'found' && sighting.present === 1)
        this.#unsettled.set(sighting.path, {
          sightingId: sighting.id,
          size: sighting.size ?? 0,
          mtimeNs: sighting.mtime_ns ?? '0',
          fileId: null,
          // While it was found, the row's last_seen_at is when it was last seen to change.
          unchangedSince: clock.monotonic() - Math.max(0, clock.wall() - sighting.last_seen_at),
          restless: -1,
          dueAt: -Infinity,
        })
    }
  }

  async #run(): Promise<void> {
    const { clock, log, folder } = this.#options
    while (!this.#stopping.signal.aborted) {
      let waitMs: number
      try {
        await this.#work()
        waitMs = this.#untilNextWork()
      } catch (fault) {
        if (this.#stopping.signal.aborted) break
        waitMs = this.#noteFault(fault)
        log('warn', 'folder-trouble', { folder: folder.path, fault: faultText(fault) })
      }
      if (waitMs > 0) {
        const timer = clock.after(waitMs, () => this.#bell.ring())
        await this.#bell.heard()
        timer.cancel()
      }
    }
    this.#answerScans()
  }

  #answerScans(): void {
    const waiting = this.#afterScan
    this.#afterScan = []
    for (const resolve of waiting) resolve()
  }

  #untilNextWork(): number {
    const now = this.#options.clock.monotonic()
    let next = this.#nextScan
    if (this.#mayCollect()) for (const file of this.#unsettled.values()) next = Math.min(next, file.dueAt)
    return Math.max(0, next - now)
  }

  /** Turns a fault into what is shown; returns how long to wait before the next try. */
  #noteFault(fault: unknown): number {
    const { clock } = this.#options
    const now = clock.monotonic()
    if (!(fault instanceof FolderFault)) {
      const full = fault instanceof NoRoom || this.#options.disk?.noteFault(fault) === true
      this.#setProblem(full ? 'disk-full' : 'storage', faultText(fault), clock.wall())
      // What the scan saw was not written down: it must see it again.
      this.#folderMtime = null
      this.#nextScan = now + storageRetryMs
      this.#answerScans()
      return storageRetryMs
    }
    this.#setProblem(problemCodeOf(fault.code), faultText(fault), clock.wall())
    this.#watcher = 'off'
    this.#watchAgainAt = -Infinity
    this.#folderMtime = null
    this.#answerScans()
    let waitMs = scanEveryMs
    if (this.#client === null || this.#client.gone) {
      this.#client?.close()
      this.#client = null
      waitMs = helperBackoffMs[Math.min(this.#helperFailures, helperBackoffMs.length - 1)] ?? scanEveryMs
      this.#helperFailures++
    }
    this.#nextScan = now + waitMs
    return waitMs
  }

  #setProblem(code: ProblemCode, detail: string, at: number): void {
    const since = this.#problem?.code === code ? this.#problem.since : at
    const changed = this.#problem?.code !== code
    this.#problem = { code, since, detail }
    if (changed) this.#options.onChanged()
  }

  async #work(): Promise<void> {
    const { clock } = this.#options
    const client = await this.#openClient()
    if (this.#reloadWanted) {
      this.#known.clear()
      this.#unsettled.clear()
      this.#writtenProblem.clear()
      this.#loadKnown()
      this.#reloadWanted = false
    }
    if (!this.#mayCollect()) {
      if (clock.monotonic() >= this.#nextScan) await this.#onlyLook(client)
      return
    }
    if (clock.monotonic() >= this.#nextScan) {
      await this.#watchFolder(client)
      await this.#scan(client)
      await this.#archive(client)
    }
    await this.#settleDueFiles(client)
  }

  #mayCollect(): boolean {
    return this.#options.disk?.mayCollect() ?? true
  }

  /** The disk is full: nothing is written down; the folder is only proven to be there, and what waits in it counted. */
  async #onlyLook(client: FolderClient): Promise<void> {
    const { clock, folder, onChanged } = this.#options
    const { include, recursive } = folder
    const listing = await client.ask({ kind: 'list', include, recursive, unlessMtimeNs: null }, listLimitMs)
    const left = (listing.paths ?? []).filter((path) => {
      const known = this.#known.get(path)
      return known === undefined || known.state === 'found' || known.state === 'vanished'
    }).length
    if (left !== this.#leftInFolder) onChanged()
    this.#leftInFolder = left
    this.#lastScanAt = clock.wall()
    this.#setProblem('disk-full', 'the disk of the data directory is full', clock.wall())
    // The next scan that may write must see everything anew.
    this.#folderMtime = null
    this.#lastListing = -Infinity
    this.#nextScan = clock.monotonic() + (listing.share ? scanShareEveryMs : scanEveryMs)
    this.#answerScans()
  }

  async #openClient(): Promise<FolderClient> {
    if (this.#client !== null && !this.#client.gone) return this.#client
    const { folder, clock, openHelper } = this.#options
    const channel = await openHelper(folder.path).catch((fault: unknown) => {
      throw new FolderFault('HELPER_GONE', faultText(fault))
    })
    const client = createFolderClient(channel, folder.path, clock)
    if (this.#stopping.signal.aborted) {
      client.close()
      throw new FolderFault('HELPER_GONE', 'stopping')
    }
    client.onChanged((paths) => this.#noteHint(paths))
    client.onWatchEnded((fault) => {
      this.#watcher = 'rescan'
      this.#watchAgainAt = clock.monotonic() + rebuildWatcherAfterMs
      this.#options.log('warn', 'watcher-ended', { folder: folder.path, fault })
    })
    this.#client = client
    this.#firstListingOfWatch = true
    return client
  }

  #noteHint(paths: readonly string[]): void {
    const { clock } = this.#options
    this.#lastHint = clock.monotonic()
    if (this.#watcher === 'rescan') this.#watcher = 'watching'
    for (const path of paths) this.#hinted.add(path)
    this.#folderMtime = null
    // A folder that takes long to scan is not scanned for every single hint.
    this.#nextScan = Math.min(this.#nextScan, this.#lastHint + Math.max(hintedScanAfterMs, 3 * this.#scanTookMs))
    this.#bell.ring()
  }

  async #watchFolder(client: FolderClient): Promise<void> {
    const { clock, folder, log } = this.#options
    const now = clock.monotonic()
    if (this.#watcher === 'watching' || now < this.#watchAgainAt) return
    this.#watchAgainAt = now + rebuildWatcherAfterMs
    const answer = await client.ask({ kind: 'watch', recursive: folder.recursive }, lookLimitMs)
    const first = this.#watcher === 'off'
    // A watcher that was found deaf has to prove itself by a hint before it counts again.
    if (answer.watching && first) this.#watcher = 'watching'
    // What the next listing finds may have come before the watching began.
    if (answer.watching) this.#firstListingOfWatch = true
    if (!answer.watching) {
      this.#watcher = 'rescan'
      if (answer.fault !== 'ENOENT') log('warn', 'watching-not-possible', { folder: folder.path, fault: answer.fault })
    }
  }

  async #scan(client: FolderClient): Promise<void> {
    const { clock, folder, row, db, log } = this.#options
    const began = clock.monotonic()
    const waiting = this.#afterScan
    this.#afterScan = []
    const hinted = this.#hinted
    this.#hinted = new Set()
    this.#comparedInScan = 0
    try {
      const sinceListing = began - this.#lastListing
      // One listing more is made after the folder's time was seen to change: a file may come within the same tick.
      const trusted =
        this.#folderMtime !== null &&
        this.#folderMtime.seen > 1 &&
        sinceListing < (this.#share ? listShareAtLeastEveryMs : listAtLeastEveryMs) &&
        hinted.size === 0
      const listing = await client.ask(
        {
          kind: 'list',
          include: folder.include,
          recursive: folder.recursive,
          unlessMtimeNs: trusted ? (this.#folderMtime?.ns ?? null) : null,
        },
        listLimitMs,
      )
      this.#share = listing.share
      this.#folderMtime = {
        ns: listing.mtimeNs,
        seen: this.#folderMtime?.ns === listing.mtimeNs ? this.#folderMtime.seen + 1 : 1,
      }
      if (listing.paths !== null) {
        this.#recall(listing.paths)
        const changes = goneFrom(this.#known, new Set(listing.paths))
        const plan = namesToStat(this.#known, listing.paths, hinted, clock.wall(), sinceListing, this.#sweepTurn)
        this.#sweepTurn = plan.turn
        for (let i = 0; i < plan.names.length; i += statBatch) {
          const { looks } = await client.ask({ kind: 'stat', paths: plan.names.slice(i, i + statBatch) }, lookLimitMs)
          for (const look of looks) {
            const change = changeFrom(this.#known, look, row.starts_at) ?? (await this.#rewritten(client, look))
            if (change !== null) changes.push(change)
          }
        }
        if (changes.length > 0) {
          db.transaction(() => this.#writeChanges(changes, clock.wall())).immediate()
          this.#rememberChanges(changes)
          this.#options.onChanged()
          this.#suspectWatcher(changes, hinted, began)
        }
        for (const path of hinted) this.#lookSoon(path)
        this.#lastListing = began
        this.#firstListingOfWatch = false
        this.#options.onScanned?.(this.#share)
      }
      this.#helperFailures = 0
      const first = this.#lastScanAt === null
      // A disk that did not let us save has to show with what still waits to be saved that it does so again.
      const unwritten = this.#problem?.code === 'storage' || this.#problem?.code === 'disk-full'
      const stillUnwritten = unwritten && this.#unsettled.size > 0
      this.#lastScanAt = clock.wall()
      if ((this.#problem !== null && !stillUnwritten) || first) {
        this.#problem = null
        this.#options.onChanged()
      }
      this.#nextScan = began + (this.#share ? scanShareEveryMs : scanEveryMs)
      this.#scanTookMs = clock.monotonic() - began
      log('debug', 'scanned', { folder: folder.path, ms: Math.round(this.#scanTookMs) })
    } finally {
      this.#afterScan.push(...waiting)
    }
    this.#answerScans()
  }

  /** `changedNs` of stored files as it was last seen; nothing is known of files that were not looked at since the start. */
  readonly #changedNs = new Map<string, string>()
  #comparedInScan = 0

  /**
   * Other bytes under the name, size and time of a stored file: a program that puts the time back cannot put back the
   * time of change. Rights and names change that too, so it is the bytes that are compared (reliability F18).
   */
  async #rewritten(client: FolderClient, look: FileLook): Promise<FolderChange | null> {
    const { path, fault, size, changedNs } = look
    const known = this.#known.get(path)
    if (fault !== null || changedNs === undefined || known?.state !== 'stored' || !known.present) return null
    const before = this.#changedNs.get(path)
    if (before === changedNs) return null
    const stored = before === undefined ? null : this.#storedSha256(known.sightingId)
    // A backup may have touched every file: new ones must not wait for all of them, the others have their turn next time.
    if (stored !== null && ++this.#comparedInScan > comparedAtOnce) return null
    this.#changedNs.set(path, changedNs)
    if (stored === null) return null
    try {
      const answer = await client.ask({ kind: 'prefix-hash', path, bytes: size }, lookLimitMs + size / 1000)
      return answer.sha256 === stored ? null : { kind: 'changed', look, beforeStart: false }
    } catch (caught) {
      if (!(caught instanceof FolderFault) || client.gone) throw caught
      // It went, or cannot be opened just now: it is compared at the next look.
      this.#changedNs.set(path, before ?? changedNs)
      return null
    }
  }

  /** Null for a file of which only a name was kept. */
  #storedSha256(sightingId: number): string | null {
    return (
      this.#options.db
        .prepare<[number], string | null>(
          'SELECT d.sha256 FROM sighting s JOIN document d ON d.id = s.document_id WHERE s.id = ?',
        )
        .pluck()
        .get(sightingId) ?? null
    )
  }

  /**
   * What the rows say of listed names that are not in memory: only files that are in the folder are, so that years of
   * files that went take none (a store-year is 280,000 names).
   */
  #recall(paths: readonly string[]): void {
    const { db, row } = this.#options
    for (const path of paths) {
      if (this.#known.has(path)) continue
      const sighting = newestSighting(db, row.id, path)
      if (sighting !== undefined) this.#known.set(path, knownFrom(sighting))
    }
  }

  #lookSoon(path: string): void {
    const file = this.#unsettled.get(path)
    if (file !== undefined) this.#unsettled.set(path, { ...file, dueAt: -Infinity })
  }

  /** New sighting ids of the changes of this scan, by path; filled by the transaction that writes them. */
  #inserted = new Map<string, number>()

  #writeChanges(changes: readonly FolderChange[], now: number): void {
    const { db, row } = this.#options
    this.#inserted = new Map()
    for (const change of changes) {
      switch (change.kind) {
        case 'new':
        case 'changed': {
          const { path, size, mtimeNs, fault } = change.look
          const id = insertSighting(db, {
            folderId: row.id,
            path,
            size,
            mtimeNs,
            at: now,
            state: change.beforeStart ? 'ignored' : 'found',
            problem: change.beforeStart ? 'before-start' : fault === null ? null : 'unreadable',
          })
          this.#inserted.set(path, id)
          const before = this.#known.get(path)
          if (change.kind === 'changed' && before?.present === true) markGone(db, before.sightingId, now)
          break
        }
        case 'glimpsed': {
          const { path } = change
          const at = { folderId: row.id, path, size: 0, mtimeNs: '0', at: now }
          const id = insertSighting(db, { ...at, state: 'found', problem: null })
          markGone(db, id, now)
          this.#inserted.set(path, id)
          break
        }
        case 'back':
          markBack(db, change.sightingId, now)
          break
        case 'gone':
          markGone(db, change.sightingId, now)
          break
      }
    }
  }

  #rememberChanges(changes: readonly FolderChange[]): void {
    const now = this.#options.clock.monotonic()
    for (const change of changes) {
      const path = 'look' in change ? change.look.path : change.path
      const before = this.#known.get(path)
      if (change.kind === 'gone') {
        this.#unsettled.delete(path)
        this.#known.delete(path)
        this.#changedNs.delete(path)
        continue
      }
      if (change.kind === 'back') {
        if (before === undefined) continue
        const state = before.state === 'vanished' ? 'found' : before.state
        this.#known.set(path, { ...before, present: true, state })
        if (state === 'found') this.#startSettling(path, before.sightingId, change.look, now)
        continue
      }
      const sightingId = this.#inserted.get(path)
      if (sightingId === undefined) throw new Error(`no row was made for ${path}`)
      if (change.kind === 'glimpsed') continue
      const { size, mtimeNs } = change.look
      this.#known.set(path, {
        sightingId,
        state: change.beforeStart ? 'ignored' : 'found',
        present: true,
        size,
        mtimeNs,
      })
      if (!change.beforeStart) this.#startSettling(path, sightingId, change.look, now)
    }
  }

  #startSettling(path: string, sightingId: number, look: Pick<FileLook, 'size' | 'mtimeNs'>, now: number): void {
    const { size, mtimeNs } = look
    this.#unsettled.set(path, {
      sightingId,
      size,
      mtimeNs,
      fileId: null,
      unchangedSince: now,
      restless: -1,
      dueAt: -Infinity,
    })
  }

  /** A file that the scan found first, with no hint within a second, proves the watcher deaf. */
  #suspectWatcher(changes: readonly FolderChange[], hinted: ReadonlySet<string>, began: number): void {
    if (this.#watcher !== 'watching' || this.#firstListingOfWatch || hinted.size > 0) return
    if (!changes.some((change) => change.kind === 'new' || change.kind === 'changed')) return
    const { clock, log, folder } = this.#options
    const timer = clock.after(deafAfterMs, () => {
      this.#timers.delete(timer)
      if (this.#lastHint >= began - deafAfterMs || this.#watcher !== 'watching') return
      this.#watcher = 'rescan'
      this.#watchAgainAt = -Infinity
      log('warn', 'watcher-deaf', { folder: folder.path })
      this.#options.onChanged()
    })
    this.#timers.add(timer)
  }

  async #settleDueFiles(client: FolderClient): Promise<void> {
    const { clock } = this.#options
    const now = clock.monotonic()
    const due = [...this.#unsettled].filter(([, file]) => file.dueAt <= now).map(([path]) => path)
    for (let i = 0; i < due.length; i += lookBatch) {
      if (this.#stopping.signal.aborted) return
      await this.#settleBatch(client, due.slice(i, i + lookBatch))
      // New files must not wait behind a long backlog for more than a scan.
      if (clock.monotonic() >= this.#nextScan + scanEveryMs) return
    }
  }

  async #settleBatch(client: FolderClient, paths: readonly string[]): Promise<void> {
    const { clock, maxBytes } = this.#options
    const first = await client.ask({ kind: 'look', paths }, lookLimitMs)
    await pauseFor(clock, secondLookAfterMs, this.#stopping.signal)
    const second = await client.ask({ kind: 'look', paths }, lookLimitMs)
    const ready: { path: string; file: WaitingFile; look: FileEnds; settling: Settling }[] = []
    for (const [i, path] of paths.entries()) {
      const file = this.#unsettled.get(path)
      const [before, after] = [first.ends[i], second.ends[i]]
      if (file === undefined || before === undefined || after === undefined) continue
      const settling = decideSettling(file, before, after, clock.monotonic(), 4 * maxBytes)
      if (settling.kind === 'read' || settling.kind === 'too-large') ready.push({ path, file, look: after, settling })
      else this.#keepWaiting(path, file, settling)
    }
    await this.#readAndKeep(client, ready)
  }

  #keepWaiting(path: string, file: WaitingFile, settling: Settling & { kind: 'vanished' | 'look-again' }): void {
    const { db, clock, onChanged } = this.#options
    if (settling.kind === 'vanished') {
      markGone(db, file.sightingId, clock.wall())
      this.#rememberChanges([{ kind: 'gone', path, sightingId: file.sightingId }])
      onChanged()
      return
    }
    const { remembered, problem } = settling
    this.#unsettled.set(path, {
      ...remembered,
      sightingId: file.sightingId,
      dueAt: clock.monotonic() + settling.afterMs,
    })
    if (this.#writtenProblem.get(file.sightingId) === `${problem} ${remembered.size} ${remembered.mtimeNs}`) return
    this.#writtenProblem.set(file.sightingId, `${problem} ${remembered.size} ${remembered.mtimeNs}`)
    updateFound(db, file.sightingId, { size: remembered.size, mtimeNs: remembered.mtimeNs, problem, at: clock.wall() })
    this.#known.set(path, {
      sightingId: file.sightingId,
      state: 'found',
      present: true,
      size: remembered.size,
      mtimeNs: remembered.mtimeNs,
    })
    onChanged()
  }

  /** What the row of an unsettled file says, so that it is written only when it changes. */
  readonly #writtenProblem = new Map<number, string>()

  /** Reads side by side as many files as fit into one batch, and stores each batch in one transaction. */
  async #readAndKeep(
    client: FolderClient,
    ready: readonly { path: string; file: WaitingFile; look: FileEnds; settling: Settling }[],
  ): Promise<void> {
    let from = 0
    while (from < ready.length) {
      let to = from
      let bytes = 0
      for (; to < ready.length && (to === from || bytes < readBatchBytes); to++) bytes += ready[to]?.look.size ?? 0
      const reading = ready
        .slice(from, to)
        .map(({ path, file, look, settling }) => this.#read(client, path, file, look, settling))
      const read = (await Promise.all(reading)).filter((each) => each !== null)
      if (read.length > 0) await this.#keep(read)
      from = to
    }
  }

  async #read(
    client: FolderClient,
    path: string,
    file: WaitingFile,
    look: FileEnds,
    settling: Settling,
  ): Promise<ReadFile | null> {
    const { clock } = this.#options
    const limitMs = 10_000 + look.size / 1000
    const base = { sightingId: file.sightingId, path, size: look.size, mtimeNs: look.mtimeNs }
    try {
      if (settling.kind === 'too-large') {
        const answer = await client.ask({ kind: 'prefix-hash', path, bytes: prefixBytes }, lookLimitMs)
        return { ...base, cutOff: false, content: { prefixSha256: answer.sha256 } }
      }
      const answer = await client.ask({ kind: 'read', path, size: look.size }, limitMs)
      const torn = answer.bytes === null || answer.look.mtimeNs !== look.mtimeNs || answer.look.fileId !== look.fileId
      if (!torn && answer.bytes !== null) {
        if (answer.look.changedNs !== undefined) this.#changedNs.set(path, answer.look.changedNs)
        return { ...base, cutOff: settling.kind === 'read' && settling.cutOff, content: { bytes: answer.bytes } }
      }
    } catch (fault) {
      if (!(fault instanceof FolderFault) || client.gone) throw fault
      const faulty = { ...look, fault: fault.code }
      const again = decideSettling(file, faulty, faulty, clock.monotonic(), Infinity)
      if (again.kind === 'look-again' || again.kind === 'vanished') this.#keepWaiting(path, file, again)
      return null
    }
    const problem: FoundProblem = 'growing'
    const remembered = { ...file, size: look.size, mtimeNs: look.mtimeNs, unchangedSince: clock.monotonic() }
    this.#keepWaiting(
      path,
      { ...file, dueAt: clock.monotonic() },
      { kind: 'look-again', problem, afterMs: 250, remembered },
    )
    return null
  }

  async #keep(files: readonly ReadFile[]): Promise<void> {
    const { disk } = this.#options
    const bytes = files.reduce((sum, { size, content }) => sum + ('bytes' in content ? size : 0), 0)
    if (disk !== undefined && !disk.hasRoomFor(bytes)) {
      if (files.length === 1) {
        disk.noteTight(bytes)
        throw new NoRoom(`no room on the disk for ${bytes} bytes`)
      }
      // Not for all of them at once: for as many as there is.
      for (const file of files) await this.#keep([file])
      return
    }
    const { db, clock, log, onStored, onChanged } = this.#options
    const kept = await keepDocuments(db, files, () => clock.wall())
    for (const { path, sightingId, documentId, isNew } of kept) {
      const file = files.find((each) => each.sightingId === sightingId)
      if (file === undefined) continue
      this.#unsettled.delete(path)
      this.#writtenProblem.delete(sightingId)
      this.#known.set(path, { sightingId, state: 'stored', present: true, size: file.size, mtimeNs: file.mtimeNs })
      log('info', isNew ? 'stored' : 'seen-again', { id: String(documentId), name: path, size: file.size })
    }
    if (this.#problem?.code === 'storage' || this.#problem?.code === 'disk-full') this.#problem = null
    if (kept.some(({ isNew }) => isNew)) onStored()
    const back = kept.filter(({ bytesAreBack }) => bytesAreBack).map(({ documentId }) => documentId)
    if (back.length > 0) this.#options.onBytesBack?.(back)
    onChanged()
  }

  async #archive(client: FolderClient): Promise<void> {
    const { db, row, folder, clock, log } = this.#options
    if (folder.afterVerdict === 'keep') return
    const { archive } = folder.afterVerdict
    // Those that cannot be moved are passed by, so that they do not keep the others from it.
    const candidates = archiveCandidates(db, row.id, this.#archiveTurn, archiveBatch)
    this.#archiveTurn = candidates.length < archiveBatch ? 0 : (candidates.at(-1)?.sighting_id ?? 0)
    for (const candidate of candidates) {
      const { path, size, sha256 } = candidate
      const limitMs = lookLimitMs + size / 1000
      try {
        const { archivedTo } = await client.ask(
          { kind: 'archive', path, to: archive, size, mtimeNs: candidate.mtime_ns, sha256 },
          limitMs,
        )
        if (archivedTo === null) continue
        markArchived(db, candidate.sighting_id, archivedTo, clock.wall())
        this.#known.delete(path)
        log('info', 'archived', { name: path, to: archivedTo })
      } catch (fault) {
        if (!(fault instanceof FolderFault) || client.gone) throw fault
        log('warn', 'not-archived', { name: path, fault: faultText(fault) })
      }
    }
  }
}
