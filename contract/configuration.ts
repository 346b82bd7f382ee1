// The configuration of one store (design part 5): the file of `run`, the provisioning file of the desktop app, and
// the settings the app keeps. Unknown keys are refused with their path; every optional key has the default written here.
// Each error is one English sentence for a file's author, and a code for windows that speak another language.

import { z } from 'zod'
import { petrosoftBaseUrl } from './cloud.ts'

/** What can be wrong, in English. The sentences are those of the command line; the window says the codes. */
const sentences = {
  'not-a-zone': 'not a time zone this computer knows (example: America/New_York)',
  'not-an-address': 'not a web address',
  'http-elsewhere': 'http:// is allowed only for this computer itself; use https://',
  'not-https': 'must begin with https://',
  'user-in-address': 'must not hold a user name or password',
  'not-a-time': 'must be a time like 06:00',
  'not-a-span': 'must be a span like 06:00-23:00',
  'password-written':
    'a password is not written into the configuration; name where it is: { "env": "NAME" } or { "file": "PATH" }',
  'not-a-password-place': 'must be { "env": "NAME" } or { "file": "PATH" }',
  'not-a-start': 'must be "all", "now" or a date like 2026-11-01',
  'no-pattern': 'at least one pattern is needed',
  'no-folder': 'at least one folder is needed',
  'not-after-verdict': 'must be "keep" or { "archive": "PATH" }',
  'not-a-probe': 'must be "host:port" or { "host": "…", "port": 1234 }',
  'archive-watched': 'must lie outside of the watched folders, or its files would be found again',
  required: 'required',
  empty: 'must not be empty',
  'unknown-key': 'unknown key',
  impossible: 'is not a value that is possible here',
} as const

/** What is wrong with a value, for words in each language. `more-than` … `one-of` come with `values`. */
export type ConfigurationErrorCode =
  | keyof typeof sentences
  | 'same-folder'
  | 'not-yet'
  | 'type'
  | 'one-of'
  | 'at-least'
  | 'more-than'
  | 'at-most'
  | 'less-than'

const loopbackHosts = new Set(['localhost', '[::1]', '::1'])

/** True for localhost, ::1 and the whole 127.0.0.0/8 range. */
export const isLoopbackHost = (host: string): boolean => loopbackHosts.has(host) || /^127(\.\d{1,3}){3}$/.test(host)

const timeZone = z.string().refine(
  (zone) => {
    try {
      new Intl.DateTimeFormat('en-US', { timeZone: zone })
      return true
    } catch {
      return false
    }
  },
  { error: sentences['not-a-zone'] },
)

const baseUrl = z.string().superRefine((text, context) => {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    context.addIssue({ code: 'custom', message: sentences['not-an-address'] })
    return
  }
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    context.addIssue({ code: 'custom', message: sentences['http-elsewhere'] })
  else if (url.protocol !== 'https:' && url.protocol !== 'http:')
    context.addIssue({ code: 'custom', message: sentences['not-https'] })
  else if (url.username !== '' || url.password !== '')
    context.addIssue({ code: 'custom', message: sentences['user-in-address'] })
})

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: sentences['not-a-time'] })

const openingSpan = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, {
  error: sentences['not-a-span'],
})
const openingSpans = z.array(openingSpan).default([])

/** A day that is missing is a day the store is closed. A span whose end is before its beginning runs past midnight. */
const openingHours = z
  .strictObject({
    mon: openingSpans,
    tue: openingSpans,
    wed: openingSpans,
    thu: openingSpans,
    fri: openingSpans,
    sat: openingSpans,
    sun: openingSpans,
  })
  .nullable()
  .default(null)

const password = z.union([z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })], {
  error: (issue) =>
    typeof issue.input === 'string' ? sentences['password-written'] : sentences['not-a-password-place'],
})

const startFrom = z
  .string({ error: sentences['not-a-start'] })
  .refine((text) => text === 'all' || text === 'now' || z.iso.date().safeParse(text).success, {
    error: sentences['not-a-start'],
  })

export const folderSchema = z.strictObject({
  path: z.string().min(1),
  include: z.array(z.string().min(1)).min(1, { error: sentences['no-pattern'] }).default(['*.xml']),
  recursive: z.boolean().default(false),
  startFrom: startFrom.default('all'),
  afterVerdict: z
    .union([z.literal('keep'), z.strictObject({ archive: z.string().min(1) })], {
      error: sentences['not-after-verdict'],
    })
    .default('keep'),
})

