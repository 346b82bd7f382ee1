import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { journalPath, signInPath } from '../contract/cloud.ts'
import { isRecordedAt } from './connection-state-call.ts'
import { startPracticeCloud, type PracticeCloud } from './practice-cloud.ts'
import { fixedMoment, freshSamples, type PracticeJournal } from './practice-journals.ts'
import type { PracticeLogLine } from './serve-requests.ts'
import { formBody, formType, talkRaw, textOf, visit, type CloudVisitor } from './testing/cloud-visitor.ts'

const start = Date.UTC(2026, 10, 20, 20, 30, 0)
let now = start
let cloud: PracticeCloud
let visitor: CloudVisitor
const lines: PracticeLogLine[] = []

beforeEach(async () => {
  now = start
  lines.length = 0
  cloud = await startPracticeCloud({ now: () => now, log: (line) => lines.push(line) })
  visitor = visit(cloud)
})

afterEach(async () => {
  visitor.close()
  await cloud.close()
})

const samples = freshSamples(fixedMoment.at, fixedMoment.timeZone)
const sample = (about: RegExp): PracticeJournal => {
  const found = samples.find((journal) => about.test(journal.about))
  if (found === undefined) throw new Error(`no sample ${about}`)
  return found
}
const coffee = sample(/^A coffee/)
const send = async (journal: Pick<PracticeJournal, 'name' | 'bytes'>, headers: Readonly<Record<string, string>> = {}) =>
  visitor.sendJournal(await visitor.token(), journal.name, journal.bytes, headers)

describe('signing in', () => {
  test('gives a JSON Web Token of three parts with iat and exp', async () => {
    const reply = await visitor.signIn()
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
    const { token } = JSON.parse(reply.text) as { readonly token: string }
    const [head = '', claims = '', signature = ''] = token.split('.')
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString())
    expect(read(head)).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(read(claims)).toMatchObject({
      sub: 'practice@storebridge.example',
      iat: start / 1000,
      exp: start / 1000 + 3600,
    })
    expect(signature).toHaveLength(43)
  })

  test('says 401 in words to a wrong password and to an unknown address, and remembers no password', async () => {
    for (const fields of [
      { email: 'practice@storebridge.example', password: 'Wr0ng-word' },
      { email: 'x@y.example', password: 'Wr0ng-word' },
    ]) {
      const reply = await visitor.signIn(fields)
      expect([reply.status, reply.text]).toEqual([
        401,
        '{"message":"The e-mail address or the password is not right."}\n',
      ])
    }
    expect(cloud.received().signIns).toMatchObject([{ ok: false }, { email: 'x@y.example', ok: false }])
    expect(JSON.stringify([cloud.received(), lines])).not.toContain('Wr0ng-word')
  })

  test('takes only a form with exactly the fields email and password', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }
    const status = async (body: string, headers: Readonly<Record<string, string>> = form): Promise<number> =>
      (await visitor.send(signInPath, { headers, body })).status
    expect(await status('email=practice%40storebridge.example&password=practice')).toBe(200)
    expect(await status('email=a')).toBe(400)
    expect(await status('email=a&password=')).toBe(400)
    expect(await status('email=a&password=b&password=c')).toBe(400)
    expect(await status('email=a&password=b&remember=1')).toBe(400)
    expect(await status('{"email":"a","password":"b"}', { 'content-type': 'application/json' })).toBe(415)
    expect(await status('email=a&password=b', {})).toBe(415)
    expect(await status('email=a&password=b', { ...form, accept: 'text/html' })).toBe(406)
  })

  test('takes signs of every kind in a password', async () => {
    const account = { email: 'é+x@y.example', password: 'a&b=c %+ü€😀' }
    const other = await startPracticeCloud({ accounts: [account] })
    const guest = visit(other)
    expect((await guest.signIn(account)).status).toBe(200)
    guest.close()
    await other.close()
  })
})

