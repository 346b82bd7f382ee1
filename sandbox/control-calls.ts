// The practice cloud's own control calls under /_practice/: faults, settings, and what was received. They are for people and
// tests, not part of the guide. Bodies are JSON; an unknown key is refused in words, because a mistyped fault that silently
// does nothing makes a test pass that proves nothing. A web page cannot drive them: a request with an Origin is refused.

import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'
import { answerWith, jsonAnswer, refuse, type Answer } from './answer.ts'
import { faultListSchema, type FaultRuleInput } from './fault-rules.ts'
import type { PracticeState } from './practice-state.ts'
import { outageSchema, settingsChangeSchema, type PracticeSettings, type SettingsChange } from './practice-settings.ts'

export const controlRoot = '/_practice/'

/** Applies a change of settings and returns them all. */
export const changeSettings = (state: PracticeState, change: SettingsChange): PracticeSettings => {
  const { revokeTokens, ...settings } = change
  const set = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
  state.settings = { ...state.settings, ...set }
  if (revokeTokens === true) state.tokens.revokeAll()
  return state.settings
}

interface Problem {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

const depthOf = (problems: readonly Problem[]): number => Math.max(0, ...problems.map(({ path }) => path.length))

/** A union reports what went wrong in each of its forms; the one that was read deepest is the one that was meant. */
const problemsOf = (issues: readonly z.core.$ZodIssue[], prefix: readonly PropertyKey[] = []): readonly Problem[] =>
  issues.flatMap((issue): readonly Problem[] => {
    const path = [...prefix, ...issue.path]
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...path, key], message: 'unknown key' }))
    const own = [{ path, message: issue.message }]
    if (issue.code !== 'invalid_union') return own
    const forms = issue.errors.map((errors) => problemsOf(errors, path))
    return forms.reduce((deepest, form) => (depthOf(form) > depthOf(deepest) ? form : deepest), own)
  })

const parseBody = <Schema extends z.ZodType>(
  schema: Schema,
  body: Buffer,
): { readonly value: z.output<Schema> } | { readonly no: Answer } => {
  let json: unknown
  try {
    json = JSON.parse(body.toString('utf8'))
  } catch {
    return { no: refuse(400, 'The body is not JSON.').answer }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { value: parsed.data }
  const errors = problemsOf(parsed.error.issues).map(({ path, message }) => ({
    path: path.map(String).join('.'),
    message,
  }))
  const message = errors
    .map((error) => (error.path === '' ? error.message : `${error.path}: ${error.message}`))
    .join('; ')
  return { no: jsonAnswer(400, { message, errors }) }
}

type Control = (state: PracticeState, body: Buffer) => Answer

const controls: Readonly<Record<string, Readonly<Record<string, Control>>>> = {
  faults: {
    GET: (state) => jsonAnswer(200, { rules: state.faults.list() }),
    POST: (state, body) => {
      const parsed = parseBody(faultListSchema, body)
      if ('no' in parsed) return parsed.no
      const rules: readonly FaultRuleInput[] = Array.isArray(parsed.value) ? parsed.value : parsed.value.rules
      state.faults.add(rules)
      return jsonAnswer(200, { rules: state.faults.list() })
    },
    DELETE: (state) => {
      state.faults.clear()
      return jsonAnswer(200, { rules: [] })
    },
  },
  settings: {
    GET: (state) => jsonAnswer(200, state.settings),
    POST: (state, body) => {
      const parsed = parseBody(settingsChangeSchema, body)
      return 'no' in parsed ? parsed.no : jsonAnswer(200, changeSettings(state, parsed.value))
    },
  },
  outage: {
    POST: (state, body) => {
      const parsed = parseBody(outageSchema, body)
      if ('no' in parsed) return parsed.no
      state.outageAskedFor = parsed.value.seconds
      return jsonAnswer(200, parsed.value)
    },
  },
  ledger: { GET: (state) => jsonAnswer(200, state.ledger.snapshot()) },
}

const journalBytes = (state: PracticeState, n: number): Answer => {
  const bytes = state.ledger.bytesOf(n)
  if (bytes === undefined) return refuse(404, `There is no journal ${n}.`).answer
  if (bytes === null) return refuse(410, `The bytes of journal ${n} are no longer kept.`).answer
  return answerWith(200, 'application/octet-stream', bytes)
}

const isLoopback = (host: string | undefined): boolean =>
  host === undefined || /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host)

/** Answers one control call. `path` begins with controlRoot. */
export const answerControl = (state: PracticeState, request: IncomingMessage, path: string, body: Buffer): Answer => {
  if (request.headers.origin !== undefined || !isLoopback(request.headers.host))
    return refuse(403, 'The controls answer this computer only, and no web page.').answer
  const method = request.method ?? ''
  const name = path.slice(controlRoot.length)
  const journal = /^journals\/(\d{1,9})$/.exec(name)?.[1]
  const methods = journal === undefined ? controls[name] : { GET: () => journalBytes(state, Number(journal)) }
  if (methods === undefined || (journal === undefined && !Object.hasOwn(controls, name)))
    return refuse(404, `There is no control ${path}.`).answer
  const control = Object.hasOwn(methods, method) ? methods[method] : undefined
  if (control === undefined)
    return refuse(405, `${method} is not for ${path}.`, { Allow: Object.keys(methods).join(', ') }).answer
  return control(state, body)
}
