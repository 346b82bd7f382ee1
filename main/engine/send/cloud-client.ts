// The only maker of HTTP requests. It knows HTTP and nothing of retries: a request in, the facts of the exchange out,
// never an exception. Redirects are not followed, answers are cut at 1 MiB, every call has a deadline on the
// monotonic clock, TLS is always verified.

import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { Agent, request, type Dispatcher } from 'undici'
import {
  connectionStatePath,
  journalPartName,
  journalPartType,
  journalPath,
  signInPath,
} from '../../../contract/cloud.ts'
import type { ConnectionReport } from '../../../contract/cloud.ts'
import { longestAnswerBytes } from '../answer/acknowledgement.ts'
import type { Clock } from '../support/clock.ts'
import { safeText } from '../support/log.ts'
import { networkFaultOf, type Exchange } from './exchange.ts'

const connectLimitMs = 10_000
const answerLimitMs = 60_000
/** The slowest line a journal is still waited for: 16 KiB a second. */
const slowestBytesPerMs = 16
const smallCallLimitMs = 20_000
/** How long a connection that nobody uses is kept. */
const idleLimitMs = 4000
const chunkBytes = 64 * 1024

export interface JournalToSend {
  readonly name: string
  readonly bytes: Uint8Array
  readonly deliveryId: string
  readonly token: string
}

export interface CloudClient {
  signIn(email: string, password: string): Promise<Exchange>
  sendJournal(journal: JournalToSend): Promise<Exchange>
  reportConnection(locationId: string, report: ConnectionReport, token: string): Promise<Exchange>
  /**
   * The PC slept, or its network changed: connections from before may be dead without anybody knowing. From now on new
   * ones are made; what is on its way on the old ones may still be answered (reliability F33).
   */
  startAfresh(): void
  /** Ends every open exchange at once; each resolves as unanswered. */
  abortAll(): void
  close(): Promise<void>
}

const quotedName = (name: string): string => name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const multipart = (journal: JournalToSend): { contentType: string; parts: Buffer[] } => {
  const boundary = `storebridge-${randomBytes(18).toString('hex')}`
  const head =
    `--${boundary}\r\n` +
    `Content-Disposition: form-data; name="${journalPartName}"; filename="${quotedName(journal.name)}"\r\n` +
    `Content-Type: ${journalPartType}\r\n\r\n`
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    parts: [
      Buffer.from(head),
      Buffer.from(journal.bytes.buffer, journal.bytes.byteOffset, journal.bytes.byteLength),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ],
  }
}

interface Sending {
  readonly path: string
  readonly headers: Record<string, string>
  readonly parts: readonly Buffer[]
  readonly limitMs: number
}

const headerText = (headers: Record<string, string | string[] | undefined>, name: string): string | null => {
  const value = headers[name]
  return typeof value === 'string' ? value : (value?.[0] ?? null)
}

const readBody = async (
  body: Dispatcher.ResponseData['body'],
): Promise<{ body: Buffer; end: 'complete' | 'cut' | 'too-long' }> => {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      length += chunk.length
      if (length > longestAnswerBytes)
        return { body: Buffer.concat(chunks).subarray(0, longestAnswerBytes), end: 'too-long' }
    }
    return { body: Buffer.concat(chunks), end: 'complete' }
  } catch {
    return { body: Buffer.concat(chunks), end: 'cut' }
  }
}

const codeOf = (fault: unknown): string => {
  if (!(fault instanceof Error)) return 'UNKNOWN'
  if ('code' in fault && typeof fault.code === 'string') return fault.code
  return fault.name
}

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The address refused the connection.',
  ECONNRESET: 'The connection was cut.',
  UND_ERR_SOCKET: 'The connection was cut.',
  UND_ERR_CONNECT_TIMEOUT: 'No connection within 10 seconds.',
  UND_ERR_ABORTED: 'Storebridge ended before the answer came.',
  AbortError: 'Storebridge ended before the answer came.',
  ENOTFOUND: 'The name of the server could not be found.',
  EAI_AGAIN: 'The name of the server could not be looked up.',
  CERT_HAS_EXPIRED: "The server's certificate has expired, or this PC's clock is wrong.",
  CERT_NOT_YET_VALID: "The server's certificate is not valid yet, or this PC's clock is wrong.",
}