const isPort = (port: number): boolean => port >= 1 && port <= 65_535

/** A TCP address on the register or site controller, "host:port" or { host, port }. */
const probe = z
  .union(
    [
      z
        .string()
        .regex(/^[^\s:]+:\d{1,5}$/, { error: sentences['not-a-probe'] })
        .refine((text) => isPort(Number(text.slice(text.lastIndexOf(':') + 1))), { error: sentences['not-a-probe'] })
        .transform((text) => {
          const colon = text.lastIndexOf(':')
          return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) }
        }),
      z.strictObject({ host: z.string().min(1), port: z.int().min(1).max(65535) }),
    ],
    { error: sentences['not-a-probe'] },
  )
  .nullable()
  .default(null)

/**
 * A path in the form in which two spellings of one place are equal: one kind of slash, no "." and "..", no slash at the
 * end, and without letter case where the path is one of Windows. Nothing is looked up.
 */
const placeOf = (path: string): string => {
  const isOfWindows = /^([A-Za-z]:|\\\\|\/\/)/.test(path)
  const slashed = isOfWindows ? path.replaceAll('\\', '/').toLowerCase() : path
  const parts: string[] = []
  for (const part of slashed.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  const start = /^\/\/[^/]/.test(slashed) ? '//' : slashed.startsWith('/') ? '/' : ''
  return `${start}${parts.join('/')}`
}

interface FolderConflict {
  readonly path: readonly (string | number)[]
  readonly message: string
  /** Which folder it is the same as, from 1. */
  readonly first?: number
}

/** A folder that is named twice would be collected twice; an archive that is watched would be archived for ever. */
const folderConflicts = (folders: readonly FolderConfiguration[]): FolderConflict[] => {
  const places = folders.map(({ path }) => placeOf(path))
  const twice = places.flatMap((place, i): FolderConflict[] => {
    const first = places.indexOf(place)
    return first === i
      ? []
      : [{ path: [i, 'path'], message: `the same folder as folders[${first}].path`, first: first + 1 }]
  })
  const watched = folders.flatMap(({ afterVerdict }, i): FolderConflict[] => {
    if (afterVerdict === 'keep') return []
    const archive = placeOf(afterVerdict.archive)
    const isFoundAgain = places.some(
      (place, at) => archive === place || (folders[at]?.recursive === true && archive.startsWith(`${place}/`)),
    )
    return isFoundAgain ? [{ path: [i, 'afterVerdict', 'archive'], message: sentences['archive-watched'] }] : []
  })
  return [...twice, ...watched]
}

const notYet = (what: string) => z.null({ error: `${what} is not part of this version; leave it null` }).default(null)
const noneYet = (what: string) =>
  z.array(z.never({ error: `${what} is not part of this version; leave the list empty` })).default([])

export const configurationSchema = z.strictObject({
  store: z.strictObject({
    locationId: z.string().min(1),
    storeLocationIds: z.array(z.string().min(1)).default([]),
    name: z.string().default(''),
    timeZone,
    businessDayEnds: clockTime.default('00:00'),
    openingHours,
  }),
  petrosoft: z.strictObject({
    baseUrl: baseUrl.default(petrosoftBaseUrl),
    email: z.string().min(1),
    password,
  }),
  folders: z
    .array(folderSchema)
    .min(1, { error: sentences['no-folder'] })
    .superRefine((folders, context) => {
      for (const { path, message, first } of folderConflicts(folders))
        context.addIssue({
          code: 'custom',
          path: [...path],
          message,
          ...(first === undefined ? {} : { params: { first } }),
        })
    }),
  sending: z
    .strictObject({
      maxInFlight: z.int().min(1).max(16).default(4),
      resendUnclear: z.enum(['auto', 'ask']).default('auto'),
      sendUnsupported: z.enum(['skip', 'send']).default('skip'),
      sendTraining: z.enum(['skip', 'send']).default('skip'),
      sendRepeated: z.enum(['ask', 'send']).default('ask'),
      maxBytes: z.int().min(1024).max(268_435_456).default(52_428_800),
      keepAcceptedDays: z.int().min(1).default(90),
    })
    .prefault({}),
  connectionReport: z
    .strictObject({
      everySeconds: z.number().min(1).default(300),
      notOkState: z.string().min(1).nullable().default('ERROR'),
      quietMinutes: z.number().positive().default(180),
      probe,
    })
    .prefault({}),
  sources: z.strictObject({ sitoo: noneYet('sources.sitoo'), cashier: noneYet('sources.cashier') }).prefault({}),
  fuel: notYet('fuel'),
  promotions: notYet('promotions'),
  telemetry: notYet('telemetry'),
})

export type Configuration = z.infer<typeof configurationSchema>

/** What a configuration that says nothing of sending and of connection reports has (design, part 5). */
export const defaultSending = configurationSchema.shape.sending.parse(undefined)
export const defaultConnectionReport = configurationSchema.shape.connectionReport.parse(undefined)

export type FolderConfiguration = z.infer<typeof folderSchema>
export type OpeningHours = NonNullable<Configuration['store']['openingHours']>
export type PasswordPlace = Configuration['petrosoft']['password']

/** Filled into the words of a code: a bound, the values on offer. */
export type ErrorValues = Readonly<Record<string, string | number>>

export interface ConfigurationError {
  /** Dotted path of the key, list positions in brackets: folders[0].path. Empty for the document itself. */
  readonly path: string
  /** English, for whoever wrote the file. */
  readonly message: string
  readonly code: ConfigurationErrorCode
  readonly values?: ErrorValues
}

type Said = Omit<ConfigurationError, 'path'>

const dottedPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  )

