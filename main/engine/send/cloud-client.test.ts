// The only maker of HTTP requests, against real sockets.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { longestAnswerBytes } from '../answer/acknowledgement.ts'
import { systemClock, type Clock } from '../support/clock.ts'
import { FakeClock, until } from '../testing/fake-clock.ts'
import { temporaryDirectory } from '../testing/test-store.ts'
import { createCloudClient, type CloudClient, type JournalToSend } from './cloud-client.ts'
import type { Exchange } from './exchange.ts'

interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
}

type Answer = (request: Received, response: ServerResponse) => void

interface Cloud {
  readonly url: string
  readonly received: Received[]
}

const listening = async (server: Server | ReturnType<typeof createTcpServer>, scheme = 'http'): Promise<string> => {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const cloud = async (answer: Answer): Promise<Cloud> => {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('error', () => undefined)
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const got: Received = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        body: Buffer.concat(chunks),
      }
      received.push(got)
      answer(got, response)
    })
  })
  return { url: await listening(server), received }
}

const client = (url: string, clock: Clock = systemClock): CloudClient => {
  const made = createCloudClient(url, 6, clock)
  onTestFinished(() => made.close())
  return made
}

const journal: JournalToSend = {
  name: 'PJR1.xml',
  bytes: Buffer.from('<a>\r\n\u00e9</a>\u001a', 'latin1'),
  deliveryId: '42',
  token: 'token-0123456789',
}

const ok: Answer = (_request, response) => response.end('fine')
const answerOf = (exchange: Exchange): Exchange & { kind: 'answer' } => {
  if (exchange.kind !== 'answer') throw new Error(`there was no answer: ${exchange.sentence}`)
  return exchange
}

