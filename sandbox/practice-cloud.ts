// The practice cloud: a stand-in for Petrosoft Cloud on this computer, for people who practise and for tests. It implements
// the three calls of the integration guide strictly, remembers what it received, and misbehaves on request (README.md).
// It listens on a loopback address only and speaks plain HTTP. Everything it knows is forgotten when it closes.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { journalPath, signInPath } from '../contract/cloud.ts'
import { refuse, type CallResult } from './answer.ts'
import { locationOf, takeConnectionReport } from './connection-state-call.ts'
import { answerControl, changeSettings, controlRoot } from './control-calls.ts'
import { carriesOut, misbehave, reset, send, type Exchange } from './exchange.ts'
import type { ActingRule, CloudCall, Fault, FaultRuleInput, FaultRuleState } from './fault-rules.ts'
import { takeJournal } from './journal-call.ts'
import { unlistedRequest, type OpenRequest, type PracticeLedger } from './ledger.ts'
import { firstFileName } from './multipart-form.ts'
import { defaultSettings, settingsSchema, type PracticeSettings, type SettingsChange } from './practice-settings.ts'
import { createPracticeState, type CallRequest, type PracticeAccount, type PracticeState } from './practice-state.ts'
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

export interface PracticeCloudOptions extends Partial<Pick<PracticeSettings, 'locations' | 'tokenLifeSeconds'>> {
  /** 0, the default, is any free port. */
  readonly port?: number
  /** A loopback address; 127.0.0.1 by default. */
  readonly host?: '127.0.0.1' | '::1' | 'localhost'
  readonly accounts?: readonly PracticeAccount[]
  /** The right time, in milliseconds since 1970. */
  readonly now?: () => number
  readonly log?: (line: PracticeLogLine) => void
}

/** The control calls for a caller in the same process. */
export interface PracticeControl {
  /** Adds rules after those there are. Throws for a rule that is not one. */
  readonly addFaults: (...rules: readonly FaultRuleInput[]) => void
  readonly clearFaults: () => void
  readonly faults: () => readonly FaultRuleState[]
  readonly settings: () => PracticeSettings
  readonly changeSettings: (change: SettingsChange) => void
  /** The bytes of journal n, or null where there are none (any more). */
  readonly journalBytes: (n: number) => Buffer | null
  /** Resolves with the ledger as soon as `isSo` holds for it; rejects after `withinMs` (10 s). */
  readonly when: (isSo: (ledger: PracticeLedger) => boolean, withinMs?: number) => Promise<PracticeLedger>
}

export interface PracticeCloud {
  readonly url: string
  readonly port: number
  readonly received: () => PracticeLedger
  readonly control: PracticeControl
  /** Breaks off what is going on and frees the port. */
  readonly close: () => Promise<void>
}

export const practiceAccount: PracticeAccount = { email: 'practice@storebridge.example', password: 'practice' }

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
    await body.discard()
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
  const body = createRequestBody(request, mostBodyBytes)
  const bytes = await body.whole()
  if (bytes === null) {
    await body.discard()
    return send(exchange, tooLarge.answer)
  }
  if (path.startsWith(controlRoot)) return send(exchange, answerControl(state, request, path, bytes))
  if (call === null) return send(exchange, refuse(404, `There is nothing at ${path}.`).answer)
  return send(exchange, refuse(405, `${request.method} is not for ${path}.`, { Allow: 'POST' }).answer)
}

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })

const waitFor = (
  state: PracticeState,
  isSo: (ledger: PracticeLedger) => boolean,
  withinMs: number,
): Promise<PracticeLedger> =>
  new Promise((resolve, reject) => {
    const look = (): boolean => {
      const ledger = state.ledger.snapshot()
      if (!isSo(ledger)) return false
      stop()
      resolve(ledger)
      return true
    }
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`The practice cloud did not see within ${withinMs} ms what was waited for.`))
    }, withinMs)
    const unsubscribe = state.ledger.onChange(look)
    const stop = (): void => {
      clearTimeout(timer)
      unsubscribe()
    }
    look()
  })

/**
 * Starts a practice cloud and resolves once it listens. Rejects when the port cannot be had (error code EADDRINUSE or
 * EACCES) and throws for a host that is not this computer.
 */
export const startPracticeCloud = async (options: PracticeCloudOptions = {}): Promise<PracticeCloud> => {
  const { port = 0, host = '127.0.0.1', accounts = [practiceAccount], now = Date.now, log } = options
  if (!['127.0.0.1', '::1', 'localhost'].includes(host))
    throw new Error(`The practice cloud listens on this computer only, not on ${host}.`)
  const { locations = defaultSettings.locations, tokenLifeSeconds = defaultSettings.tokenLifeSeconds } = options
  const settings = settingsSchema.parse({ ...defaultSettings, locations, tokenLifeSeconds })
  const state = createPracticeState(settings, accounts, now)

  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    const method = request.method ?? ''
    const isControl = path.startsWith(controlRoot)
    const begun = performance.now()
    const closed = new AbortController()
    const ledgerRequest: OpenRequest = isControl
      ? unlistedRequest
      : state.ledger.openRequest({ call: callOf(path), method, path, headers: withoutSecrets(request.headers) })
    response.once('close', () => {
      closed.abort()
      const record = ledgerRequest.record()
      if (record === null) return
      if (record.end === 'pending') ledgerRequest.set({ end: 'left' })
      const { at, n, call, status, fault, end } = ledgerRequest.record() ?? record
      log?.({
        event: 'request',
        at,
        n,
        call,
        method,
        path,
        status,
        fault,
        end,
        ms: Math.round(performance.now() - begun),
      })
    })
    const exchange: Exchange = { request, response, ledgerRequest, cloudNow: state.cloudNow, closed: closed.signal }
    serve(state, exchange, path).catch((error: unknown) => {
      // A client that leaves while it is sending ends the reading of its body; anything else is a fault of this program.
      if (closed.signal.aborted || request.destroyed) return
      send(exchange, refuse(500, `The practice cloud failed: ${String(error)}`).answer)
    })
  }

  // A pooled connection must not be closed by us just when the client uses it again: that would be a fault nobody asked for.
  const server = createServer({ keepAliveTimeout: 10 * 60_000, requestTimeout: 0, maxHeaderSize: 32 * 1024 }, onRequest)
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
  await listen(server, port, host)
  const address = server.address() as AddressInfo

  return {
    url: `http://${host === '::1' ? '[::1]' : host}:${address.port}`,
    port: address.port,
    received: () => state.ledger.snapshot(),
    control: {
      addFaults: (...rules) => state.faults.add(rules),
      clearFaults: () => state.faults.clear(),
      faults: () => state.faults.list(),
      settings: () => state.settings,
      changeSettings: (change) => {
        changeSettings(state, change)
      },
      journalBytes: (n) => state.ledger.bytesOf(n) ?? null,
      when: (isSo, withinMs = 10_000) => waitFor(state, isSo, withinMs),
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
