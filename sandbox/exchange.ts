// One request and its answer on the wire: sends an answer, or breaks it off in the ways a network does. Every way it can end
// is written into the ledger. Nothing here waits for ever: when the client leaves or the cloud closes, `closed` is aborted.

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { answerWith, type Answer } from './answer.ts'
import type { Fault } from './fault-rules.ts'
import type { OpenRequest } from './ledger.ts'

export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly ledgerRequest: OpenRequest
  /** The cloud's clock. */
  readonly cloudNow: () => number
  /** Aborted when the connection is gone. */
  readonly closed: AbortSignal
}

const portalPage = `<!DOCTYPE html>
<html><head><title>Welcome</title></head>
<body><h1>Welcome to the guest network</h1><form><input name="room"><button>Connect</button></form></body></html>
`

/** Which faults carry the call out before they strike. */
export const carriesOut = (fault: Fault): boolean => {
  switch (fault.kind) {
    case 'reset-before-body':
    case 'reset-after-body':
      return false
    case 'answer':
    case 'portal':
    case 'empty':
    case 'garbage':
    case 'hang':
      return fault.store
    default:
      return true
  }
}

const writeHead = ({ response, cloudNow, ledgerRequest }: Exchange, answer: Answer, skewSeconds = 0): void => {
  response.sendDate = false
  response.setHeader('Date', new Date(cloudNow() + skewSeconds * 1000).toUTCString())
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value)
  response.statusCode = answer.status
  ledgerRequest.set({ status: answer.status })
}

const hasNoBody = (status: number): boolean => status === 204 || status === 304

/** Sends a whole answer. */
export const send = (exchange: Exchange, answer: Answer, skewSeconds = 0): void => {
  const { response, ledgerRequest } = exchange
  if (exchange.closed.aborted) return
  writeHead(exchange, answer, skewSeconds)
  if (!hasNoBody(answer.status)) response.setHeader('Content-Length', answer.body.length)
  response.once('finish', () => ledgerRequest.set({ end: 'answered' }))
  response.end(hasNoBody(answer.status) ? undefined : answer.body)
}

/** Resets the connection: the client's system reports a reset, not an end. */
export const reset = ({ request, ledgerRequest }: Exchange): void => {
  ledgerRequest.set({ end: 'reset' })
  request.socket.resetAndDestroy()
}

const cut = (exchange: Exchange, answer: Answer, fault: Extract<Fault, { kind: 'truncated' }>): void => {
  const { request, response, ledgerRequest } = exchange
  writeHead(exchange, answer)
  response.setHeader('Content-Length', answer.body.length)
  const kept = Math.min(fault.bytes ?? Math.floor(answer.body.length / 2), Math.max(0, answer.body.length - 1))
  const end = (): void => {
    ledgerRequest.set({ end: 'cut' })
    if (fault.end === 'reset') request.socket.resetAndDestroy()
    else request.socket.destroy()
  }
  response.flushHeaders()
  response.write(answer.body.subarray(0, kept), end)
}

const pourForEver = async (exchange: Exchange, everyMs: number): Promise<void> => {
  const { response, closed } = exchange
  writeHead(exchange, answerWith(200, 'application/xml; charset=utf-8', ''))
  response.write('<?xml version="1.0" encoding="UTF-8"?>\n<NAXML-Acknowledgement version="3.5">\n')
  const piece = `<!-- ${'and so on '.repeat(100)} -->\n`
  while (!closed.aborted) {
    const flows = response.write(piece)
    if (everyMs > 0) await pause(everyMs, undefined, { signal: closed }).catch(() => undefined)
    else if (!flows) await once(response, 'drain', { signal: closed }).catch(() => undefined)
  }
}

/**
 * Does what the fault says in place of sending `answer`, the right answer of a call that was carried out, or null where
 * the fault asks that it is not (see carriesOut).
 */
export const misbehave = async (exchange: Exchange, fault: Fault, answer: Answer | null): Promise<void> => {
  const right = answer ?? answerWith(200, 'text/plain', '')
  switch (fault.kind) {
    case 'answer':
      return send(exchange, answerWith(fault.status, 'text/plain; charset=utf-8', fault.body, fault.headers))
    case 'portal':
      return send(exchange, answerWith(200, 'text/html; charset=utf-8', portalPage))
    case 'empty':
      return send(exchange, { status: 200, headers: {}, body: Buffer.alloc(0) })
    case 'garbage':
      return send(exchange, answerWith(200, 'application/octet-stream', randomBytes(512)))
    case 'truncated':
      return cut(exchange, right, fault)
    case 'endless-body':
      return pourForEver(exchange, fault.everyMs)
    case 'delay': {
      await pause(fault.ms, undefined, { signal: exchange.closed }).catch(() => undefined)
      return send(exchange, right)
    }
    case 'hang':
      return undefined
    case 'reset-before-body':
    case 'reset-after-body':
    case 'accept-then-drop':
      return reset(exchange)
    case 'clock-skew':
      return send(exchange, right, fault.seconds)
    case 'other-name':
    case 'name-form':
    case 'unknown-status':
    case 'two-headers':
    case 'verdict':
    case 'token':
      return send(exchange, right)
  }
}
