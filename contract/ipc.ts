// The contract between the window and the main process: every call with the schema of its input and the shape of its
// result, every event with its payload. Main parses each input with the schema and checks the sender; a failed call
// comes back as a value, so no exception crosses. No secret ever goes towards the window.

import { z } from 'zod'
import type { CallName, EventName } from './channel-names.ts'
import { folderSchema, type ConfigurationErrorCode, type ErrorValues } from './configuration.ts'
import type { AttentionCard, AttentionHead, Handled } from './attention.ts'
import type { EngineStatus } from './engine-status.ts'
import type { AcknowledgementDetail, FileFacts, FileSummary } from './file-facts.ts'
import {
  orderActions,
  takeBackMs,
  type ChosenFiles,
  type OrderFacts,
  type OrderGiven,
  type OrderTakenBack,
} from './file-orders.ts'
import { languageChoices } from './language.ts'
import { pinPurposes, pinSchema, type PinAnswer, type PinState } from './manager-pin.ts'
import type { SalesDayCell, SalesDayDetail, SalesMonth } from './sales-days.ts'
import type { TickTold } from './setup-tick.ts'
import type { AutostartState } from './autostart.ts'
import type { Repeats } from './repeats.ts'
import type { Told } from './told.ts'
import type { TrialOffer, TrialOutcome } from './trial-file.ts'
import type { ToastKind } from './toast-kinds.ts'
import { sources, type BusinessDate, type DecimalText, type Timestamp } from './vocabulary.ts'

/** What the frame of the window shows: which store, which engine, how it stands. Pushed at each change. */
export interface AppSnapshot {
  readonly mode: 'setup' | 'real' | 'practice'
  readonly store: { readonly name: string; readonly locationId: string; readonly timeZone: string } | null
  /** Host name, when sending goes anywhere but to Petrosoft in real mode; then no bare tick is shown. */
  readonly otherCloud: string | null
  /** `restarting` is told from the third restart within ten minutes on. */
  readonly engine: 'starting' | 'running' | 'restarting' | 'stopped'
  readonly status: EngineStatus | null
  /** The cards of Needs attention, worst first, of the same moment as the status (contract/standing.ts adds to them). */
  readonly attention: readonly AttentionHead[]
  readonly statusAt: Timestamp
  /** `needed`: the engine collects, but nobody has typed the password since this start. */
  readonly password: 'kept' | 'this-session' | 'needed'
  /** False where the computer has no safe place for a password; then it is asked for at each start. */
  readonly secretStore: boolean
  readonly version: string
  /** What a store says to whoever supports it: "7F3-22K"; null before there is a store. */
  readonly supportId: string | null
  /** Set when the engine cannot run at all; plain words for the manager. */
  readonly trouble: string | null
}

export interface DaySummary {
  readonly date: BusinessDate
  readonly found: number
  readonly accepted: number
  readonly refused: number
  readonly waiting: number
  /** Sum of grand amounts of live sales and refunds in accepted documents; null when there is none. */
  readonly salesAmount: DecimalText | null
}

export interface TodayFacts {
  readonly today: DaySummary & {
    readonly lastFileAt: Timestamp | null
    /** Files found per hour of the store's day, index 0 = midnight. */
    readonly perHour: readonly number[]
    /** The hour, 0-23, that is still running. */
    readonly currentHour: number
  }
  readonly yesterday: DaySummary
  readonly lastAcceptedAt: Timestamp | null
  /** Names of the files a person must look at, newest first, at most five. */
  readonly needsYou: readonly { readonly id: string; readonly name: string; readonly state: string }[]
  readonly needsYouCount: number
  /** The newest way of a file through the queue, newest first, at most eight: what practice mode makes visible. */
  readonly latest: readonly FileRow[]
  readonly freeBytes: number | null
}

export const fileGroups = ['all', 'accepted', 'with-notes', 'refused', 'waiting', 'held', 'other'] as const
export type FileGroup = (typeof fileGroups)[number]