describe('sending a journal', () => {
  test('answers an acknowledgement in the guide’s form', async () => {
    const reply = await send(coffee)
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/xml; charset=utf-8'])
    const reference = cloud.received().journals[0]?.reference
    expect(reference).toMatch(/^[0-9a-f]{24}$/)
    expect(reply.text).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<NAXML-Acknowledgement version="3.5" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <TransmissionHeader timeStamp="2026-11-20T20:30:00Z">
    <StoreLocationID>33084</StoreLocationID>
    <VendorName>Storebridge practice cloud</VendorName>
    <VendorModelVersion/>
  </TransmissionHeader>
  <AckHeader>
    <ReferenceID>${reference}</ReferenceID>
    <DocumentName>${coffee.name}</DocumentName>
    <DocumentType>JournalReport</DocumentType>
    <ValidationStatus>Success</ValidationStatus>
    <StatusMessage>OK</StatusMessage>
  </AckHeader>
</NAXML-Acknowledgement>`)
  })

  test('keeps every byte, whatever the encoding', async () => {
    for (const journal of samples) await send(journal)
    const { journals } = cloud.received()
    expect(journals.map(({ n, name, size, sha256 }) => [n, name, size, sha256])).toEqual(
      samples.map(({ name, bytes }, index) => [
        index + 1,
        name,
        bytes.length,
        createHash('sha256').update(bytes).digest('hex'),
      ]),
    )
    for (const [index, { bytes }] of samples.entries())
      expect(cloud.control.journalBytes(index + 1)?.equals(bytes)).toBe(true)
  })

  test('refuses the price with a comma at its very line and position', async () => {
    const comma = sample(/comma/)
    const reply = await send(comma)
    const text = comma.bytes.toString('latin1')
    const line = text.slice(0, text.indexOf('1,25')).split('\n').length
    const position = (text.split('\n')[line - 1]?.indexOf('1,25') ?? -1) + 1
    expect([reply.status, textOf(reply.text, 'ValidationStatus')]).toEqual([200, 'FatalError'])
    expect([textOf(reply.text, 'LineNumber'), textOf(reply.text, 'LinePosition')]).toEqual([
      String(line),
      String(position),
    ])
    expect([textOf(reply.text, 'ValidationMessage'), textOf(reply.text, 'Severity')]).toEqual([
      'ActualSalesPrice is not a plain decimal number: "1,25".',
      'Error',
    ])
    expect(reply.text).toMatch(/<\/AckHeader>\n {2}<Detail>/)
  })

  test('accepts a mixed file with a remark for each event it left out', async () => {
    const reply = await send(sample(/^Several events/))
    expect(textOf(reply.text, 'ValidationStatus')).toBe('NonFatalError')
    expect([...reply.text.matchAll(/<ValidationMessage>(\w+) /g)].map(([, word]) => word)).toEqual([
      'OtherEvent',
      'VoidEvent',
      'FinancialEvent',
    ])
    expect(cloud.received().journals[0]?.transactions.map(({ type, grandAmount }) => [type, grandAmount])).toHaveLength(
      2,
    )
  })

  test.each(['PJR & <1> "é😀".xml', 'naxml-posjournal 10089 001158 1.xml', 'a\u0001b.xml'])(
    'names the document as it came: %j',
    async (name) => {
      const reply = await visitor.sendJournal(await visitor.token(), name.replaceAll('"', '%22'), coffee.bytes)
      const told = textOf(reply.text, 'DocumentName')
        ?.replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&')
      expect(told).toBe(name.replace('\u0001', '\uFFFD'))
      expect(cloud.received().journals[0]?.name).toBe(name)
    },
  )

  test('wants a token that it gave out, that is not too old, and that is not taken back', async () => {
    const status = async (authorization: string | null): Promise<number> =>
      (
        await visitor.send(journalPath, {
          headers: { 'content-type': formType, ...(authorization === null ? {} : { authorization }) },
          body: formBody(coffee.name, coffee.bytes),
        })
      ).status
    const token = await visitor.token()
    expect(await status(`Bearer ${token}`)).toBe(200)
    for (const wrong of [
      null,
      token,
      `Basic ${token}`,
      'Bearer ',
      `Bearer ${token}x`,
      `Bearer ${token.split('.').slice(0, 2).join('.')}.`,
    ])
      expect([wrong, await status(wrong)]).toEqual([wrong, 401])
    const [head = '', claims = ''] = token.split('.')
    const forged = `${head}.${claims}.${createHmac('sha256', 'guess').update(`${head}.${claims}`).digest('base64url')}`
    expect(await status(`Bearer ${forged}`)).toBe(401)
    now += 3599_000
    expect(await status(`Bearer ${token}`)).toBe(200)
    now += 1_000
    expect(await status(`Bearer ${token}`)).toBe(401)
    const fresh = await visitor.token()
    cloud.control.changeSettings({ revokeTokens: true })
    expect(await status(`Bearer ${fresh}`)).toBe(401)
    expect(cloud.received().journals).toHaveLength(2)
  })

  test('takes only the guide’s form, and says what is wrong', async () => {
    const authorization = `Bearer ${await visitor.token()}`
    const attempt = async (
      body: Buffer,
      headers: Readonly<Record<string, string>> = {},
    ): Promise<readonly [number, string]> => {
      const reply = await visitor.send(journalPath, {
        headers: { authorization, 'content-type': formType, ...headers },
        body,
      })
      return [reply.status, reply.text]
    }
    const good = formBody('a.xml', coffee.bytes)
    const wrong = (options: Parameters<typeof formBody>[2]): Buffer => formBody('a.xml', coffee.bytes, options)
    expect((await attempt(good))[0]).toBe(200)
    expect(await attempt(good, { 'content-type': 'text/xml' })).toEqual([
      415,
      expect.stringContaining('multipart/form-data'),
    ])
    expect(await attempt(good, { 'content-type': 'multipart/form-data' })).toEqual([
      400,
      expect.stringContaining('boundary'),
    ])
    expect(await attempt(good, { 'content-encoding': 'gzip' })).toEqual([415, expect.stringContaining('compressed')])
    expect(await attempt(good, { accept: 'application/json' })).toEqual([
      406,
      expect.stringContaining('application/xml'),
    ])
    expect(await attempt(good.subarray(0, -10))).toEqual([400, expect.stringContaining('closing boundary')])
    expect(await attempt(wrong({ partName: 'pjr' }))).toEqual([422, expect.stringContaining('named PJR')])
    expect(await attempt(wrong({ disposition: 'form-data; name="PJR"' }))).toEqual([
      422,
      expect.stringContaining('file name'),
    ])
    expect(await attempt(wrong({ contentType: 'application/xml' }))).toEqual([415, expect.stringContaining('text/xml')])
    expect(await attempt(wrong({ contentType: 'text/xml; charset=utf-8' }))).toEqual([
      415,
      expect.stringContaining('text/xml'),
    ])
    expect(await attempt(wrong({ contentType: null }))).toEqual([415, expect.stringContaining('without a type')])
    const twice = Buffer.concat([good.subarray(0, -4), Buffer.from('\r\n'), good])
      .toString('latin1')
      .replace('boundary--\r\n--', 'boundary\r\n--')
    expect((await attempt(Buffer.from(twice, 'latin1')))[0]).toBeGreaterThanOrEqual(400)
    expect(cloud.received().journals).toHaveLength(1)
  })

  test('refuses a form with more than one part', async () => {
    const first = formBody('a.xml', coffee.bytes)
    const body = Buffer.concat([
      first.subarray(0, -'--\r\n'.length),
      Buffer.from('\r\n'),
      formBody('b.xml', coffee.bytes).subarray('--practice-boundary\r\n'.length),
    ])
    const reply = await visitor.send(journalPath, {
      headers: { authorization: `Bearer ${await visitor.token()}`, 'content-type': formType },
      body,
    })
    expect([reply.status, reply.text]).toEqual([
      422,
      '{"message":"There must be exactly one part, named PJR; there are 2."}\n',
    ])
  })

  test('answers 413 to more than 64 MiB, announced or not, and goes on serving the same connection', async () => {
    const authorization = `Bearer ${await visitor.token()}`
    const large = Buffer.alloc(64 * 1024 * 1024 + 1, 0x20)
    const head = (length: string): string =>
      `POST ${journalPath} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization}\r\nContent-Type: ${formType}\r\n${length}\r\n\r\n`
    const next = `GET /_practice/settings HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`
    const announced = [Buffer.from(head(`Content-Length: ${large.length}`)), large, Buffer.from(next)]
    const chunked = [
      Buffer.from(`${head('Transfer-Encoding: chunked')}${large.length.toString(16)}\r\n`),
      large,
      Buffer.from(`\r\n0\r\n\r\n${next}`),
    ]
    for (const bytes of [announced, chunked]) {
      const { received } = await talkRaw(cloud.port, Buffer.concat(bytes))
      expect(received.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200'])
    }
  })

  test('takes a journal of 60 MB', async () => {
    const filler = `<!-- ${'x'.repeat(60_000_000)} -->`
    const bytes = Buffer.concat([coffee.bytes, Buffer.from(filler)])
    expect(textOf((await send({ name: 'large.xml', bytes })).text, 'ValidationStatus')).toBe('Success')
  }, 30_000)

  test('takes the same bytes again and counts the copies', async () => {
    await send(coffee)
    await send({ ...coffee, name: 'other.xml' })
    await send(sample(/^Water/))
    expect(cloud.received().journals.map(({ copies, copyOf, verdict }) => [copies, copyOf, verdict])).toEqual([
      [2, null, 'Success'],
      [2, 1, 'Success'],
      [1, null, 'Success'],
    ])
  })

  test('counts other bytes with the same transaction as copies, and a refused journal as none', async () => {
    const reformatted = Buffer.from(coffee.bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
    const spoilt = Buffer.from(
      coffee.bytes.toString('latin1').replace('<SalesAmount>2.49<', '<SalesAmount>2,49<'),
      'latin1',
    )
    for (const bytes of [coffee.bytes, spoilt, reformatted]) await send({ name: coffee.name, bytes })
    expect(cloud.received().journals.map(({ copies, copyOf }) => [copies, copyOf])).toEqual([
      [2, null],
      [0, null],
      [2, 1],
    ])
  })

  test('does not care for an Idempotency-Key unless it is told to', async () => {
    const first = await send(coffee, { 'idempotency-key': 'k1' })
    const second = await send(coffee, { 'idempotency-key': 'k1' })
    expect(textOf(first.text, 'ReferenceID')).not.toBe(textOf(second.text, 'ReferenceID'))
    expect(cloud.received().journals.map(({ idempotencyKey, copies }) => [idempotencyKey, copies])).toEqual([
      ['k1', 2],
      ['k1', 2],
    ])
  })

  test('answers a repeated Idempotency-Key with the first acknowledgement when it is told to', async () => {
    cloud.control.changeSettings({ honourIdempotencyKey: true })
    const replies = await Promise.all(['k1', 'k1', 'k1', 'k2'].map((key) => send(coffee, { 'idempotency-key': key })))
    expect(new Set(replies.slice(0, 3).map(({ text }) => text)).size).toBe(1)
    expect(
      cloud
        .received()
        .journals.map(({ idempotencyKey, answeredAgain, copies }) => [idempotencyKey, answeredAgain, copies]),
    ).toEqual(
      expect.arrayContaining([
        ['k1', 2, 2],
        ['k2', 0, 2],
      ]),
    )
    expect(cloud.received().journals).toHaveLength(2)
    const otherBytes = await send(sample(/^Water/), { 'idempotency-key': 'k1' })
    expect(otherBytes.status).toBe(422)
    // Judged in turns with each other.
    const large = {
      name: 'large.xml',
      bytes: Buffer.concat([coffee.bytes, Buffer.from(`<!-- ${'x'.repeat(2_000_000)} -->`)]),
    }
    await Promise.all(['k3', 'k3', 'k3'].map((key) => send(large, { 'idempotency-key': key })))
    expect(cloud.received().journals.slice(2)).toMatchObject([{ idempotencyKey: 'k3', answeredAgain: 2 }])
  })
})

describe('reporting the connection', () => {
  const report = { state: 'OK', recordedAt: '2025-02-21T08:00:03-0500' }

  test('takes the guide’s own example', async () => {
    const reply = await visitor.report(await visitor.token(), '33084', report)
    expect(reply.status).toBe(200)
    expect(cloud.received().reports).toMatchObject([{ n: 1, locationId: '33084', ...report, ok: true }])
  })

  test('takes OK and ERROR, and other words only when they are set', async () => {
    const token = await visitor.token()
    const status = async (state: string): Promise<number> =>
      (await visitor.report(token, '1', { ...report, state })).status
    expect([await status('ERROR'), await status('DOWN'), await status('ok')]).toEqual([200, 422, 422])
    cloud.control.changeSettings({ states: ['OK', 'DOWN'] })
    expect([await status('ERROR'), await status('DOWN')]).toEqual([422, 200])
  })

  test('knows only its own locations when it has any', async () => {
    cloud.control.changeSettings({ locations: ['33084', 'a/b é'] })
    const token = await visitor.token()
    expect((await visitor.report(token, '33084', report)).status).toBe(200)
    expect((await visitor.report(token, 'a/b é', report)).status).toBe(200)
    expect((await visitor.report(token, '1200', report)).status).toBe(404)
    expect(cloud.received().reports.map(({ locationId, ok }) => [locationId, ok])).toEqual([
      ['33084', true],
      ['a/b é', true],
      ['1200', false],
    ])
  })

  test.each([
    ['an offset with a colon', { ...report, recordedAt: '2025-02-21T08:00:03-05:00' }, 422],
    ['Universal Time as Z', { ...report, recordedAt: '2025-02-21T08:00:03Z' }, 422],
    ['milliseconds', { ...report, recordedAt: '2025-02-21T08:00:03.000-0500' }, 422],
    ['a day there is not', { ...report, recordedAt: '2025-02-30T08:00:03-0500' }, 422],
    ['a number', { ...report, recordedAt: 1740142803 }, 422],
    ['a key too many', { ...report, version: 1 }, 422],
    ['a key too few', { state: 'OK' }, 422],
    ['a list', [report], 422],
    ['something that is not JSON', '{state:OK}', 400],
  ])('refuses %s', async (_, body, status) => {
    expect((await visitor.report(await visitor.token(), '33084', body)).status).toBe(status)
    expect(cloud.received().reports).toMatchObject([{ ok: false }])
  })

  test('wants a token and JSON', async () => {
    expect((await visitor.report('nonsense', '33084', report)).status).toBe(401)
    const token = await visitor.token()
    const plain = await visitor.send('/api/location/33084/connection-state', {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain' },
      body: JSON.stringify(report),
    })
    expect(plain.status).toBe(415)
  })

  test('knows half-hour offsets and leap days', () => {
    expect(['2024-02-29T23:59:59+0530', '2026-01-01T00:00:00+0000'].every(isRecordedAt)).toBe(true)
    expect(
      ['2026-01-01T00:00:00+9900', '2026-01-01 00:00:00+0000', '2026-01-01T24:00:00+0000'].some(isRecordedAt),
    ).toBe(false)
  })
})

describe('the server', () => {
  test('knows no other address and no other method', async () => {
    expect((await visitor.send('/')).status).toBe(404)
    expect((await visitor.send('/api/journals/pos/')).status).toBe(404)
    expect((await visitor.send('/api/location/33084')).status).toBe(404)
    expect((await visitor.send('/api/location/%E0%A4%A/connection-state')).status).toBe(404)
    for (const path of [signInPath, journalPath, '/api/location/33084/connection-state']) {
      const reply = await visitor.send(path, { method: 'GET' })
      expect([path, reply.status, reply.headers.allow]).toEqual([path, 405, 'POST'])
    }
  })

  test('answers 400 to what is not HTTP', async () => {
    expect((await talkRaw(cloud.port, 'hello\r\n\r\n')).received).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('writes a line about each request and into no line a secret', async () => {
    const token = await visitor.token()
    await visitor.sendJournal(token, coffee.name, coffee.bytes)
    await visitor.control('GET', 'ledger')
    expect(lines).toMatchObject([
      { event: 'request', n: 1, call: 'sign-in', status: 200, end: 'answered', fault: null },
      { event: 'request', n: 2, call: 'journal', path: journalPath, status: 200, end: 'answered' },
    ])
    const { requests } = cloud.received()
    expect(requests[1]?.headers).toMatchObject({ accept: 'application/xml', 'content-type': formType })
    for (const secret of [token, token.split('.')[2] ?? ''])
      expect(JSON.stringify([lines, cloud.received()])).not.toContain(secret)
  })

  test('marks a request whose client left before its answer', async () => {
    cloud.control.addFaults({ on: 'sign-in', do: { kind: 'hang' } })
    const leaving = new AbortController()
    const reply = visitor.send(signInPath, { body: 'x', signal: leaving.signal }).catch(() => 'left')
    await cloud.control.when(({ requests }) => requests[0]?.fault === 'hang')
    leaving.abort()
    expect(await reply).toBe('left')
    await cloud.control.when(({ requests }) => requests[0]?.end === 'left')
  })

  test('survives a client that leaves in the middle of its body', async () => {
    const socket = connect(cloud.port, '127.0.0.1')
    socket.write(`POST ${journalPath} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf`)
    await cloud.control.when(({ requests }) => requests.length === 1)
    socket.destroy()
    await cloud.control.when(({ requests }) => requests[0]?.end === 'left')
    expect((await send(coffee)).status).toBe(200)
  })

  test('listens on this computer only', async () => {
    expect(new URL(cloud.url).hostname).toBe('127.0.0.1')
    await expect(startPracticeCloud({ host: '0.0.0.0' as '127.0.0.1' })).rejects.toThrow('this computer only')
  })

  test('says when its port is taken', async () => {
    await expect(startPracticeCloud({ port: cloud.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  test('refuses connections while it is away, and remembers everything when it is back', async () => {
    const token = await visitor.token()
    await visitor.sendJournal(token, coffee.name, coffee.bytes)
    await cloud.control.goAway()
    const newcomer = visit(cloud)
    await expect(newcomer.signIn()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    newcomer.close()
    visitor.close()
    await cloud.control.comeBack()
    await cloud.control.comeBack()
    expect((await visitor.sendJournal(token, coffee.name, coffee.bytes)).status).toBe(200)
    expect(cloud.received().journals.map(({ copies }) => copies)).toEqual([2, 2])
  })

  test('breaks off what is going on when it goes away', async () => {
    cloud.control.addFaults({ on: 'journal', do: { kind: 'delay', ms: 60_000 } })
    const reply = send(coffee).catch((error: unknown) => error)
    await cloud.control.when(({ journals }) => journals.length === 1)
    await cloud.control.goAway()
    expect(await reply).toMatchObject({ code: 'ECONNRESET' })
    expect(cloud.received().requests.at(-1)).toMatchObject({ end: 'left' })
  })

  test('frees its port when it closes, with requests still open', async () => {
    cloud.control.addFaults({ on: 'any', do: { kind: 'hang' } })
    const hanging = visitor.signIn().catch(() => 'broken')
    await cloud.control.when(({ requests }) => requests[0]?.fault === 'hang')
    await cloud.close()
    expect(await hanging).toBe('broken')
    const successor = createServer()
    successor.listen(cloud.port, '127.0.0.1')
    await once(successor, 'listening')
    successor.close()
  })

  test('rejects a wait for what never comes', async () => {
    await expect(cloud.control.when(() => false, 20)).rejects.toThrow('20 ms')
  })
})
