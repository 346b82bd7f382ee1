// Carries out what the policy says on the computer's own notifications, and remembers it. A toast that cannot be shown
// (no notification service, focus assist) is logged and not tried again the same day; it never disturbs anything else.

import type { OpeningHours } from '../../contract/configuration.ts'
import type { AppSnapshot } from '../../contract/ipc.ts'
import type { ToastKind } from '../../contract/toast-kinds.ts'
import type { Clock } from '../engine/support/clock.ts'
import type { Log } from '../engine/support/log.ts'
import { toastCausesOf, type ToastCause } from './notification-causes.ts'
import {
  nothingTold,
  remindTomorrow,
  stepNotifications,
  type NotificationState,
  type QuietHours,
  type ToldMemory,
} from './notification-policy.ts'
import { say } from './words.ts'

/** One notification on the screen. */
export interface Toast {
  readonly withdraw: () => void
}

export interface ToastListeners {
  readonly onOpen: () => void
  readonly onRemindTomorrow: () => void
}

/** Shows a notification; throws nothing. `test` = a person asked to see one. */
export type ShowToast = (kind: ToastKind | 'test', cause: ToastCause, listeners: ToastListeners) => Toast

export interface NotificationOptions {
  readonly show: ShowToast
  readonly clock: Clock
  readonly log: Log
  readonly told: ToldMemory
  /** What must be remembered over a restart has changed. */
  readonly onTold: (told: ToldMemory) => void
  readonly open: (place: string) => void
}

export interface NotificationLook {
  readonly snapshot: AppSnapshot
  readonly switches: Readonly<Record<ToastKind, boolean>>
  readonly timeZone: string
  readonly openingHours: OpeningHours | null
  readonly quietHours: QuietHours | null
}

export class Notifications {
  readonly #options: NotificationOptions
  readonly #toasts = new Map<ToastKind, Toast>()
  #state: NotificationState
  #quietFrom: number
  #timeZone = 'UTC'
  #test: Toast | null = null

  constructor(options: NotificationOptions) {
    this.#options = options
    this.#state = { ...nothingTold, told: options.told }
    this.#quietFrom = options.clock.monotonic()
  }

  /** The computer woke: nobody is disturbed while everything comes back by itself. */
  wokeUp(): void {
    this.#quietFrom = this.#options.clock.monotonic()
  }

  /** Looks at how things stand; call it at each change and every few seconds. */
  look({ snapshot, switches, timeZone, openingHours, quietHours }: NotificationLook): void {
    const { clock, show, log, open } = this.#options
    this.#timeZone = timeZone
    const now = clock.wall()
    const { state, steps } = stepNotifications(this.#state, {
      causes: toastCausesOf(snapshot, now),
      switches,
      practice: snapshot.mode === 'practice',
      now,
      monotonic: clock.monotonic(),
      quietFrom: this.#quietFrom,
      timeZone,
      openingHours,
      quietHours,
    })
    this.#enter(state)
    for (const step of steps) {
      const { kind } = step
      log('info', step.do === 'show' ? 'notification-shown' : 'notification-withdrawn', { kind })
      this.#toasts.get(kind)?.withdraw()
      this.#toasts.delete(kind)
      if (step.do === 'withdraw') continue
      const { cause } = step
      const toast = show(kind, cause, {
        onOpen: () => open(cause.place),
        onRemindTomorrow: () => {
          this.#toasts.get(kind)?.withdraw()
          this.#toasts.delete(kind)
          this.#enter(remindTomorrow(this.#state, kind, clock.wall(), this.#timeZone))
        },
      })
      this.#toasts.set(kind, toast)
    }
  }

  /** Shows one that says so: a person wants to see where they appear. Another one takes its place. */
  test(): void {
    const { show, log, open } = this.#options
    log('info', 'notification-test')
    this.#test?.withdraw()
    const cause: ToastCause = {
      count: 1,
      words: () => ({ title: say('toast.test'), body: say('toast.test.text') }),
      place: '/settings',
    }
    const withdraw = (): void => this.#test?.withdraw()
    this.#test = show('test', cause, { onOpen: () => open(cause.place), onRemindTomorrow: withdraw })
  }

  /** Takes back what is shown: the program ends, and nobody would take it back later. */
  end(): void {
    for (const toast of this.#toasts.values()) toast.withdraw()
    this.#test?.withdraw()
    this.#toasts.clear()
  }

  #enter(state: NotificationState): void {
    const before = this.#state.told
    this.#state = state
    if (JSON.stringify(before) !== JSON.stringify(state.told)) this.#options.onTold(state.told)
  }
}