export interface FileRow extends Omit<FileSummary, 'details' | 'statusMessage'> {
  /** When its first try began. */
  readonly sentAt: Timestamp | null
  /** Live sales and refunds in it. */
  readonly sales: number | null
  readonly answeredAt: Timestamp | null
  readonly problemCount: number
  readonly noteCount: number
  /** Why it waits, where it waits. */
  readonly waitCause: 'document' | 'service' | 'paused' | 'sign-in' | 'no-internet' | null
}

export interface FilePage {
  readonly rows: readonly FileRow[]
  /** Give it back to get the next page; null at the end. */
  readonly next: string | null
  readonly total: number
  readonly counts: Readonly<Record<FileGroup, number>>
  /** The newest file there is, whatever the filter; "0" where there is none. */
  readonly newestId: string
  /** True past 200,000 rows: ask for a narrower date. */
  readonly tooMany: boolean
}

export interface FileIds {
  readonly ids: readonly string[]
  /** Give it back to get the next ones; null at the end. */
  readonly next: string | null
}

export interface FileDetail extends FileFacts {
  readonly waitCause: FileRow['waitCause']
  readonly sales: number | null
  readonly salesAmount: DecimalText | null
  readonly firstEventAt: string | null
  readonly lastEventAt: string | null
  /** A person ordered to send it again, and the moment has not come; null otherwise. */
  readonly ordered: { readonly order: string; readonly dueAt: Timestamp } | null
  /** Lines of the stored bytes as an XML reader counts them; null when the bytes are not kept. */
  readonly lineCount: number | null
  /** Longest line in characters; the viewer shows a window of it when it is over 2,000. */
  readonly longestLine: number | null
  /** True when the file in the folder is not the one that was sent any more. */
  readonly changedInFolder: boolean
  readonly previousRefused: string | null
  readonly nextRefused: string | null
}

export interface ViewerLine {
  readonly number: number
  /** The line's text, cut to 2,000 characters. */
  readonly text: string
  /** Full length in characters. */
  readonly length: number
}

export interface ViewerLines {
  readonly lines: readonly ViewerLine[]
  /** What the enclosing event says of the first asked line: "Sale 5 of 12". */
  readonly event: {
    readonly type: string
    readonly index: number
    readonly of: number
    readonly transactionId: string | null
    readonly registerId: string | null
    readonly at: string | null
  } | null
}

/** A window of a very long line: characters [start, start + text.length) of it; `mark` is the place inside `text`. */
export interface LongLine {
  readonly number: number
  readonly start: number
  readonly text: string
  readonly length: number
  readonly mark: number | null
}

/** The element around a place, laid out over several lines, with the place marked. */
export interface LaidOut {
  readonly lines: readonly string[]
  readonly markedLine: number | null
  readonly markedColumn: number | null
}

export interface Outage {
  readonly what: 'folder' | 'register' | 'pc' | 'internet' | 'service' | 'sign-in' | 'engine'
  readonly from: Timestamp
  readonly to: Timestamp | null
  readonly sentence: string
}

/** `not-measured`: Storebridge was not running, the PC slept, or nothing was tried. */
export type LaneState = 'working' | 'broken' | 'quiet' | 'not-measured'

export interface LinkLane {
  readonly link: 'register' | 'pc' | 'internet' | 'petrosoft'
  /** Neighbouring cells of one state as one run, oldest first, without gaps. */
  readonly runs: readonly { readonly from: Timestamp; readonly to: Timestamp; readonly state: LaneState }[]
  readonly brokenMs: number
}

/** The last 24 hours in cells of `stepMs`; the last cell is still running. */
export interface ConnectionDay {
  readonly from: Timestamp
  readonly to: Timestamp
  readonly stepMs: number
  readonly lanes: readonly LinkLane[]
}