const sentenceFor = (fault: unknown, timedOut: boolean): string => {
  if (timedOut) return 'No answer in time.'
  const code = codeOf(fault)
  return sentences[code] ?? `The connection failed (${safeText(code)}).`
}

const newAgent = (connections: number): Agent =>
  new Agent({
    connect: { timeout: connectLimitMs },
    connections,
    pipelining: 1,
    keepAliveTimeout: idleLimitMs,
    // A server may promise to keep it for minutes; the boxes between forget it sooner, and tell nobody.
    keepAliveMaxTimeout: idleLimitMs,
    headersTimeout: 0,
    bodyTimeout: 0,
  })

/** A client for one cloud address. It holds connections open between requests; close() ends them. */
export const createCloudClient = (baseUrl: string, connections: number, clock: Clock): CloudClient => {
  const base = baseUrl.replace(/\/+$/, '')
  let agent = newAgent(connections)
  /** Those from before a fresh start that still have an exchange to end. */
  const leaving = new Set<Agent>()
  const open = new Set<AbortController>()

  const exchange = async (sending: Sending): Promise<Exchange> => {
    const abort = new AbortController()
    open.add(abort)
    const began = clock.monotonic()
    let bodyStarted = false
    let timedOut = false
    const timer = clock.after(connectLimitMs + sending.limitMs, () => {
      timedOut = true
      abort.abort()
    })
    async function* chunks(): AsyncGenerator<Buffer> {
      // undici asks for the first chunk when it is connected and about to write.
      bodyStarted = true
      for (const part of sending.parts)
        for (let at = 0; at < part.length; at += chunkBytes) yield part.subarray(at, at + chunkBytes)
    }
    try {
      const response = await request(base + sending.path, {
        method: 'POST',
        dispatcher: agent,
        signal: abort.signal,
        headers: {
          ...sending.headers,
          'content-length': String(sending.parts.reduce((sum, part) => sum + part.length, 0)),
        },
        body: Readable.from(chunks()),
      })
      const { body, end } = await readBody(response.body)
      if (end !== 'complete') abort.abort()
      return {
        kind: 'answer',
        status: response.statusCode,
        retryAfter: headerText(response.headers, 'retry-after'),
        date: headerText(response.headers, 'date'),
        body,
        end,
        tookMs: Math.round(clock.monotonic() - began),
      }
    } catch (fault) {
      return {
        kind: 'no-answer',
        bodyStarted,
        fault: timedOut ? 'service' : networkFaultOf(codeOf(fault)),
        code: timedOut ? 'TIMEOUT' : codeOf(fault),
        sentence: sentenceFor(fault, timedOut),
      }
    } finally {
      timer.cancel()
      open.delete(abort)
    }
  }

  return {
    signIn: (email, password) =>
      exchange({
        path: signInPath,
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        parts: [Buffer.from(new URLSearchParams({ email, password }).toString())],
        limitMs: smallCallLimitMs,
      }),
    sendJournal: (journal) => {
      const { contentType, parts } = multipart(journal)
      return exchange({
        path: journalPath,
        headers: {
          accept: 'application/xml',
          'content-type': contentType,
          authorization: `Bearer ${journal.token}`,
          'idempotency-key': journal.deliveryId,
        },
        parts,
        limitMs: answerLimitMs + journal.bytes.length / slowestBytesPerMs,
      })
    },
    reportConnection: (locationId, report, token) =>
      exchange({
        path: connectionStatePath(locationId),
        headers: { accept: 'application/json', 'content-type': 'application/json', authorization: `Bearer ${token}` },
        parts: [Buffer.from(JSON.stringify({ state: report.state, recordedAt: report.recordedAt }))],
        limitMs: smallCallLimitMs,
      }),
    startAfresh: () => {
      const before = agent
      agent = newAgent(connections)
      leaving.add(before)
      // It ends its idle connections at once and the others with their exchange.
      const gone = (): boolean => leaving.delete(before)
      before.close().then(gone, gone)
    },
    abortAll: () => {
      for (const abort of open) abort.abort()
    },
    close: async () => {
      await Promise.all([agent, ...leaving].map((each) => each.destroy()))
    },
  }
}
