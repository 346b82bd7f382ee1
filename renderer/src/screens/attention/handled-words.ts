// What one line of what was handled says: what happened to how many files, by whom and why, or what came right by itself.

import type { HandledKind, HandledLine } from '../../../../contract/attention.ts'
import { formatDay } from '../../format/store-time.ts'
import { say, type MessageId } from '../../words/say.ts'
import { placeOfCause } from './cause-place.ts'

const words: Readonly<Record<HandledKind, MessageId>> = {
  resend: 'handled.resend',
  'set-aside': 'handled.setAside',
  ignore: 'handled.ignore',
  'put-back': 'handled.putBack',
  'taken-back': 'handled.takenBack',
  'day-closed': 'handled.dayClosed',
  'day-opened': 'handled.dayOpened',
  accepted: 'handled.accepted',
  replaced: 'handled.replaced',
  'sign-in-ended': 'handled.signIn',
  'folder-ended': 'handled.folder',
  'register-ended': 'handled.register',
  'pc-ended': 'handled.pc',
}

export interface HandledWords {
  readonly what: string
  /** Where its files, or its day, are; null where there is nothing to go to. */
  readonly place: string | null
  /** "by manager: Test files"; "" when nobody did it. */
  readonly by: string
}

export const handledWords = (line: HandledLine): HandledWords => {
  const { kind, key, count, file, day, who, why } = line
  const what = say(words[kind], {
    n: count,
    name: file?.name ?? '',
    day: day === null ? '' : formatDay(day),
  })
  const place = day !== null ? `/sales-days/${day}` : count > 0 ? placeOfCause(key, count, file) : null
  const by = who === null ? '' : why === null ? say('handled.by', { who }) : say('handled.byWhy', { who, why })
  return { what, place, by }
}