export interface ConnectionFacts {
  readonly register: {
    readonly state: 'working' | 'quiet-closed' | 'quiet' | 'folder-trouble' | 'not-answering' | 'unknown'
    readonly lastFileAt: Timestamp | null
    /** When the folders were last read. */
    readonly lastScanAt: Timestamp | null
  }
  readonly pc: {
    readonly state: 'good' | 'low-disk' | 'clock-wrong'
    readonly freeBytes: number | null
    /** This PC's clock minus the cloud's, seconds; null before the first answer. */
    readonly clockOffSeconds: number | null
  }
  readonly internet: {
    readonly state: 'good' | 'offline' | 'unknown'
    readonly since: Timestamp | null
    readonly answerMs: number | null
  }
  readonly petrosoft: {
    readonly state: 'signed-in' | 'sign-in-needed' | 'not-answering' | 'refusing' | 'unknown'
    readonly since: Timestamp | null
    readonly lastAnswerAt: Timestamp | null
    readonly nextTryAt: Timestamp | null
  }
  readonly reports: {
    readonly last: EngineStatus['lastReport']
    readonly nextAt: Timestamp | null
    readonly missedToday: number
    readonly everySeconds: number
  }
  readonly buffer: {
    readonly files: number
    readonly bytes: number
    readonly oldestAt: Timestamp | null
    /** For how many more days of files there is room; null where nothing is known yet. */
    readonly roomDays: number | null
  }
  readonly day: ConnectionDay
  readonly outages: readonly Outage[]
}

/** What the settings page edits. The password is not in it; it goes one way, by `signInAgain`. */
export const settingsSchema = z.strictObject({
  store: z.strictObject({
    locationId: z.string().max(100),
    storeLocationIds: z.array(z.string().max(100)).max(100),
    name: z.string().max(200),
    timeZone: z.string().max(100),
    businessDayEnds: z.string().max(10),
    openingHours: z.record(z.string().max(3), z.array(z.string().max(20)).max(5)).nullable(),
  }),
  petrosoft: z.strictObject({ baseUrl: z.string().max(500), email: z.string().max(320) }),
  folders: z.array(folderSchema.extend({ path: z.string().max(1000) })).max(20),
  sending: z.strictObject({
    maxInFlight: z.number(),
    resendUnclear: z.enum(['auto', 'ask']),
    sendUnsupported: z.enum(['skip', 'send']),
    sendTraining: z.enum(['skip', 'send']),
    sendRepeated: z.enum(['ask', 'send']),
    maxBytes: z.number(),
    keepAcceptedDays: z.number(),
  }),
  connectionReport: z.strictObject({
    everySeconds: z.number(),
    notOkState: z.string().max(50).nullable(),
    quietMinutes: z.number(),
    probe: z.strictObject({ host: z.string().max(300), port: z.number() }).nullable(),
  }),
})
export type Settings = z.infer<typeof settingsSchema>

/** Beside those of the configuration: what only main or the engine of a store can know. */
export type FieldErrorCode =
  ConfigurationErrorCode | 'files-wait' | 'practice-keeps' | 'file-not-json' | 'file-not-read' | 'password-open'

/** One thing that keeps settings from being saved; `message` is English, the window has words for each `code`. */
export interface FieldError {
  readonly path: string
  readonly message: string
  readonly code: FieldErrorCode
  readonly values?: ErrorValues
}
export type FieldErrors = readonly FieldError[]
export type SaveResult = { readonly ok: true } | { readonly ok: false; readonly errors: FieldErrors }

const hoursText = z.string().max(200)

/** What was typed in a set-up that is not finished yet. The password is never among it. */
export const setupDraftSchema = z.strictObject({
  step: z.enum(['sign-in', 'location', 'folder', 'test', 'ready']),
  /** The farthest step reached, 0 = the sign-in. */
  reached: z.int().min(0).max(4),
  email: z.string().max(320),
  baseUrl: z.string().max(500),
  locationId: z.string().max(100),
  storeName: z.string().max(200),
  timeZone: z.string().max(100),
  businessDayEnds: z.string().max(10),
  hoursKnown: z.boolean(),
  /** "06:00-12:00, 14:00-24:00"; "" = closed. */
  hours: z.strictObject({
    mon: hoursText,
    tue: hoursText,
    wed: hoursText,
    thu: hoursText,
    fri: hoursText,
    sat: hoursText,
    sun: hoursText,
  }),
  folder: z.string().max(1000),
  startFrom: z.enum(['now', 'date', 'all']),
  startDate: z.string().max(20),
})
export type SetupDraft = z.infer<typeof setupDraftSchema>

