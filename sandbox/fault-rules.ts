// Misbehaviour on request: a list of rules, each saying for which call, which document, from which time on and how often
// the cloud does something else than it should. Which rule acts is decided by the list alone, never by chance: the first
// one that matches and is not used up.

import { validateHeaderName, validateHeaderValue } from 'node:http'
import { z } from 'zod'

export const cloudCalls = ['sign-in', 'journal', 'connection-state'] as const
export type CloudCall = (typeof cloudCalls)[number]

const isHeader = (name: string, value: string): boolean => {
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
    return !/^(content-length|transfer-encoding)$/i.test(name)
  } catch {
    return false
  }
}

const headers = z
  .record(z.string(), z.string())
  .refine((entries) => Object.entries(entries).every(([name, value]) => isHeader(name, value)), {
    error: 'must be header names and values; length and transfer encoding are written by the cloud itself',
  })

/** Whether the request is carried out (the journal stored, the token given out) before the odd answer. */
const store = z.boolean().default(false)
const placeValue = z.union([z.int(), z.string().max(100), z.null()])

const faultSchema = z.discriminatedUnion('kind', [
  /** Any status with any headers and body, as a gateway in front of the service would give it. */
  z.strictObject({
    kind: z.literal('answer'),
    status: z.int().min(200).max(599),
    headers: headers.default({}),
    body: z.string().default(''),
    store,
  }),
  /** 200 with a sign-in page, as a public network gives it. */
  z.strictObject({ kind: z.literal('portal'), store }),
  /** 200 without a body. */
  z.strictObject({ kind: z.literal('empty'), store }),
  /** 200 with bytes that are neither XML nor JSON. */
  z.strictObject({ kind: z.literal('garbage'), store }),
  /** An acknowledgement that names another document. */
  z.strictObject({ kind: z.literal('other-name'), name: z.string().min(1).default('PJR20000101000000.xml') }),
  /** An acknowledgement of ours whose name is written otherwise. */
  z.strictObject({
    kind: z.literal('name-form'),
    form: z.enum(['lower', 'upper', 'path', 'windows-path', 'spaces', 'decomposed']),
  }),
  z.strictObject({ kind: z.literal('unknown-status'), word: z.string().default('Processed') }),
  /** An acknowledgement with one AckHeader for each of the words. */
  z.strictObject({
    kind: z.literal('two-headers'),
    statuses: z.array(z.string()).min(2).max(10).default(['Success', 'FatalError']),
  }),
  /** A verdict of the rule's own, whatever the journal is. */
  z.strictObject({
    kind: z.literal('verdict'),
    status: z.enum(['Success', 'NonFatalError', 'FatalError']),
    message: z.string().default('As practised.'),
    details: z
      .array(
        z.strictObject({
          line: placeValue.default(null),
          position: placeValue.default(null),
          message: z.string().nullable().default(null),
          severity: z.string().nullable().default('Error'),
        }),
      )
      .default([]),
  }),
  /** The right answer with its full length announced, cut after `bytes` (half of it by default). */
  z.strictObject({
    kind: z.literal('truncated'),
    bytes: z.int().min(0).nullable().default(null),
    end: z.enum(['reset', 'close']).default('reset'),
  }),
  /** An answer that never ends; `everyMs` between its pieces. */
  z.strictObject({ kind: z.literal('endless-body'), everyMs: z.int().min(0).max(60_000).default(0) }),
  /** Carried out at once, answered later. */
  z.strictObject({ kind: z.literal('delay'), ms: z.int().min(0).max(3_600_000) }),
  /** Never answered; the connection stays open. */
  z.strictObject({ kind: z.literal('hang'), store }),
  /** Reset before the body is read (with a name to match: as soon as the name is known). */
  z.strictObject({ kind: z.literal('reset-before-body') }),
  /** The whole body read, nothing carried out, then a reset. */
  z.strictObject({ kind: z.literal('reset-after-body') }),
  /** Carried out, then a reset instead of the answer. */
  z.strictObject({ kind: z.literal('accept-then-drop') }),
  /** A sign-in that succeeds but tells its token otherwise, or not at all. */
  z.strictObject({
    kind: z.literal('token'),
    shape: z.enum(['access_token', 'accessToken', 'jwt', 'nested', 'string', 'text', 'opaque', 'without-exp', 'none']),
  }),
  /** The right answer with a Date that is wrong by so many seconds. */
  z.strictObject({ kind: z.literal('clock-skew'), seconds: z.int().min(-315_360_000).max(315_360_000) }),
])
export type Fault = z.infer<typeof faultSchema>

