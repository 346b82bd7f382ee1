// Knows whether the disk lets us collect, and makes room when it does not: one per engine. Two things are believed: the
// free bytes of the disk (disk-room.ts), and a disk that refused to take something, whatever it counts. After a refusal
// nothing is collected until the disk has shown that it takes something again; what is being sent goes on meanwhile, on
// the room of the reserve and on what is forgotten early (design 2, promise 1; reliability F6).

import type { Db } from '../storage/open-database.ts'
import type { Clock } from '../support/clock.ts'
import { faultText, type Log } from '../support/log.ts'
import { isDiskFull } from './disk-fault.ts'
import { beyond, limitOf, roomAfter, type DiskRoom, type MeasuredRoom, type RoomLevel } from './disk-room.ts'
import { foldAfterPages, giveUpReserve, keepReserve, reserveBytes, takesBytes } from './reserve-file.ts'
import { foldLog, watchLog, type LogHold } from './write-ahead-log.ts'

/** After a refusal the disk is not asked again before. */
const believedAfterMs = 2000
const ordinaryDiskBytes = 20_000_000_000
/** On a smaller disk the log's own few megabytes are the room that is missing. */
const smallDiskBytes = 1_000_000_000

export interface DiskKeeperOptions {
  readonly db: Db
  readonly dataDirectory: string
  readonly clock: Clock
  readonly log: Log
  /** Free and all bytes of the disk; null where the system does not tell. */
  readonly measure: () => Promise<MeasuredRoom | null>
  /** The same at once, without a turn for anybody else: for asking right before something is stored. */
  readonly measureNow: () => MeasuredRoom | null
  /** The level changed, or a refusal came or went. */
  readonly onChanged: () => void
}

/** Whether there is clearly room for what there was none for. */
const hasAtLast = (measured: MeasuredRoom | null, bytes: number): boolean =>
  measured === null || measured.freeBytes >= limitOf('full', measured.totalBytes) * beyond + 2 * bytes

/** How the disk stands, for the status. */
export interface DiskCondition extends DiskRoom {
  /** Another program keeps the records' log from being folded. */
  readonly logHold: LogHold | null
}

export class DiskKeeper {
  readonly #options: DiskKeeperOptions
  #room: DiskRoom | null = null
  #measured: MeasuredRoom | null = null
  #refused: { readonly since: number; readonly newest: number } | null = null
  #tight: { readonly since: number; readonly bytes: number } | null = null
  #foldAfter = 1000
  #logHold: LogHold | null = null
  #looking = false

  constructor(options: DiskKeeperOptions) {
    this.#options = options
  }

  /** False while nothing new may be stored. */
  mayCollect(): boolean {
    return this.level !== 'full'
  }

  /**
   * Whether so many bytes more may be stored now and leave what must stay free: they are written twice, to the log and
   * to the records.
   */
  hasRoomFor(bytes: number): boolean {
    const measured = this.#options.measureNow()
    return measured === null || measured.freeBytes - 2 * bytes >= limitOf('full', measured.totalBytes)
  }

  /** A file of so many bytes could not be stored for want of room: the disk counts as full until there is. */
  noteTight(bytes: number): void {
    const { clock, log, onChanged } = this.#options
    const before = this.#tight
    this.#tight = { since: before?.since ?? clock.wall(), bytes }
    if (before !== null) return
    log('warn', 'disk-room', { level: 'full', wanted: bytes })
    onChanged()
  }

  get level(): RoomLevel {
    return this.#refused !== null || this.#tight !== null ? 'full' : (this.#room?.level ?? 'enough')
  }

  condition(): DiskCondition {
    const { clock } = this.#options
    const room = this.#room ?? { level: 'enough', since: clock.wall(), freeBytes: null }
    const since = room.level === 'full' ? room.since : (this.#refused?.since ?? this.#tight?.since ?? room.since)
    return { ...room, level: this.level, since, logHold: this.#logHold }
  }

  /**
   * Something could not be written. Returns true when the disk took no more; then room is made for what must be
   * written, and nothing is collected until the disk takes something again.
   */
  noteFault(fault: unknown): boolean {
    if (!isDiskFull(fault)) return false
    const { clock, log, dataDirectory, onChanged } = this.#options
    const first = this.#refused === null
    this.#refused = { since: this.#refused?.since ?? clock.wall(), newest: clock.monotonic() }
    const reserve = giveUpReserve(dataDirectory)
    this.#fold()
    if (first) {
      log('error', 'disk-full', { fault: faultText(fault), reserve })
      onChanged()
    }
    return true
  }

  /** Measures the disk and the log; called every few seconds. Never throws. */
  async look(): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    try {
      this.#measured = await this.#options.measure()
      if (this.#options.db.open) this.#judge()
    } finally {
      this.#looking = false
    }
  }

  #judge(): void {
    const { db, clock, log, onChanged, dataDirectory } = this.#options
    const before = this.level
    const held = this.#logHold !== null
    this.#room = roomAfter(this.#room, this.#measured, clock.wall())
    const totalBytes = this.#measured?.totalBytes ?? ordinaryDiskBytes
    const reserve = reserveBytes(totalBytes)
    // Room for the reserve, and for more than that.
    if (this.#refused !== null && clock.monotonic() - this.#refused.newest >= believedAfterMs)
      if (takesBytes(dataDirectory, Math.floor(1.5 * reserve))) this.#refused = null
    if (this.#tight !== null && hasAtLast(this.#measured, this.#tight.bytes)) this.#tight = null
    this.#foldInTime(totalBytes)
    if (this.#refused === null && this.level !== 'full') keepReserve(dataDirectory, reserve)
    try {
      this.#logHold = watchLog(db, this.#logHold, clock.wall())
    } catch (fault) {
      if (!this.noteFault(fault)) log('warn', 'log-not-folded', { fault: faultText(fault) })
    }
    if (this.level !== before)
      log(this.level === 'enough' ? 'info' : 'warn', 'disk-room', {
        level: this.level,
        freeBytes: this.#room.freeBytes,
      })
    if (this.#logHold !== null && !held) log('warn', 'records-held-open', { bytes: this.#logHold.bytes })
    if (this.level !== before || held !== (this.#logHold !== null)) onChanged()
  }

  /** On a small disk the log is folded sooner. */
  #foldInTime(totalBytes: number): void {
    const pages = foldAfterPages(totalBytes)
    if (pages === this.#foldAfter) return
    this.#options.db.pragma(`wal_autocheckpoint = ${pages}`)
    this.#foldAfter = pages
  }

  /** A log that is folded is written from its beginning again: that is room, too. */
  #fold(): void {
    try {
      const small = (this.#measured?.totalBytes ?? ordinaryDiskBytes) < smallDiskBytes
      foldLog(this.#options.db, small ? 'give-back' : 'keep-room')
    } catch (fault) {
      this.#options.log('warn', 'log-not-folded', { fault: faultText(fault) })
    }
  }
}