export type SignInTest =
  | { readonly kind: 'ok' }
  | {
      readonly kind: 'wrong-password' | 'no-internet' | 'server-down' | 'not-petrosoft' | 'clock-wrong' | 'certificate'
      /** English; the window has its own words for each kind and shows this as the technician's detail. */
      readonly detail: string
    }

export interface FolderSale {
  readonly file: string
  /** As the register's clock said. */
  readonly date: BusinessDate | null
  /** HH:MM:SS */
  readonly time: string | null
  readonly amount: DecimalText | null
  readonly storeLocationId: string | null
}

export type FolderInspection =
  | {
      readonly kind: 'ok'
      readonly files: number
      readonly newestAt: Timestamp | null
      readonly oldestAt: Timestamp | null
      /** Files that match but are not register journals, among the newest twenty. */
      readonly notJournals: number
      /** Store numbers named by the newest twenty journals. */
      readonly storeLocationIds: readonly string[]
      /** The last sale in the newest twenty journals, so that a person can say whether this is the store. */
      readonly lastSale: FolderSale | null
      readonly networkDrive: boolean
    }
  | { readonly kind: 'missing' | 'unreadable' | 'not-a-folder' | 'not-answering'; readonly detail: string }

export interface SetupTick {
  readonly what: 'sign-in' | 'location' | 'folder' | 'disk' | 'clock'
  readonly ok: boolean
  /** English, for technicians; the window has words for `told`. */
  readonly sentence: string
  readonly told: TickTold
}

const notifySchema = z.strictObject({
  'sign-in': z.boolean().default(true),
  refused: z.boolean().default(true),
  quiet: z.boolean().default(true),
  'not-sent': z.boolean().default(true),
  disk: z.boolean().default(true),
} satisfies Record<ToastKind, z.ZodDefault<z.ZodBoolean>>)
const allNotified = { 'sign-in': true, refused: true, quiet: true, 'not-sent': true, disk: true }

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

export const preferencesSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  /** Percent of the normal text size. */
  textSize: z.int().min(90).max(150),
  /** Percent of the whole window, by the zoom keys; on top of the text size. */
  zoom: z.int().min(50).max(300).default(100),
  language: z.enum(languageChoices).default('system'),
  /** Columns of the list of files a person chose; absent = the usual ones. Names no longer known are left out. */
  fileColumns: z.array(z.string().max(30)).max(30).optional(),
  /** Closing the window keeps sending; off, it asks whether to end. */
  closeToTray: z.boolean().default(true),
  /** One switch for each thing that may raise a notification; off means none, whatever happens. */
  notify: notifySchema.default(allNotified),
  /** No notification between these two times of the store, whatever happens; null = only the other rules. */
  quietHours: z.strictObject({ from: clockTime, to: clockTime }).nullable().default(null),
  /** Sales amounts are not shown on the screens: a PC that others see (ux 2.6). */
  hideAmounts: z.boolean().default(false),
})
export type Preferences = z.infer<typeof preferencesSchema>

/** Something a person did: to a file, or to all sending. */
export interface ActivityRow {
  readonly id: string
  readonly at: Timestamp
  readonly action: string
  readonly who: string
  readonly fileId: string | null
  readonly fileName: string | null
  /** How many, where it was about more than one. */
  readonly files: number | null
  readonly applied: boolean
}