const onlyForJournals = new Set<Fault['kind']>(['other-name', 'name-form', 'unknown-status', 'two-headers', 'verdict'])
const onlyForSignIn = new Set<Fault['kind']>(['token'])

const ruleSchema = z
  .strictObject({
    on: z.enum([...cloudCalls, 'any']),
    match: z
      .strictObject({
        /** `*` and `?` as wildcards, case ignored: the journal's file name, the report's location, the sign-in's e-mail. */
        name: z.string().min(1).optional(),
        /** Acts from the nth request on that fits `on` and `name`, counted from 1 since the rule was set. */
        nth: z.int().min(1).optional(),
      })
      .default({}),
    times: z.union([z.int().min(1), z.literal('always')]).default(1),
    do: faultSchema,
  })
  .superRefine((rule, context) => {
    const { kind } = rule.do
    if (onlyForJournals.has(kind) && rule.on !== 'journal')
      context.addIssue({
        code: 'custom',
        path: ['on'],
        message: `${kind} is about acknowledgements: on must be "journal"`,
      })
    if (onlyForSignIn.has(kind) && rule.on !== 'sign-in')
      context.addIssue({ code: 'custom', path: ['on'], message: `${kind} is about the token: on must be "sign-in"` })
  })

/** The body of POST /_practice/faults: a list of rules, or an object that holds one. */
export const faultListSchema = z.union([z.array(ruleSchema), z.strictObject({ rules: z.array(ruleSchema) })], {
  error: 'must be a list of rules, or { "rules": [ … ] }',
})

/** A rule as it is written, before defaults. */
export type FaultRuleInput = z.input<typeof ruleSchema>
type FaultRule = z.output<typeof ruleSchema>

/** Fills in defaults. Throws a ZodError for a rule that is not one. */
export const parseFaultRule = (rule: FaultRuleInput): FaultRule => ruleSchema.parse(rule)

export interface FaultRuleState extends FaultRule {
  readonly id: number
  /** Requests it fitted, also those another rule took. */
  readonly seen: number
  /** Times it acted. */
  readonly used: number
}

/** A rule that acts on one request. Give it back if the request never came to the point the rule is about. */
export interface ActingRule {
  readonly id: number
  readonly does: Fault
  readonly giveBack: () => void
}

export interface FaultRules {
  readonly add: (rules: readonly FaultRuleInput[]) => void
  readonly clear: () => void
  readonly list: () => readonly FaultRuleState[]
  /** True when some rule for this call needs to know a name. */
  readonly needsName: (call: CloudCall) => boolean
  /** Counts the request with every rule it fits and returns the first that acts on it. */
  readonly pick: (call: CloudCall, name: string | null) => ActingRule | null
}

const globOf = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^]*')
      .replaceAll('?', '[^]')}$`,
    'i',
  )

export const createFaultRules = (): FaultRules => {
  interface Entry {
    readonly id: number
    readonly rule: FaultRule
    readonly glob: RegExp | null
    seen: number
    used: number
  }
  let entries: Entry[] = []
  let lastId = 0

  const fitsCall = (entry: Entry, call: CloudCall): boolean => entry.rule.on === 'any' || entry.rule.on === call
  const isLeft = ({ rule, seen, used }: Entry): boolean =>
    seen >= (rule.match.nth ?? 1) && (rule.times === 'always' || used < rule.times)

  return {
    add: (rules) => {
      const added = rules.map(parseFaultRule)
      for (const rule of added) {
        lastId += 1
        const glob = rule.match.name === undefined ? null : globOf(rule.match.name)
        entries.push({ id: lastId, rule, glob, seen: 0, used: 0 })
      }
    },
    clear: () => {
      entries = []
    },
    list: () => entries.map(({ id, rule, seen, used }) => ({ id, ...rule, seen, used })),
    needsName: (call) => entries.some((entry) => entry.glob !== null && fitsCall(entry, call)),
    pick: (call, name) => {
      const fitting = entries.filter(
        (entry) => fitsCall(entry, call) && (entry.glob === null || (name !== null && entry.glob.test(name))),
      )
      for (const entry of fitting) entry.seen += 1
      const acting = fitting.find(isLeft)
      if (acting === undefined) return null
      acting.used += 1
      return {
        id: acting.id,
        does: acting.rule.do,
        giveBack: () => {
          acting.used -= 1
        },
      }
    },
  }
}
