// The settings as a form: texts a person types, and back. Pure, with its own checks in plain words; main checks again
// and may refuse with a field's path, which is turned into the field's name here.

import { z } from 'zod'
import type { FieldErrors, Settings } from '../../../../contract/ipc.ts'
import { fieldErrorWords, namedErrorWords } from '../../words/field-error.ts'
import type { MessageId } from '../../words/say.ts'

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

/** An error of the form is the id of its sentence; anything else is a sentence main wrote. */
const need = (id: MessageId): { readonly error: MessageId } => ({ error: id })

const clockTime = /^([01]\d|2[0-3]):[0-5]\d$/
const span = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/

export const listOf = (typed: string): string[] =>
  typed
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

const isWhole = (typed: string, least: number, most: number): boolean =>
  /^\d+$/.test(typed.trim()) && Number(typed) >= least && Number(typed) <= most

const isAmount = (typed: string, least: number, most: number): boolean =>
  /^\d+(\.\d+)?$/.test(typed.trim()) && Number(typed) >= least && Number(typed) <= most

export const knowsZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** http:// only for this computer itself (design, part 5). */
export const isAddress = (typed: string): boolean => {
  const url = URL.canParse(typed) ? new URL(typed) : null
  if (url === null || url.username !== '' || url.password !== '') return false
  const loopback = /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(url.hostname)
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback)
}

const date = /^\d{4}-\d{2}-\d{2}$/

const folderForm = z
  .object({
    path: z.string().trim().min(1, need('form.folderMissing')),
    include: z.string().refine((typed) => listOf(typed).length > 0, need('form.patternMissing')),
    recursive: z.boolean(),
    startFrom: z.enum(['all', 'now', 'date']),
    startDate: z.string(),
    afterVerdict: z.enum(['keep', 'archive']),
    archive: z.string(),
  })
  .superRefine((folder, context) => {
    const missing = (path: string, message: MessageId): void =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (folder.startFrom === 'date' && !date.test(folder.startDate)) missing('startDate', 'form.dateMissing')
    if (folder.afterVerdict === 'archive' && folder.archive.trim() === '') missing('archive', 'form.archiveMissing')
  })

export const settingsFormSchema = z
  .object({
    name: z.string().max(200),
    locationId: z.string().trim().min(1, need('form.locationMissing')).max(100),
    storeLocationIds: z.string(),
    timeZone: z.string().refine(knowsZone, need('form.zoneUnknown')),
    businessDayEnds: z.string().regex(clockTime, need('form.timeWrong')),
    hoursKnown: z.boolean(),
    hours: z.record(
      z.enum(weekdays),
      z.string().refine((typed) => listOf(typed).every((part) => span.test(part)), need('form.hoursWrong')),
    ),
    email: z.string().trim().min(1, need('form.emailMissing')).max(320),
    baseUrl: z.string().refine(isAddress, need('form.addressWrong')),
    folders: z.array(folderForm).min(1, need('form.foldersMissing')),
    maxInFlight: z.string().refine((typed) => isWhole(typed, 1, 16), need('form.maxInFlightWrong')),
    maxMegabytes: z.string().refine((typed) => isAmount(typed, 0.001, 268), need('form.maxMegabytesWrong')),
    keepAcceptedDays: z.string().refine((typed) => isWhole(typed, 1, 100_000), need('form.keepDaysWrong')),
    resendUnclear: z.enum(['auto', 'ask']),
    sendUnsupported: z.enum(['skip', 'send']),
    sendTraining: z.enum(['skip', 'send']),
    sendRepeated: z.enum(['ask', 'send']),
    everySeconds: z.string().refine((typed) => isAmount(typed, 1, 86_400), need('form.everySecondsWrong')),
    reportTrouble: z.boolean(),
    notOkState: z.string().max(50),
    quietMinutes: z.string().refine((typed) => isAmount(typed, 0.01, 100_000), need('form.quietMinutesWrong')),
    probe: z.string().refine((typed) => typed.trim() === '' || probeOf(typed) !== null, need('form.probeWrong')),
  })
  .superRefine((form, context) => {
    if (form.reportTrouble && form.notOkState.trim() === '')
      context.addIssue({ code: 'custom', path: ['notOkState'], message: 'form.notOkMissing' satisfies MessageId })
  })

export type SettingsForm = z.infer<typeof settingsFormSchema>
export type FolderForm = SettingsForm['folders'][number]

/** "host:port" to its parts; null when it is not one. */
export const probeOf = (typed: string): { readonly host: string; readonly port: number } | null => {
  const found = /^\s*([^\s:]+):(\d{1,5})\s*$/.exec(typed)
  const port = Number(found?.[2])
  return found?.[1] === undefined || port < 1 || port > 65_535 ? null : { host: found[1], port }
}

export const folderFormOf = (folder: Settings['folders'][number]): FolderForm => {
  const isDate = folder.startFrom !== 'all' && folder.startFrom !== 'now'
  return {
    path: folder.path,
    include: folder.include.join(', '),
    recursive: folder.recursive,
    startFrom: folder.startFrom === 'all' || folder.startFrom === 'now' ? folder.startFrom : 'date',
    startDate: isDate ? folder.startFrom : '',
    afterVerdict: folder.afterVerdict === 'keep' ? 'keep' : 'archive',
    archive: folder.afterVerdict === 'keep' ? '' : folder.afterVerdict.archive,
  }
}

export const newFolder: FolderForm = {
  path: '',
  include: '*.xml',
  recursive: false,
  startFrom: 'now',
  startDate: '',
  afterVerdict: 'keep',
  archive: '',
}

const BYTES_PER_MEGABYTE = 1_048_576

