// Serves one request after another: finds the call, asks the fault rules, carries the call out, and sends the answer or
// what the rule wants instead. A request is in the ledger before its body is read, and its end is written there however it
// comes. A failure of this program is answered with 500 and its words; it never leaves a client waiting.

import type { IncomingMessage, RequestListener } from 'node:http'
import { journalPath, signInPath } from '../contract/cloud.ts'
import { refuse, type CallResult } from './answer.ts'
import { locationOf, takeConnectionReport } from './connection-state-call.ts'
import { answerControl, controlRoot } from './control-calls.ts'
import { carriesOut, misbehave, reset, send, type Exchange } from './exchange.ts'
import type { ActingRule, CloudCall, Fault } from './fault-rules.ts'
import { takeJournal } from './journal-call.ts'
import { unlistedRequest, type OpenRequest, type RequestRecord } from './ledger.ts'
import { firstFileName } from './multipart-form.ts'
import type { CallRequest, PracticeState } from './practice-state.ts'
import { createRequestBody, type RequestBody } from './request-body.ts'
import { emailOf, signIn } from './sign-in-call.ts'

/** One line about one finished request; holds no secret. */
export interface PracticeLogLine {
  readonly event: 'request'
  readonly at: string
  readonly n: number
  readonly call: CloudCall | null
  readonly method: string
  readonly path: string
  readonly status: number | null
  readonly fault: Fault['kind'] | null
  readonly end: string
  readonly ms: number
}

const mostBodyBytes = 64 * 1024 * 1024

const callOf = (path: string): CloudCall | null => {
  if (path === signInPath) return 'sign-in'
  if (path === journalPath) return 'journal'
  return locationOf(path) === null ? null : 'connection-state'
}

const withoutSecrets = (headers: IncomingMessage['headers']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !['authorization', 'proxy-authorization', 'cookie'].includes(name))
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )

/** What rules with a name look at: the file name, the location, the e-mail. Reads no more of the body than it needs. */
const ruleName = async (call: CloudCall, path: string, body: RequestBody): Promise<string | null> => {
  switch (call) {
    case 'connection-state':
      return locationOf(path)
    case 'journal':
      return firstFileName(await body.beginning((head) => head.includes('\r\n\r\n') || head.length > 64 * 1024))
    case 'sign-in':
      return emailOf((await body.whole()) ?? Buffer.alloc(0))
  }
}

const carryOut = async (state: PracticeState, call: CloudCall, request: CallRequest): Promise<CallResult> => {
  switch (call) {
    case 'sign-in':
      return signIn(state, request)
    case 'journal':
      return takeJournal(state, request)
    case 'connection-state':
      return takeConnectionReport(state, request)
  }
}

const tooLarge = refuse(413, `The request is larger than ${mostBodyBytes} bytes.`)

const serveCall = async (state: PracticeState, exchange: Exchange, call: CloudCall, path: string): Promise<void> => {
  const { request, ledgerRequest } = exchange
  const body = createRequestBody(request, mostBodyBytes)
  const name = state.faults.needsName(call) ? await ruleName(call, path, body) : null
  const rule: ActingRule | null = state.faults.pick(call, name)
  const fault = rule?.does ?? null
  if (fault !== null) ledgerRequest.set({ fault: fault.kind })
  if (fault?.kind === 'reset-before-body') return reset(exchange)

  const bytes = await body.whole()
  if (bytes === null) {
    rule?.giveBack()
    if (fault !== null) ledgerRequest.set({ fault: null })
    return send(exchange, tooLarge.answer)
  }
  if (fault !== null && !carriesOut(fault)) return misbehave(exchange, fault, null)
  const result = await carryOut(state, call, {
    number: ledgerRequest.n,
    headers: request.headers,
    path,
    body: bytes,
    fault,
  })
  if (rule === null || fault === null) return send(exchange, result.answer)
  if (result.done) return misbehave(exchange, fault, result.answer)
  // The rule is about a call that succeeds; this one did not get so far.
  rule.giveBack()
  ledgerRequest.set({ fault: null })
  return send(exchange, result.answer)
}

const serve = async (state: PracticeState, exchange: Exchange, path: string): Promise<void> => {
  const { request } = exchange
  const call = callOf(path)
  if (call !== null && request.method === 'POST') return serveCall(state, exchange, call, path)
  const bytes = await createRequestBody(request, mostBodyBytes).whole()
  if (bytes === null) return send(exchange, tooLarge.answer)
  if (path.startsWith(controlRoot)) return send(exchange, answerControl(state, request, path, bytes))
  if (call === null) return send(exchange, refuse(404, `There is nothing at ${path}.`).answer)
  return send(exchange, refuse(405, `${request.method} is not for ${path}.`, { Allow: 'POST' }).answer)
}

const logLine = (record: RequestRecord, ms: number): PracticeLogLine => {
  const { at, n, call, method, path, status, fault, end } = record
  return { event: 'request', at, n, call, method, path, status, fault, end, ms }
}

/** The listener for a server of this cloud. `afterControl` is called when a control call has been answered. */
export const createRequestListener =
  (state: PracticeState, log: (line: PracticeLogLine) => void, afterControl: () => void): RequestListener =>
  (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    const method = request.method ?? ''
    const begun = performance.now()
    const closed = new AbortController()
    const ledgerRequest: OpenRequest = path.startsWith(controlRoot)
      ? unlistedRequest
      : state.ledger.openRequest({ call: callOf(path), method, path, headers: withoutSecrets(request.headers) })
    response.once('close', () => {
      closed.abort()
      if (ledgerRequest.record()?.end === 'pending') ledgerRequest.set({ end: 'left' })
      const record = ledgerRequest.record()
      if (record === null) afterControl()
      else log(logLine(record, Math.round(performance.now() - begun)))
    })
    const exchange: Exchange = { request, response, ledgerRequest, cloudNow: state.cloudNow, closed: closed.signal }
    serve(state, exchange, path).catch((error: unknown) => {
      // A client that leaves while it is sending ends the reading of its body, and there is nobody to answer.
      if (request.socket.destroyed) return
      send(exchange, refuse(500, `The practice cloud failed: ${String(error)}`).answer)
    })
  }
