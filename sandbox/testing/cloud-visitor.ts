// A client for the tests of the practice cloud: the guide's three calls over real HTTP, each detail of a request open to be
// got wrong, and a bare socket for what no HTTP client lets one see.

import { once } from 'node:events'
import { Agent, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { connectionStatePath, journalPath, signInPath } from '../../contract/cloud.ts'
import { practiceAccount, type PracticeCloud } from '../practice-cloud.ts'

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export interface SendOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  readonly signal?: AbortSignal
}

export interface CloudVisitor {
  readonly send: (path: string, options?: SendOptions) => Promise<Reply>
  readonly signIn: (fields?: Readonly<Record<string, string>>) => Promise<Reply>
  readonly token: () => Promise<string>
  readonly sendJournal: (
    token: string,
    name: string,
    bytes: Buffer,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Reply>
  readonly report: (token: string, locationId: string, body: unknown) => Promise<Reply>
  readonly control: (method: 'GET' | 'POST' | 'DELETE', name: string, body?: unknown) => Promise<Reply>
  readonly close: () => void
}

export interface FormOptions {
  readonly partName?: string
  readonly disposition?: string
  readonly contentType?: string | null
  readonly boundary?: string
}

/** A multipart body as the guide's curl example sends it. */
export const formBody = (fileName: string, bytes: Buffer, options: FormOptions = {}): Buffer => {
  const { partName = 'PJR', contentType = 'text/xml', boundary = 'practice-boundary' } = options
  const disposition = options.disposition ?? `form-data; name="${partName}"; filename="${fileName}"`
  const type = contentType === null ? '' : `Content-Type: ${contentType}\r\n`
  return Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Disposition: ${disposition}\r\n${type}\r\n`),
    bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
}

export const formType = 'multipart/form-data; boundary=practice-boundary'

export const visit = (cloud: Pick<PracticeCloud, 'url'>): CloudVisitor => {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const send: CloudVisitor['send'] = async (path, { method = 'POST', headers = {}, body = '', signal } = {}) => {
    const options = { agent, method, headers: { 'content-length': Buffer.byteLength(body), ...headers } }
    const sent = request(`${cloud.url}${path}`, signal === undefined ? options : { ...options, signal })
    // Once the response has begun, what breaks it off is told by reading it.
    sent.on('error', () => undefined)
    sent.end(body)
    const [reply] = (await once(sent, 'response')) as [IncomingMessage]
    const bytes = await buffer(reply)
    return { status: reply.statusCode ?? 0, headers: reply.headers, text: bytes.toString('utf8') }
  }
  const signIn: CloudVisitor['signIn'] = (fields = { ...practiceAccount }) =>
    send(signInPath, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams(fields).toString(),
    })
  return {
    send,
    signIn,
    token: async () => (JSON.parse((await signIn()).text) as { readonly token: string }).token,
    sendJournal: (token, name, bytes, headers = {}) =>
      send(journalPath, {
        headers: { authorization: `Bearer ${token}`, accept: 'application/xml', 'content-type': formType, ...headers },
        body: formBody(name, bytes),
      }),
    report: (token, locationId, body) =>
      send(connectionStatePath(locationId), {
        headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    control: (method, name, body) =>
      send(`/_practice/${name}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    close: () => agent.destroy(),
  }
}

/** Text of the first element with this name in an acknowledgement; null where there is none. */
export const textOf = (xml: string, name: string): string | null =>
  xml.includes(`<${name}/>`) ? '' : (new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? null)

export interface SocketEnd {
  readonly received: string
  /** `reset` when the system reports ECONNRESET, `end` when the other side closed in good order. */
  readonly how: 'reset' | 'end'
}

/** Writes raw bytes on a new connection and waits until the other side ends it. */
export const talkRaw = async (port: number, bytes: string | Buffer): Promise<SocketEnd> => {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  let how: SocketEnd['how'] = 'end'
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE') how = 'reset'
  })
  socket.write(bytes)
  // An error is always followed by close.
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
  })
  return { received: Buffer.concat(chunks).toString('latin1'), how }
}