/** Bytes as megabytes with as many decimals as they need to come back unchanged. */
const megabytesOf = (bytes: number): string => String(Number((bytes / BYTES_PER_MEGABYTE).toFixed(6)))

export const formFromSettings = (settings: Settings): SettingsForm => {
  const hours = settings.store.openingHours
  return {
    name: settings.store.name,
    locationId: settings.store.locationId,
    storeLocationIds: settings.store.storeLocationIds.join(', '),
    timeZone: settings.store.timeZone,
    businessDayEnds: settings.store.businessDayEnds,
    hoursKnown: hours !== null,
    hours: Object.fromEntries(weekdays.map((day) => [day, (hours?.[day] ?? []).join(', ')])) as SettingsForm['hours'],
    email: settings.petrosoft.email,
    baseUrl: settings.petrosoft.baseUrl,
    folders: settings.folders.map(folderFormOf),
    maxInFlight: String(settings.sending.maxInFlight),
    maxMegabytes: megabytesOf(settings.sending.maxBytes),
    keepAcceptedDays: String(settings.sending.keepAcceptedDays),
    resendUnclear: settings.sending.resendUnclear,
    sendUnsupported: settings.sending.sendUnsupported,
    sendTraining: settings.sending.sendTraining,
    sendRepeated: settings.sending.sendRepeated,
    everySeconds: String(settings.connectionReport.everySeconds),
    reportTrouble: settings.connectionReport.notOkState !== null,
    notOkState: settings.connectionReport.notOkState ?? 'ERROR',
    quietMinutes: String(settings.connectionReport.quietMinutes),
    probe:
      settings.connectionReport.probe === null
        ? ''
        : `${settings.connectionReport.probe.host}:${settings.connectionReport.probe.port}`,
  }
}

const folderFromForm = (folder: FolderForm): Settings['folders'][number] => ({
  path: folder.path.trim(),
  include: listOf(folder.include),
  recursive: folder.recursive,
  startFrom: folder.startFrom === 'date' ? folder.startDate : folder.startFrom,
  afterVerdict: folder.afterVerdict === 'keep' ? 'keep' : { archive: folder.archive.trim() },
})

/** Of a form that passed its checks. */
export const settingsFromForm = (form: SettingsForm): Settings => ({
  store: {
    locationId: form.locationId.trim(),
    storeLocationIds: listOf(form.storeLocationIds),
    name: form.name.trim(),
    timeZone: form.timeZone,
    businessDayEnds: form.businessDayEnds,
    openingHours: form.hoursKnown ? Object.fromEntries(weekdays.map((day) => [day, listOf(form.hours[day])])) : null,
  },
  petrosoft: { baseUrl: form.baseUrl.trim(), email: form.email.trim() },
  folders: form.folders.map(folderFromForm),
  sending: {
    maxInFlight: Number(form.maxInFlight),
    resendUnclear: form.resendUnclear,
    sendUnsupported: form.sendUnsupported,
    sendTraining: form.sendTraining,
    sendRepeated: form.sendRepeated,
    maxBytes: Math.round(Number(form.maxMegabytes) * BYTES_PER_MEGABYTE),
    keepAcceptedDays: Number(form.keepAcceptedDays),
  },
  connectionReport: {
    everySeconds: Number(form.everySeconds),
    notOkState: form.reportTrouble ? form.notOkState.trim() : null,
    quietMinutes: Number(form.quietMinutes),
    probe: probeOf(form.probe),
  },
})

const fieldByPath: Readonly<Record<string, string>> = {
  'store.name': 'name',
  'store.locationId': 'locationId',
  'store.storeLocationIds': 'storeLocationIds',
  'store.timeZone': 'timeZone',
  'store.businessDayEnds': 'businessDayEnds',
  'petrosoft.email': 'email',
  'petrosoft.baseUrl': 'baseUrl',
  folders: 'folders',
  'sending.maxInFlight': 'maxInFlight',
  'sending.maxBytes': 'maxMegabytes',
  'sending.keepAcceptedDays': 'keepAcceptedDays',
  'sending.resendUnclear': 'resendUnclear',
  'sending.sendUnsupported': 'sendUnsupported',
  'sending.sendTraining': 'sendTraining',
  'sending.sendRepeated': 'sendRepeated',
  'connectionReport.everySeconds': 'everySeconds',
  'connectionReport.notOkState': 'notOkState',
  'connectionReport.quietMinutes': 'quietMinutes',
  'connectionReport.probe': 'probe',
}

/** The form's field for a path of main's errors ("folders[0].path"), or null when no field belongs to it. */
export const fieldOfPath = (path: string): string | null => {
  const hours = /^store\.openingHours\.(\w{3})/.exec(path)?.[1]
  if (hours !== undefined) return `hours.${hours}`
  const folder = /^folders\[(\d+)\](?:\.(\w+))?(?:[.[](.*))?$/.exec(path)
  if (folder !== null) {
    const part = folder[2] === undefined ? 'path' : folder[2] === 'afterVerdict' ? 'archive' : folder[2]
    return `folders.${folder[1]}.${part}`
  }
  const exact = fieldByPath[path]
  if (exact !== undefined) return exact
  const parent = path.replace(/[.[][^.[]*$/, '')
  return parent !== path && parent !== '' ? fieldOfPath(parent) : null
}

/** Main's errors by field; those without a field are for the summary alone. */
export const errorsByField = (
  errors: FieldErrors,
): {
  readonly fields: readonly { readonly field: string; readonly message: string }[]
  readonly rest: readonly string[]
} => {
  const fields: { field: string; message: string }[] = []
  const rest: string[] = []
  for (const error of errors) {
    const field = fieldOfPath(error.path)
    if (field === null) rest.push(namedErrorWords(error))
    else fields.push({ field, message: fieldErrorWords(error) })
  }
  return { fields, rest }
}
