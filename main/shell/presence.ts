// What is seen of the program without a window: tray, badge and notifications, all drawn from the snapshot the window is
// drawn from. A desktop without a place for tray icons is asked again now and then, because panels come late; until then the
// program counts as not reachable without its window.

import type { OpeningHours } from '../../contract/configuration.ts'
import type { AppSnapshot, Preferences } from '../../contract/ipc.ts'
import type { Clock, Timer } from '../engine/support/clock.ts'
import { faultText, type Log } from '../engine/support/log.ts'
import type { NotificationLook } from './notifications.ts'
import type { TrayIcon } from './tray.ts'
import { trayPictureOf, type TrayPicture } from './tray-picture.ts'

export interface PresenceOptions {
  readonly clock: Clock
  readonly log: Log
  /** True when the program has an entry of its own that opens it without a tray: the Dock. */
  readonly hasDock: boolean
  /** Who shows icons in the tray; another name than before is a panel that was started anew. */
  readonly findTrayHost: () => Promise<string | null>
  readonly createTray: () => TrayIcon
  readonly showBadge: (count: number) => void
  readonly notifications: { readonly look: (look: NotificationLook) => void; readonly end: () => void }
}

export interface PresenceLook {
  readonly snapshot: AppSnapshot
  readonly preferences: Preferences
  readonly openingHours: OpeningHours | null
}

const askAgainAfterMs = [5000, 10_000, 15_000, 30_000] as const
const askAtLastEveryMs = 60_000

const computerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

export class Presence {
  readonly #options: PresenceOptions
  #tray: TrayIcon | null = null
  #picture: TrayPicture | null = null
  #host: string | null = null
  #asked = 0
  #askAgain: Timer | null = null
  #ended = false

  constructor(options: PresenceOptions) {
    this.#options = options
  }

  /** Looks for a tray, and goes on looking: panels come late, and start anew. */
  async start(): Promise<void> {
    const delay = (await this.#join()) ? askAtLastEveryMs : (askAgainAfterMs[this.#asked] ?? askAtLastEveryMs)
    this.#asked += 1
    if (!this.#ended) this.#askAgain = this.#options.clock.after(delay, () => void this.start())
  }

  /** Whether a person finds the program when no window is open, asked anew: a panel can also go away. */
  async isReachable(): Promise<boolean> {
    return (await this.#join()) || this.#options.hasDock
  }

  /** Draws everything; call it at each change, and every few seconds for what only time changes. */
  show({ snapshot, preferences, openingHours }: PresenceLook): void {
    if (this.#ended) return
    const { clock, showBadge, notifications } = this.#options
    const picture = trayPictureOf({ snapshot, now: clock.wall(), computerZone: computerZone() })
    this.#picture = picture
    this.#tray?.show(picture)
    // Practice is nobody's trouble.
    showBadge(snapshot.mode === 'practice' ? 0 : picture.attentionCount)
    notifications.look({
      snapshot,
      switches: preferences.notify,
      timeZone: snapshot.store?.timeZone ?? computerZone(),
      openingHours,
      quietHours: preferences.quietHours,
    })
  }

  end(): void {
    this.#ended = true
    this.#askAgain?.cancel()
    this.#tray?.remove()
    this.#tray = null
    this.#options.notifications.end()
  }

  async #join(): Promise<boolean> {
    const { findTrayHost, createTray, log } = this.#options
    const host = await findTrayHost()
    if (this.#ended) return false
    if (host !== this.#host) {
      // An icon does not find its way to another panel by itself.
      this.#tray?.remove()
      this.#tray = null
    }
    this.#host = host
    if (host === null) return false
    if (this.#tray !== null) return true
    try {
      this.#tray = createTray()
    } catch (fault) {
      log('warn', 'tray-not-made', { fault: faultText(fault) })
      return false
    }
    log('info', 'tray-made')
    if (this.#picture !== null) this.#tray.show(this.#picture)
    return true
  }
}