const typeWords: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

const codeOfSentence = new Map<string, ConfigurationErrorCode>(
  Object.entries(sentences).map(([code, sentence]) => [sentence, code as keyof typeof sentences]),
)
const said = (code: keyof typeof sentences): Said => ({ code, message: sentences[code] })

/** The parser's own English, which names types and bounds a store does not know. */
const isRaw = (message: string): boolean => /^(Invalid|Too small|Too big|Unrecognized)/.test(message)

const quoted = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : String(value))

const inPlainWords = (issue: z.core.$ZodIssue): Said => {
  const bound = (code: ConfigurationErrorCode, words: string, limit: number | bigint): Said => ({
    code,
    message: `must be ${words} ${limit}`,
    values: { limit: String(limit) },
  })
  switch (issue.code) {
    case 'invalid_type': {
      const type = typeWords[issue.expected] ?? issue.expected
      return { code: 'type', message: `must be ${type}`, values: { type: issue.expected } }
    }
    case 'invalid_value': {
      const values = issue.values.map(quoted).join(' or ')
      return { code: 'one-of', message: `must be ${values}`, values: { values } }
    }
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') return said('empty')
      return issue.inclusive === false
        ? bound('more-than', 'greater than', issue.minimum)
        : bound('at-least', 'at least', issue.minimum)
    case 'too_big':
      return issue.inclusive === false
        ? bound('less-than', 'less than', issue.maximum)
        : bound('at-most', 'at most', issue.maximum)
    default:
      return said('impossible')
  }
}

const saidOf = (issue: z.core.$ZodIssue): Said => {
  const isMissing = issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_union')
  if (isMissing && issue.path.length > 0) return said('required')
  if (isRaw(issue.message)) return inPlainWords(issue)
  const { message } = issue
  const first: unknown = issue.code === 'custom' ? issue.params?.['first'] : undefined
  if (typeof first === 'number') return { code: 'same-folder', message, values: { first } }
  // What is left has no sentence of its own here: a part of the configuration this version does not have.
  return { code: codeOfSentence.get(message) ?? 'not-yet', message }
}

/**
 * Parses a configuration value (already JSON). Returns the configuration with all defaults filled in, or every error
 * with the path of its key. Never throws.
 */
export const parseConfiguration = (
  value: unknown,
): { ok: true; configuration: Configuration } | { ok: false; errors: readonly ConfigurationError[] } => {
  const result = configurationSchema.safeParse(value, { reportInput: true })
  if (result.success) return { ok: true, configuration: result.data }
  const errors = result.error.issues.flatMap((issue): ConfigurationError[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: dottedPath([...issue.path, key]), ...said('unknown-key') }))
      : [{ path: dottedPath(issue.path), ...saidOf(issue) }],
  )
  return { ok: false, errors }
}