describe('a journal', () => {
  test('is one part named PJR, byte for byte, with file name, type, token, key and the exact length', async () => {
    const c = await cloud(ok)
    const answer = answerOf(await client(c.url).sendJournal(journal))
    expect(answer).toMatchObject({ status: 200, end: 'complete', body: Buffer.from('fine') })
    const [request] = c.received
    expect(request).toMatchObject({
      method: 'POST',
      url: '/api/journals/pos',
      headers: { accept: 'application/xml', authorization: 'Bearer token-0123456789', 'idempotency-key': '42' },
    })
    const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(request?.headers['content-type'] ?? '')?.[1] ?? ''
    expect(boundary.length).toBeGreaterThan(20)
    const expected = Buffer.concat([
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="PJR"; filename="PJR1.xml"\r\nContent-Type: text/xml\r\n\r\n`,
      ),
      Buffer.from(journal.bytes),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ])
    expect(request?.body.equals(expected)).toBe(true)
    expect(request?.headers['content-length']).toBe(String(expected.length))
    expect(request?.headers['transfer-encoding']).toBeUndefined()
  })

  test('of many megabytes arrives whole', async () => {
    const c = await cloud(ok)
    const bytes = Buffer.alloc(20_000_000)
    for (let i = 0; i < bytes.length; i += 997) bytes.writeUInt8(i % 256, i)
    expect(answerOf(await client(c.url).sendJournal({ ...journal, bytes })).status).toBe(200)
    const body = c.received[0]?.body ?? Buffer.alloc(0)
    const at = body.indexOf('\r\n\r\n') + 4
    expect(body.subarray(at, at + bytes.length).equals(bytes)).toBe(true)
  })

  test('with any name cannot forge a header or another part', async () => {
    const c = await cloud(ok)
    await client(c.url).sendJournal({ ...journal, name: 'a"; name="x"\r\nX-Forged: 1\r\n\r\nünï.xml' })
    const text = c.received[0]?.body.toString('utf8') ?? ''
    expect(text.split('\r\n')[1]).toBe(
      'Content-Disposition: form-data; name="PJR"; filename="a%22; name=%22x%22%0D%0AX-Forged: 1%0D%0A%0D%0Aünï.xml"',
    )
    expect(text.split('\r\n')[2]).toBe('Content-Type: text/xml')
  })

  test('has another boundary each time', async () => {
    const c = await cloud(ok)
    const sender = client(c.url)
    await Promise.all([sender.sendJournal(journal), sender.sendJournal(journal)])
    expect(new Set(c.received.map(({ headers }) => headers['content-type'])).size).toBe(2)
  })
})

describe('the other calls', () => {
  test('a sign-in is a form whose fields are escaped', async () => {
    const c = await cloud(ok)
    await client(c.url).signIn('a+b@example.com', 'p&w=1 ü%')
    expect(c.received[0]).toMatchObject({
      method: 'POST',
      url: '/api/auth/by-password',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    })
    expect(Object.fromEntries(new URLSearchParams(c.received[0]?.body.toString('utf8')))).toEqual({
      email: 'a+b@example.com',
      password: 'p&w=1 ü%',
    })
    expect(c.received[0]?.headers.authorization).toBeUndefined()
  })

  test('a connection report is the documented JSON at the address of the store', async () => {
    const c = await cloud(ok)
    await client(`${c.url}/base/`).reportConnection(
      '33/084 ü',
      { state: 'OK', recordedAt: '2025-02-21T08:00:03-0500' },
      'token-0123456789',
    )
    expect(c.received[0]).toMatchObject({
      method: 'POST',
      url: '/base/api/location/33%2F084%20%C3%BC/connection-state',
      headers: { 'content-type': 'application/json', authorization: 'Bearer token-0123456789' },
    })
    expect(c.received[0]?.body.toString('utf8')).toBe('{"state":"OK","recordedAt":"2025-02-21T08:00:03-0500"}')
  })
})

describe('an answer', () => {
  test('is told with status, Retry-After, date and how long it took, whatever the status is', async () => {
    for (const status of [200, 204, 302, 400, 401, 503]) {
      const c = await cloud((_request, response) => {
        response.writeHead(status, { 'retry-after': '7', date: 'Fri, 20 Nov 2026 15:00:00 GMT' })
        response.end()
      })
      const answer = answerOf(await client(c.url).sendJournal(journal))
      expect(answer).toMatchObject({ status, retryAfter: '7', date: 'Fri, 20 Nov 2026 15:00:00 GMT', end: 'complete' })
      expect(answer.tookMs).toBeGreaterThanOrEqual(0)
    }
  })

  test('that redirects is not followed: neither the journal nor the token go anywhere else', async () => {
    const elsewhere = await cloud(ok)
    for (const status of [301, 302, 303, 307, 308]) {
      const c = await cloud((_request, response) => {
        response.writeHead(status, { location: `${elsewhere.url}/api/journals/pos` })
        response.end()
      })
      expect(answerOf(await client(c.url).sendJournal(journal)).status).toBe(status)
    }
    expect(elsewhere.received).toEqual([])
  })

  test('of just 1 MiB is whole; one of more, or without end, is cut there and no more of it is read', async () => {
    const exact = await cloud((_request, response) => response.end(Buffer.alloc(longestAnswerBytes, 'x')))
    expect(answerOf(await client(exact.url).sendJournal(journal))).toMatchObject({ end: 'complete' })
    let [written, dropped] = [0, false]
    const endless = await cloud((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x'))) written += 65_536
        if (!response.destroyed) response.once('drain', more)
      }
      response.on('error', () => undefined)
      response.on('close', () => {
        dropped = true
      })
      more()
    })
    const answer = answerOf(await client(endless.url).sendJournal(journal))
    expect(answer.end).toBe('too-long')
    expect(answer.body).toHaveLength(longestAnswerBytes)
    await until('the connection to be dropped', () => dropped)
    // What the sockets of this computer hold, and no more.
    expect(written).toBeLessThan(64 * longestAnswerBytes)
  })

  test.each([
    ['with a length that is not reached', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<NAXML-Ack'],
    ['in pieces without the last one', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<NAXM\r\n'],
  ])('that ends before it is whole, %s, is cut', async (_what, text) => {
    const server = createTcpServer((socket) => {
      socket.once('data', () => socket.end(text))
    })
    const answer = answerOf(await client(await listening(server)).sendJournal(journal))
    expect(answer).toMatchObject({ status: 200, end: 'cut' })
  })
})

describe('no answer', () => {
  const fault = (exchange: Exchange): unknown =>
    exchange.kind === 'answer' ? exchange.status : { bodyStarted: exchange.bodyStarted, fault: exchange.fault }

  test('because the connection was refused: nothing of the body was written', async () => {
    const server = createTcpServer()
    const url = await listening(server)
    await new Promise((resolve) => server.close(resolve))
    expect(fault(await client(url).sendJournal(journal))).toEqual({ bodyStarted: false, fault: 'service' })
  })

  test('because there is no such name: nothing of the body was written', async () => {
    expect(fault(await client('http://cloud.invalid').sendJournal(journal))).toEqual({
      bodyStarted: false,
      fault: 'no-internet',
    })
  })

  test('because it was reset after the body began: it may have arrived', async () => {
    const server = createTcpServer((socket) => {
      socket.once('data', () => socket.resetAndDestroy())
    })
    expect(fault(await client(await listening(server)).sendJournal(journal))).toEqual({
      bodyStarted: true,
      fault: 'service',
    })
  })

  test('because it is no HTTP: it may have arrived', async () => {
    const server = createTcpServer((socket) => {
      socket.once('data', () => socket.end('SSH-2.0-OpenSSH\r\n'))
    })
    expect(fault(await client(await listening(server)).sendJournal(journal))).toEqual({
      bodyStarted: true,
      fault: 'service',
    })
  })

  test('in time: 70 s and what the length of the journal needs, by the clock that never jumps', async () => {
    for (const [bytes, limitMs] of [
      [100, 70_007],
      [1_600_000, 170_000],
    ] as const) {
      const clock = new FakeClock()
      let heard = 0
      const server = createTcpServer((socket) => {
        socket.on('data', () => heard++)
      })
      const sent = client(await listening(server), clock).sendJournal({ ...journal, bytes: Buffer.alloc(bytes) })
      await until('the journal to arrive', () => heard > 0)
      let done = false
      void sent.then(() => {
        done = true
      })
      clock.jumpWall(24 * 3600_000)
      await clock.advance(limitMs - 10)
      expect(done).toBe(false)
      await clock.advance(10)
      expect(await sent).toMatchObject({
        kind: 'no-answer',
        bodyStarted: true,
        fault: 'service',
        sentence: 'No answer in time.',
      })
      expect(clock.pending).toBe(0)
    }
  })

  test('because Storebridge ends: every open exchange ends at once', async () => {
    const server = createTcpServer(() => undefined)
    const sender = client(await listening(server))
    const sent = [
      sender.sendJournal(journal),
      sender.signIn('a', 'b'),
      sender.reportConnection('1', { state: 'OK', recordedAt: '' }, 't'),
    ]
    sender.abortAll()
    for (const exchange of await Promise.all(sent))
      expect(exchange).toMatchObject({ kind: 'no-answer', sentence: 'Storebridge ended before the answer came.' })
  })

  test.skipIf(!hasOpenssl())(
    'because the certificate is nobody’s: nothing of the body was written, and there is no way around it',
    async () => {
      const directory = temporaryDirectory()
      const [key, certificate] = [join(directory, 'key.pem'), join(directory, 'cert.pem')]
      execFileSync(
        'openssl',
        [
          'req',
          '-x509',
          '-newkey',
          'rsa:2048',
          '-nodes',
          '-keyout',
          key,
          '-out',
          certificate,
          '-days',
          '2',
          '-subj',
          '/CN=127.0.0.1',
        ],
        { stdio: 'ignore' },
      )
      let requests = 0
      const server = createTlsServer(
        { key: readFileSync(key), cert: readFileSync(certificate) },
        (_request, response) => {
          requests++
          response.end()
        },
      )
      const exchange = await client(await listening(server, 'https')).sendJournal(journal)
      expect(fault(exchange)).toEqual({ bodyStarted: false, fault: 'certificate' })
      expect(requests).toBe(0)
    },
  )
})

describe('a connection', () => {
  /** A cloud that promises to keep connections for ten minutes; the sockets it was given. */
  const patientCloud = async (): Promise<{ readonly url: string; readonly sockets: Socket[] }> => {
    const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
      request.resume().on('end', () => response.end('fine'))
    })
    const sockets: Socket[] = []
    server.on('connection', (socket: Socket) => sockets.push(socket))
    return { url: await listening(server), sockets }
  }

  test('is ended by us after a few idle seconds, whatever the cloud promises', async () => {
    const { url, sockets } = await patientCloud()
    await client(url).sendJournal(journal)
    expect(sockets).toHaveLength(1)
    // A line that died in silence must not be what the next journal goes over.
    await until('the idle connection to be ended', () => sockets[0]?.destroyed === true, 10_000)
  })

  test('from before a sleep is not used after it, and an answer that is still on its way is not lost by that', async () => {
    const { url, sockets } = await patientCloud()
    const held: ServerResponse[] = []
    const slow = createServer((request, response) => {
      request.resume().on('end', () => held.push(response))
    })
    const sender = client(url)
    await sender.sendJournal(journal)
    sender.startAfresh()
    expect(answerOf(await sender.sendJournal(journal)).status).toBe(200)
    expect(sockets).toHaveLength(2)

    const waiting = client(await listening(slow))
    const sent = waiting.sendJournal(journal)
    await until('the journal to arrive', () => held.length === 1)
    waiting.startAfresh()
    held[0]?.end('fine')
    expect(answerOf(await sent).body.toString()).toBe('fine')
  })
})

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
