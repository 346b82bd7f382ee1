// What the tray shows: shape, tooltip and menu, made from the snapshot alone, so that it says what the window says (ux 2.3,
// R12). Pure; tray.ts draws it.

import type { AppSnapshot } from '../../contract/ipc.ts'
import { attentionCountOf, shapeOf, standingOf, type StandingShape } from '../../contract/standing.ts'
import { hourOfDay } from '../engine/support/store-time.ts'
import { standingSentence, storeMoment } from './standing-words.ts'
import { say } from './words.ts'

/** What a person can want from the tray. */
export type TrayWish =
  'open' | 'attention' | 'check-now' | 'pause-hour' | 'pause-until-morning' | 'resume' | 'help' | 'quit'

export type TrayItem =
  | { readonly kind: 'line' }
  /** Says something and does nothing. */
  | { readonly kind: 'heading'; readonly words: string }
  | { readonly kind: 'wish'; readonly words: string; readonly wish: TrayWish }
  | { readonly kind: 'more'; readonly words: string; readonly items: readonly TrayItem[] }

export interface TrayPicture {
  readonly shape: StandingShape
  /** At most 120 characters: Windows cuts what is longer. */
  readonly tooltip: string
  readonly items: readonly TrayItem[]
  /** For the badge on the taskbar. */
  readonly attentionCount: number
}

export interface TrayFacts {
  readonly snapshot: AppSnapshot
  readonly now: number
  /** The zone of this computer, for a store that has none yet. */
  readonly computerZone: string
}

const longestTooltip = 120
/** Files are sent again from this hour on, after a pause over night. */
export const morningHour = 6

/** Cuts the store's name first: what is wrong matters more than where. */
const tooltipOf = (name: string, rest: string): string => {
  const whole = `${name} - ${rest}`
  if (whole.length <= longestTooltip) return whole
  const room = longestTooltip - rest.length - ' - '.length
  const letters = Array.from(name)
  while (letters.length > 0 && letters.join('').length + 1 > room) letters.pop()
  return letters.length < 3 ? rest.slice(0, longestTooltip) : `${letters.join('')}… - ${rest}`
}

const wish = (words: string, what: TrayWish): TrayItem => ({ kind: 'wish', words, wish: what })
const line: TrayItem = { kind: 'line' }

/** The picture at `now` (milliseconds). */
export const trayPictureOf = ({ snapshot, now, computerZone }: TrayFacts): TrayPicture => {
  const zone = snapshot.store?.timeZone ?? computerZone
  const { status, store, mode } = snapshot
  const standing = standingOf(snapshot, now)
  const words = mode === 'setup' ? say('tray.notSetUp') : standingSentence(standing, snapshot, zone, now)
  const checkedAt = status?.lastScanAt ?? null
  const acceptedAt = status?.lastAcceptedAt ?? null
  const attentionCount = mode === 'setup' ? 0 : attentionCountOf(snapshot)

  const name = mode === 'practice' ? say('strip.practiceStore') : store?.name || 'Storebridge'
  const rest = [
    `${words}.`,
    ...(acceptedAt === null ? [] : [say('tray.accepted', { time: storeMoment(acceptedAt, zone, now) })]),
    ...(checkedAt === null ? [] : [say('tray.checked', { time: storeMoment(checkedAt, zone, now) })]),
  ].join(' ')

  const running = mode !== 'setup' && status !== null && snapshot.engine === 'running'
  const morning = hourOfDay(now, zone) < morningHour ? 'tray.pauseThisMorning' : 'tray.pauseMorning'
  const pausing: readonly TrayItem[] = [
    ...((status?.paused ?? null) === null ? [] : [wish(say('tray.resume'), 'resume')]),
    wish(say('tray.pauseHour'), 'pause-hour'),
    wish(say(morning), 'pause-until-morning'),
  ]
  const heading =
    checkedAt === null ? words : say('tray.headingChecked', { words, time: storeMoment(checkedAt, zone, now) })
  const items: readonly TrayItem[] = [
    { kind: 'heading', words: heading },
    line,
    wish(say('tray.open'), 'open'),
    ...(attentionCount === 0 ? [] : [wish(say('tray.attention', { n: attentionCount }), 'attention')]),
    ...(running
      ? [wish(say('tray.checkNow'), 'check-now'), { kind: 'more' as const, words: say('tray.pause'), items: pausing }]
      : []),
    line,
    ...(mode !== 'setup' ? [wish(say('tray.help'), 'help')] : []),
    wish(say('tray.quit'), 'quit'),
  ]
  const shape = mode === 'setup' ? 'working' : shapeOf(standing, snapshot)
  return { shape, tooltip: tooltipOf(name, rest), items, attentionCount }
}
