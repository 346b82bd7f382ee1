// POST /api/auth/by-password: form fields email and password for a JSON Web Token (guide, "Authenticate"). The guide does
// not name the token's place in the answer; here it is {"token": …} unless a fault asks for another shape.

import { accepts, answerWith, jsonAnswer, refuse, type Answer, type CallResult } from './answer.ts'
import type { Fault } from './fault-rules.ts'
import { parseParameters } from './multipart-form.ts'
import type { CallRequest, PracticeState } from './practice-state.ts'

type TokenShape = Extract<Fault, { kind: 'token' }>['shape'] | 'token'

const fieldNames = ['email', 'password']

interface SignInFields {
  readonly email: string
  readonly password: string
}

/** The two fields, or the sentence that says what is wrong with the form. */
const readFields = (body: Buffer): SignInFields | string => {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return 'The form is not UTF-8.'
  }
  const form = new URLSearchParams(text)
  const stranger = [...form.keys()].find((name) => !fieldNames.includes(name))
  if (stranger !== undefined) return `The form has a field "${stranger}"; only email and password are expected.`
  for (const name of fieldNames) {
    const values = form.getAll(name)
    if (values.length > 1) return `The form has ${name} more than once.`
    if ((values[0] ?? '') === '') return `The form has no ${name}.`
  }
  return { email: form.get('email') ?? '', password: form.get('password') ?? '' }
}

/** The e-mail of a sign-in form, for rules that match it; null where it cannot be read. */
export const emailOf = (body: Buffer): string | null => new URLSearchParams(body.toString('utf8')).get('email')

const tokenAnswer = (shape: TokenShape, issue: PracticeState['tokens']['issue'], email: string): Answer => {
  switch (shape) {
    case 'token':
    case 'access_token':
    case 'accessToken':
    case 'jwt':
      return jsonAnswer(200, { [shape]: issue(email) })
    case 'nested':
      return jsonAnswer(200, { status: 'success', data: { token: issue(email) } })
    case 'string':
      return jsonAnswer(200, issue(email))
    case 'text':
      return answerWith(200, 'text/plain; charset=utf-8', issue(email))
    case 'opaque':
      return jsonAnswer(200, { token: issue(email, 'opaque') })
    case 'without-exp':
      return jsonAnswer(200, { token: issue(email, 'jwt-without-exp') })
    case 'none':
      return jsonAnswer(200, { status: 'success' })
  }
}

/** Signs in. 415 another content type, 406 an Accept without JSON, 400 another form, 401 not one of the accounts. */
export const signIn = (state: PracticeState, { headers, body, fault }: CallRequest): CallResult => {
  if (parseParameters(headers['content-type'] ?? '')?.value !== 'application/x-www-form-urlencoded')
    return refuse(415, 'Content-Type must be application/x-www-form-urlencoded.')
  if (!accepts(headers.accept, 'application/json')) return refuse(406, 'The answer is application/json.')
  const fields = readFields(body)
  if (typeof fields === 'string') return refuse(400, fields)
  const { email, password } = fields
  const ok = state.accounts.some((account) => account.email === email && account.password === password)
  state.ledger.addSignIn(email, ok)
  if (!ok) return refuse(401, 'The e-mail address or the password is not right.')
  return { done: true, answer: tokenAnswer(fault?.kind === 'token' ? fault.shape : 'token', state.tokens.issue, email) }
}
