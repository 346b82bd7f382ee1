// What a person has changed and not saved: each setting with its words before and after, so that nobody saves what they do
// not see. Pure.

import type { MessageId, Words } from '../../words/say.ts'
import { weekdays, type FolderForm, type SettingsForm } from './settings-form.ts'

/** A text as it was typed, or words for it; null = nothing. */
export type Shown = string | Words | null

export interface SettingChange {
  /** The field's name in the form. */
  readonly field: string
  readonly name: Words
  /** 1-based, for a setting of a folder. */
  readonly folder: number | null
  readonly before: Shown
  readonly after: Shown
}

type Plain = Exclude<keyof SettingsForm, 'hours' | 'folders'>

const names: Readonly<Record<Plain, MessageId>> = {
  name: 'form.storeName',
  locationId: 'form.locationId',
  storeLocationIds: 'form.storeNumbers',
  timeZone: 'form.timeZone',
  businessDayEnds: 'form.dayEnds',
  hoursKnown: 'form.hoursKnown',
  email: 'signIn.email',
  baseUrl: 'form.address',
  maxInFlight: 'form.maxInFlight',
  maxMegabytes: 'form.maxMegabytes',
  keepAcceptedDays: 'form.keepDays',
  resendUnclear: 'form.resendUnclear',
  sendUnsupported: 'form.sendUnsupported',
  sendTraining: 'form.sendTraining',
  sendRepeated: 'form.sendRepeated',
  everySeconds: 'form.everySeconds',
  reportTrouble: 'form.reportTrouble',
  notOkState: 'form.notOkState',
  quietMinutes: 'form.quietMinutes',
  probe: 'form.probe',
}

const folderNames: Readonly<Record<keyof FolderForm, MessageId>> = {
  path: 'folder.path',
  include: 'folder.include',
  recursive: 'folder.recursive',
  startFrom: 'folder.startFrom',
  startDate: 'folder.startDate',
  afterVerdict: 'folder.afterVerdict',
  archive: 'folder.archive',
}

/** Words of a value that is chosen and not typed. */
const choiceWords: Readonly<Record<string, Readonly<Record<string, MessageId>>>> = {
  resendUnclear: { auto: 'form.resendUnclear.auto', ask: 'form.resendUnclear.ask' },
  sendRepeated: { ask: 'form.sendRepeated.ask', send: 'form.sendRepeated.send' },
  sendTraining: { skip: 'form.skip', send: 'form.send' },
  sendUnsupported: { skip: 'form.skip', send: 'form.send' },
  startFrom: { all: 'folder.startFrom.all', now: 'folder.startFrom.now', date: 'folder.startFrom.date' },
  afterVerdict: { keep: 'folder.afterVerdict.keep', archive: 'folder.afterVerdict.archive' },
}

const shownOf = (key: string, value: string | boolean): Shown => {
  if (typeof value === 'boolean') return { id: value ? 'settings.changed.on' : 'settings.changed.off' }
  const words = choiceWords[key]?.[value]
  if (words !== undefined) return { id: words }
  return value.trim() === '' ? null : value
}

const folderChanges = (before: FolderForm | undefined, after: FolderForm | undefined, at: number): SettingChange[] => {
  const folder = at + 1
  const change = (key: keyof FolderForm, from: Shown, to: Shown): SettingChange => ({
    field: `folders.${at}.${key}`,
    name: { id: folderNames[key] },
    folder,
    before: from,
    after: to,
  })
  if (before === undefined || after === undefined) {
    const none: Shown = { id: 'settings.changed.none' }
    return [change('path', before?.path ?? none, after === undefined ? none : shownOf('path', after.path))]
  }
  return (Object.keys(folderNames) as (keyof FolderForm)[])
    .filter((key) => before[key] !== after[key])
    .map((key) => change(key, shownOf(key, before[key]), shownOf(key, after[key])))
}

/** Every setting that differs, in the order of the page. */
export const changesOf = (before: SettingsForm, after: SettingsForm): readonly SettingChange[] => {
  const plain = (Object.keys(names) as Plain[])
    .filter((key) => before[key] !== after[key])
    .map((key): SettingChange => ({
      field: key,
      name: { id: names[key] },
      folder: null,
      before: shownOf(key, before[key]),
      after: shownOf(key, after[key]),
    }))
  const hours = weekdays
    .filter((day) => after.hoursKnown && before.hours[day] !== after.hours[day])
    .map((day): SettingChange => ({
      field: `hours.${day}`,
      name: { id: `weekday.${day}` },
      folder: null,
      before: before.hours[day] === '' ? { id: 'hours.closed' } : before.hours[day],
      after: after.hours[day] === '' ? { id: 'hours.closed' } : after.hours[day],
    }))
  const folders = Array.from({ length: Math.max(before.folders.length, after.folders.length) }).flatMap((_, at) =>
    folderChanges(before.folders[at], after.folders[at], at),
  )
  return [...plain, ...hours, ...folders]
}
