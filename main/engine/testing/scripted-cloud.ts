// A cloud for tests without a network: each call waits until the test answers it, in any order. It obeys the law of
// CloudClient: it never rejects, and abortAll ends every open call as unanswered.

import { onTestFinished } from 'vitest'
import type { ConnectionReport } from '../../../contract/cloud.ts'
import type { CloudClient, JournalToSend } from '../send/cloud-client.ts'
import type { Exchange } from '../send/exchange.ts'
import { turns, type FakeClock } from './fake-clock.ts'

export interface OpenCall<About> {
  readonly about: About
  answer(exchange: Exchange): void
}

class Calls<About> {
  /** Calls that were not answered yet, oldest first. */
  open: OpenCall<About>[] = []
  /** Every call ever made. */
  readonly made: About[] = []
  /** Answers every call at once while it is set. */
  always: ((about: About) => Exchange) | null = null

  begin(about: About): Promise<Exchange> {
    this.made.push(about)
    if (this.always !== null) return Promise.resolve(this.always(about))
    return new Promise((resolve) => {
      const call: OpenCall<About> = {
        about,
        answer: (exchange) => {
          this.open = this.open.filter((each) => each !== call)
          resolve(exchange)
        },
      }
      this.open.push(call)
    })
  }

  /** Answers the oldest open call. */
  answer(exchange: Exchange): About {
    const [call] = this.open
    if (call === undefined) throw new Error('no call waits for an answer')
    call.answer(exchange)
    return call.about
  }
}

export const answered = (
  status: number,
  body: string | Buffer = '',
  more: Partial<Exchange & { kind: 'answer' }> = {},
): Exchange => ({
  kind: 'answer',
  status,
  retryAfter: null,
  date: null,
  body: Buffer.from(body),
  end: 'complete',
  tookMs: 20,
  ...more,
})

/** The connection failed before a byte of the body was written. */
export const notSent = (fault: 'no-internet' | 'service' | 'certificate' = 'service'): Exchange => ({
  kind: 'no-answer',
  bodyStarted: false,
  fault,
  sentence: 'The address refused the connection.',
})

/** The connection ended after bytes of the body were written. */
export const cutOff = (): Exchange => ({
  kind: 'no-answer',
  bodyStarted: true,
  fault: 'service',
  sentence: 'The connection was cut.',
})

export const acknowledgementOf = (name: string, status = 'Success', reference = 'ref-1', detail = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?><NAXML-Acknowledgement version="3.5"><AckHeader><ReferenceID>${reference}</ReferenceID>` +
  `<DocumentName>${name}</DocumentName><ValidationStatus>${status}</ValidationStatus><StatusMessage>OK</StatusMessage></AckHeader>${detail}</NAXML-Acknowledgement>`

export class ScriptedCloud implements CloudClient {
  readonly signIns = new Calls<{ readonly email: string; readonly password: string }>()
  readonly journals = new Calls<JournalToSend>()
  readonly reports = new Calls<{
    readonly locationId: string
    readonly report: ConnectionReport
    readonly token: string
  }>()
  aborted = 0

  signIn(email: string, password: string): Promise<Exchange> {
    return this.signIns.begin({ email, password })
  }

  sendJournal(journal: JournalToSend): Promise<Exchange> {
    return this.journals.begin(journal)
  }

  reportConnection(locationId: string, report: ConnectionReport, token: string): Promise<Exchange> {
    return this.reports.begin({ locationId, report, token })
  }

  startAfresh(): void {
    // It has no connections.
  }

  abortAll(): void {
    this.aborted++
    for (const calls of [this.signIns, this.journals, this.reports])
      for (const call of calls.open) call.answer(cutOff())
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

/** A JWT that lives for `lifeS` seconds; `iat` may be any date, because it is never compared with this PC's. */
export const jwtOf = (lifeS: number | null, name = 'a', iat = 1_000_000): string => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part(lifeS === null ? { sub: name } : { sub: name, iat, exp: iat + lifeS })}.signature`
}

export const tokenAnswer = (token: string): Exchange => answered(200, JSON.stringify({ token }))

interface Worker {
  start(): void
  stop(): Promise<void>
}

/** Starts what calls this cloud, until the test ends; resolves when it has done what it does at once. */
export const startOver = async (cloud: ScriptedCloud, clock: FakeClock, worker: Worker): Promise<void> => {
  worker.start()
  onTestFinished(async () => {
    cloud.abortAll()
    const stopped = worker.stop()
    // No stop is waited for longer.
    await clock.advance(60_000)
    await stopped
  })
  await turns()
}