/** What whoever supports the store asks first. */
export interface SupportFacts {
  readonly counts: EngineStatus['counts']
  readonly oldestWaitingAt: Timestamp | null
  readonly documents: number
  readonly databaseBytes: number
  readonly formatVersion: number
  readonly freeBytes: number | null
  readonly folders: readonly (EngineStatus['folders'][number] & { readonly scanMs: number | null })[]
  readonly problems: EngineStatus['problems']
  /** Newest first, at most a hundred. */
  readonly activity: readonly ActivityRow[]
}

export interface LogEntry {
  readonly at: Timestamp
  readonly level: string
  readonly event: string
  /** The entry's facts: "folder=C:\\POS ms=12". */
  readonly text: string
}

export interface SupportPart {
  readonly kind: 'program' | 'queue' | 'folders' | 'problems' | 'settings' | 'activity' | 'log'
  readonly text: string
}

/** A support file as it would be saved, masked already. */
export interface SupportFile {
  readonly name: string
  readonly parts: readonly SupportPart[]
}

/** Typed stand-in for "the result has this shape"; results come from our own process and are not parsed again. */
export interface Call<Schema extends z.ZodType, Output> {
  readonly input: Schema
  readonly output?: () => Output
}
const call = <Schema extends z.ZodType>(input: Schema) => ({ returns: <Output>(): Call<Schema, Output> => ({ input }) })

const nothing = z.undefined()
const fileId = z.string().regex(/^\d{1,15}$/)
const full = z.boolean().optional()
const place = z.strictObject({ id: fileId, line: z.int().min(1), position: z.int().min(1).nullable(), full })
const credentials = z.strictObject({ email: z.string().max(320), password: z.string().max(1000) })

export const fileFilterSchema = z.strictObject({
  /** Days by business date or by when it was found, inclusive, YYYY-MM-DD in the store's zone; null = no bound. */
  dateKind: z.enum(['sales-day', 'found']),
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
  group: z.enum(fileGroups),
  /** Prefix of a file name, or an exact id or reference id. */
  text: z.string().max(200),
  problemsOnly: z.boolean(),
  /** Where the files came from; absent = from anywhere. */
  source: z.enum(sources).optional(),
  /** Only the files of one card of Needs attention, or of one line of what was handled, by its key. */
  cause: z
    .string()
    .regex(/^[a-z0-9-]{1,80}$/)
    .optional(),
})
export type FileFilter = z.infer<typeof fileFilterSchema>

/** Leaves nothing out, whatever its day. */
export const everyFile: Readonly<FileFilter> = {
  dateKind: 'sales-day',
  from: null,
  to: null,
  group: 'all',
  text: '',
  problemsOnly: false,
}

export const fileSortKeys = ['found', 'sales-day', 'status', 'size'] as const
/** The order of a list; by status, what needs a person comes first. Within equal keys the newest file comes first. */
export const fileSortSchema = z.strictObject({ by: z.enum(fileSortKeys), descending: z.boolean() })
export type FileSort = z.infer<typeof fileSortSchema>

/** Files chosen one by one at most; more are chosen by their filter. */
export const mostChosen = 20_000
const chosenIds = z.array(fileId).min(1).max(mostChosen).readonly()

/** The files an order is about. `upTo`: what came after this file, the newest the person could see, is not meant. */
export const whichFilesSchema = z.union([
  z.strictObject({ ids: chosenIds }),
  z.strictObject({ filter: fileFilterSchema, upTo: fileId }),
])
export type WhichFiles = z.infer<typeof whichFilesSchema>

/** What can be written as comma-separated text (main/engine/export). */
export const csvExportSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('files'), filter: fileFilterSchema }),
  z.strictObject({ kind: z.literal('chosen-files'), ids: chosenIds }),
  /** Proof of delivery of one file; `name` only names the suggested file. */
  z.strictObject({ kind: z.literal('proof'), id: fileId, name: z.string().max(300) }),
  z.strictObject({ kind: z.literal('sales-days'), from: z.iso.date(), to: z.iso.date() }),
])
export type CsvExport = z.infer<typeof csvExportSchema>

/** A piece of an export; give `next` back for the one that follows. */
export interface ExportPage {
  readonly text: string
  readonly rows: number
  readonly next: string | null
}

/** The words of contract/export-words.ts in the window's language, by their key. */
export const exportWordsSchema = z.record(z.string().max(60), z.string().max(300))

/** What can be made into a PDF; the page that draws it is #/print/KIND/… (renderer/src/screens/print). */
export const pdfDocumentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sales-month'), month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) }),
  z.strictObject({ kind: z.literal('sales-day'), date: z.iso.date() }),
  z.strictObject({ kind: z.literal('files'), filter: fileFilterSchema }),
  /** Proof of delivery of one file; `name` only names the suggested file. */
  z.strictObject({ kind: z.literal('proof'), id: fileId, name: z.string().max(300) }),
])
export type PdfDocument = z.infer<typeof pdfDocumentSchema>

export interface SavedPdf {
  /** The file's own name, without its folder. */
  readonly name: string
  readonly path: string
}

/** A written export: the file's own name, and how many rows are in it. */
export interface SavedExport extends SavedPdf {
  readonly rows: number
}

export const ipc = {
  getSnapshot: call(nothing).returns<AppSnapshot>(),
  /** Scans all folders now. */
  checkNow: call(nothing).returns<void>(),
  /** Makes everything that waits due now and resets the delays. */
  tryNow: call(nothing).returns<void>(),
  pause: call(z.strictObject({ until: z.iso.datetime().nullable() })).returns<void>(),
  resume: call(nothing).returns<void>(),
  getToday: call(nothing).returns<TodayFacts>(),
  /** Every day of a month, YYYY-MM; days to come are `none` without files. */
  getSalesMonth: call(z.strictObject({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) })).returns<SalesMonth>(),
  getSalesDay: call(z.strictObject({ date: z.iso.date() })).returns<SalesDayDetail>(),
  /** The last fourteen sales days, oldest first, today's the last. */
  getLastDays: call(nothing).returns<readonly SalesDayCell[]>(),
  /** A person says that the store was closed on a day, or takes it back; kept with who and when. */
  markDayClosed: call(z.strictObject({ date: z.iso.date(), closed: z.boolean() })).returns<void>(),
  /** What needs a person now, one card a cause, worst first. */
  getAttention: call(nothing).returns<readonly AttentionCard[]>(),
  /** What was handled in the last seven days, and when a file was refused last. */
  getHandled: call(nothing).returns<Handled>(),
  listFiles: call(
    z.strictObject({
      filter: fileFilterSchema,
      /** Absent = newest first. */
      sort: fileSortSchema.optional(),
      after: z.string().max(100).nullable(),
      limit: z.int().min(1).max(500),
    }),
  ).returns<FilePage>(),
  /** Which files a list has, newest first, without their rows: some ten thousand at a time, the next by `next`. */
  listFileIds: call(
    z.strictObject({
      filter: fileFilterSchema,
      sort: fileSortSchema.optional(),
      after: z.string().max(100).nullable(),
    }),
  ).returns<FileIds>(),
  /** The rows of these files, in this order; what is no file is left out. */
  getFileRows: call(z.strictObject({ ids: z.array(fileId).min(1).max(500) })).returns<readonly FileRow[]>(),
  getFile: call(z.strictObject({ id: fileId })).returns<FileDetail | null>(),
  /** `full`: unmasked, where `showInFull` allowed it; masked otherwise. So for the two below. */
  getLines: call(
    z.strictObject({ id: fileId, from: z.int().min(1), count: z.int().min(1).max(500), full }),
  ).returns<ViewerLines>(),
  /** 300 characters on each side of the position. */
  getLongLine: call(place).returns<LongLine | null>(),
  getLaidOut: call(place).returns<LaidOut | null>(),
  /**
   * A person's order about files (main/engine/decide). Sending again waits `takeBackMs` first; the rest is done at once.
   * `again`: the person has read that the sales may be counted twice; it needs a reason.
   */
  giveOrder: call(
    z.strictObject({
      action: z.enum(orderActions),
      which: whichFilesSchema,
      reason: z.string().max(500).nullable(),
      again: z.boolean(),
    }),
  ).returns<OrderGiven>(),
  takeBackOrder: call(z.strictObject({ order: fileId })).returns<OrderTakenBack>(),
  /** The person rests on the notice of an order: it waits this long from now; null when it does not wait any more. */
  holdOrder: call(z.strictObject({ order: fileId, leftMs: z.int().min(0).max(takeBackMs) })).returns<{
    readonly dueAt: Timestamp
  } | null>(),
  getOrder: call(z.strictObject({ order: fileId })).returns<OrderFacts | null>(),
  tellChosen: call(z.strictObject({ which: whichFilesSchema })).returns<ChosenFiles>(),
  /** Which sales of a file are known from other files; null when there is no such file. */
  getRepeats: call(z.strictObject({ id: fileId })).returns<Repeats | null>(),
  getConnection: call(nothing).returns<ConnectionFacts>(),
  /** Days from a month ago on that are marked as closed now, oldest first. */
  getClosedDays: call(nothing).returns<readonly BusinessDate[]>(),
  getSettings: call(nothing).returns<Settings | null>(),
  saveSettings: call(settingsSchema).returns<SaveResult>(),
  signInAgain: call(credentials).returns<SignInTest>(),
  /** Deletes the kept password; collecting goes on, sending waits for a sign-in. */
  forgetSignIn: call(nothing).returns<void>(),
  testSignIn: call(credentials.extend({ baseUrl: z.string().max(500) })).returns<SignInTest>(),
  /** Sends one connection report with the sign-in that testSignIn proved. */
  testLocation: call(z.strictObject({ locationId: z.string().max(100), timeZone: z.string().max(100) })).returns<{
    readonly ok: boolean
    readonly sentence: string
    readonly told: TickTold
  }>(),
  /** Opens the computer's own folder dialog. */
  chooseFolder: call(nothing).returns<string | null>(),
  detectFolders:
    call(nothing).returns<
      readonly { readonly path: string; readonly files: number; readonly newestAt: Timestamp | null }[]
    >(),
  inspectFolder: call(z.strictObject({ path: z.string().max(1000) })).returns<FolderInspection>(),
  runSetupTest: call(settingsSchema).returns<readonly SetupTick[]>(),
  /** A set-up that was begun and not finished; null when there is none. */
  /** Which real file the set-up may send, if any. */
  offerTrialFile: call(z.strictObject({ folder: z.string().max(1000) })).returns<TrialOffer>(),
  /** Sends that one file for real, through the engine; takes as long as Petrosoft takes to answer. */
  sendTrialFile: call(z.strictObject({ settings: settingsSchema, name: z.string().max(500) })).returns<TrialOutcome>(),
  getSetupDraft: call(nothing).returns<SetupDraft | null>(),
  saveSetupDraft: call(setupDraftSchema).returns<void>(),
  finishSetup: call(settingsSchema).returns<SaveResult>(),
  /** Opens a dialog for a provisioning file and imports it. */
  importSetupFile: call(nothing).returns<SaveResult | null>(),
  startPractice: call(nothing).returns<void>(),
  /** Ends practice and deletes its directory. */
  leavePractice: call(nothing).returns<void>(),
  getPreferences: call(nothing).returns<Preferences>(),
  savePreferences: call(preferencesSchema).returns<void>(),
  /** Whether the program starts with the computer, as the computer tells it now. */
  getAutostart: call(nothing).returns<AutostartState>(),
  /** A person's own wish; brings back what the computer tells afterwards. */
  setAutostart: call(z.strictObject({ on: z.boolean() })).returns<AutostartState>(),
  /** Shows one notification now, so that a person sees where they appear; false where this computer shows none. */
  testNotification: call(nothing).returns<boolean>(),
  getPin: call(nothing).returns<PinState>(),
  /** Tries the manager's PIN. */
  unlockPin: call(z.strictObject({ pin: z.string().max(50), purpose: z.enum(pinPurposes) })).returns<PinAnswer>(),
  /** Settings are left: what the PIN had opened is closed. */
  lockPin: call(nothing).returns<void>(),
  /** Sets the PIN, or another one where Settings are open. */
  setPin: call(z.strictObject({ pin: pinSchema })).returns<void>(),
  removePin: call(nothing).returns<void>(),
  copyText: call(z.string().max(200_000)).returns<void>(),
  /** Asks where to, and writes the export; null when the person closed the dialog. */
  exportCsv: call(z.strictObject({ what: csvExportSchema, words: exportWordsSchema })).returns<SavedExport | null>(),
  /** A person wants to see a file unmasked, which is written down, or has left it. False: it was not allowed. */
  showInFull: call(z.strictObject({ id: fileId, full: z.boolean() })).returns<boolean>(),
  getSupport: call(nothing).returns<SupportFacts>(),
  /** The newest entries of the app's log, oldest first. */
  getRecentLog: call(nothing).returns<readonly LogEntry[]>(),
  /** Shows the log's file in its folder. */
  showLogFolder: call(nothing).returns<void>(),
  /** Makes the support file and brings back all that is in it; nothing is written. */
  makeSupportFile: call(nothing).returns<SupportFile>(),
  /** Asks where to, and writes exactly what `makeSupportFile` brought last; null when the person closed the dialog. */
  saveSupportFile: call(nothing).returns<SavedPdf | null>(),
  /** Asks where to, and writes the document as a PDF; null when the person closed the dialog. */
  savePdf: call(z.strictObject({ document: pdfDocumentSchema })).returns<SavedPdf | null>(),
  /** The page of a document in main's hidden window has everything it draws, or will never have it. */
  documentReady: call(z.strictObject({ ok: z.boolean() })).returns<void>(),
  /** How many changes stand in the page and nowhere else: main asks before it closes the window over them. */
  tellUnsaved: call(z.strictObject({ changes: z.int().min(0).max(10_000) })).returns<void>(),
} as const satisfies Record<CallName, Call<z.ZodType, unknown>>

export interface EventPayloads {
  readonly snapshotChanged: AppSnapshot
  /** Something about files changed; the number only grows. */
  readonly filesChanged: number
  /** A place in the window, as the hash of its address: "/files/12". */
  readonly goTo: string
  /** Ctrl and the wheel, one step; the page makes a zoom of it as of the keys. */
  readonly zoomAsked: 'in' | 'out'
}
type EveryEventHasAPayload = EventName extends keyof EventPayloads ? true : never
export const everyEventHasAPayload: EveryEventHasAPayload = true

export type InputOf<Name extends CallName> = z.infer<(typeof ipc)[Name]['input']>
export type OutputOf<Name extends CallName> = ReturnType<NonNullable<(typeof ipc)[Name]['output']>>

/** What a call brings back over the wire: its result, or a sentence about why there is none. */
export type CallResult<Output> =
  | { readonly ok: true; readonly value: Output }
  | {
      readonly ok: false
      /** `locked`: the manager's PIN must be typed first. */
      readonly kind: 'bad-input' | 'failed' | 'not-ready' | 'locked'
      readonly sentence: string
      /** Set by the engine's process where main has words in each language; main puts them in the sentence's place. */
      readonly told?: Told
    }

/** The window's end, as the preload exposes it under `bridgeKey`. */
export type WindowBridge = {
  readonly [Name in CallName]: (input: InputOf<Name>) => Promise<CallResult<OutputOf<Name>>>
} & {
  /** Subscribes; call the result to unsubscribe. */
  readonly on: <Name extends EventName>(name: Name, listener: (payload: EventPayloads[Name]) => void) => () => void
}

/** What a message in the viewer needs; the details of the newest answer plus our own findings. */
export type { AcknowledgementDetail }
