import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { request } from 'undici'
import { journalPath, signInPath } from '../contract/cloud.ts'
import type { FaultRuleInput } from './fault-rules.ts'
import type { PracticeLedger } from './ledger.ts'
import { startPracticeCloud, type PracticeCloud } from './practice-cloud.ts'
import { fixedMoment, freshSamples } from './practice-journals.ts'
import { formBody, formType, talkRaw, textOf, visit, type CloudVisitor, type Reply } from './testing/cloud-visitor.ts'

const now = Date.UTC(2026, 10, 20, 20, 30, 0)
const [first, second] = freshSamples(fixedMoment.at, fixedMoment.timeZone)
if (first === undefined || second === undefined) throw new Error('no samples')

let cloud: PracticeCloud
let visitor: CloudVisitor
let token: string

beforeEach(async () => {
  cloud = await startPracticeCloud({ now: () => now })
  visitor = visit(cloud)
  token = await visitor.token()
})

afterEach(async () => {
  visitor.close()
  await cloud.close()
})

const on = (call: FaultRuleInput['on'], does: FaultRuleInput['do'], more: Partial<FaultRuleInput> = {}): void =>
  cloud.control.addFaults({ on: call, do: does, ...more })
const sendFirst = (): Promise<Reply> => visitor.sendJournal(token, first.name, first.bytes)
const report = (): Promise<Reply> =>
  visitor.report(token, '33084', { state: 'OK', recordedAt: '2026-11-20T15:30:00-0500' })
const stored = (): number => cloud.received().journals.length
const lastRequest = (): PracticeLedger['requests'][number] | undefined => cloud.received().requests.at(-1)

const rawJournal = (bearer = token): Buffer => {
  const body = formBody(first.name, first.bytes)
  const head = `POST ${journalPath} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer ${bearer}\r\nContent-Type: ${formType}\r\nContent-Length: ${body.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), body])
}

describe('answers of another kind', () => {
  test.each([401, 403, 404, 405, 408, 410, 413, 418, 422, 429, 500, 501, 502, 503])(
    'gives a %i that stores nothing, once',
    async (status) => {
      on('journal', {
        kind: 'answer',
        status,
        headers: { 'Retry-After': '7', 'Content-Type': 'text/html' },
        body: '<h1>no</h1>',
      })
      const reply = await sendFirst()
      expect([reply.status, reply.headers['retry-after'], reply.headers['content-type'], reply.text]).toEqual([
        status,
        '7',
        'text/html',
        '<h1>no</h1>',
      ])
      expect(stored()).toBe(0)
      expect([(await sendFirst()).status, stored()]).toEqual([200, 1])
    },
  )

  test.each([301, 302, 307, 308])('gives a %i to another address', async (status) => {
    on('journal', { kind: 'answer', status, headers: { Location: 'http://127.0.0.1:9/' } })
    const reply = await sendFirst()
    expect([reply.status, reply.headers.location, stored()]).toEqual([status, 'http://127.0.0.1:9/', 0])
  })

  test('gives a 204 and a 304 without a body', async () => {
    on('journal', { kind: 'answer', status: 204, body: 'x' })
    on('journal', { kind: 'answer', status: 304 })
    expect([(await sendFirst()).status, (await sendFirst()).status, (await sendFirst()).status]).toEqual([
      204, 304, 200,
    ])
  })

  test('can store the journal behind a gateway that answers 502', async () => {
    on('journal', { kind: 'answer', status: 502, store: true })
    expect([(await sendFirst()).status, stored()]).toEqual([502, 1])
  })

  test('gives the page of a public network', async () => {
    on('any', { kind: 'portal' }, { times: 'always' })
    for (const reply of [await sendFirst(), await visitor.signIn(), await report()]) {
      expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
      expect(reply.text).toContain('<html>')
    }
    expect([stored(), cloud.received().reports.length]).toEqual([0, 0])
  })

  test('gives 200 with nothing, and 200 with garbage', async () => {
    on('journal', { kind: 'empty' })
    on('journal', { kind: 'garbage', store: true })
    expect(await sendFirst()).toMatchObject({ status: 200, text: '' })
    expect(stored()).toBe(0)
    const garbage = await sendFirst()
    expect([garbage.status, garbage.text.includes('Acknowledgement'), stored()]).toEqual([200, false, 1])
  })

  test('has a clock that is wrong in one answer, or always', async () => {
    on('journal', { kind: 'clock-skew', seconds: -7200 })
    expect((await sendFirst()).headers.date).toBe('Fri, 20 Nov 2026 18:30:00 GMT')
    expect((await sendFirst()).headers.date).toBe('Fri, 20 Nov 2026 20:30:00 GMT')
    cloud.control.changeSettings({ clockSkewSeconds: 86_400 })
    const reply = await sendFirst()
    expect(reply.headers.date).toBe('Sat, 21 Nov 2026 20:30:00 GMT')
    expect(reply.text).toContain('timeStamp="2026-11-21T20:30:00Z"')
    expect((await visitor.signIn()).status).toBe(200)
  })
})

describe('acknowledgements that are not right', () => {
  test('names another document, or ours written otherwise', async () => {
    on('journal', { kind: 'other-name' })
    on('journal', { kind: 'other-name', name: second.name })
    for (const form of ['lower', 'upper', 'path', 'windows-path', 'spaces'] as const)
      on('journal', { kind: 'name-form', form })
    const names: (string | null)[] = []
    for (let count = 0; count < 8; count += 1) names.push(textOf((await sendFirst()).text, 'DocumentName'))
    expect(names).toEqual([
      'PJR20000101000000.xml',
      second.name,
      first.name.toLowerCase(),
      first.name.toUpperCase(),
      `/var/spool/pjr/${first.name}`,
      `C:\\Upload\\PJR\\${first.name}`,
      `  ${first.name}\n`,
      first.name,
    ])
    expect(stored()).toBe(8)
  })

  test('writes a name in the other Unicode form', async () => {
    on('journal', { kind: 'name-form', form: 'decomposed' })
    const reply = await visitor.sendJournal(token, 'caf\u00E9.xml', first.bytes)
    expect(textOf(reply.text, 'DocumentName')).toBe('cafe\u0301.xml')
  })

  test('uses a status there is not, and two headers that disagree', async () => {
    on('journal', { kind: 'unknown-status', word: 'success' })
    on('journal', { kind: 'two-headers' })
    expect(textOf((await sendFirst()).text, 'ValidationStatus')).toBe('success')
    const reply = await sendFirst()
    expect([...reply.text.matchAll(/<ValidationStatus>(\w+)/g)].map(([, word]) => word)).toEqual([
      'Success',
      'FatalError',
    ])
    expect(reply.text.match(/<AckHeader>/g)).toHaveLength(2)
  })

  test('gives a verdict of the rule’s own, with details as odd as asked for, and remembers it', async () => {
    on('journal', { kind: 'verdict', status: 'FatalError', message: 'No details today.' })
    on('journal', {
      kind: 'verdict',
      status: 'NonFatalError',
      details: [
        { line: 0, position: 0, message: 'zero' },
        { line: 999_999, position: 5, message: 'outside', severity: 'Warning' },
        { line: '', position: 'here', message: null },
        { message: 'no place', severity: null },
      ],
    })
    const bare = await sendFirst()
    expect([
      textOf(bare.text, 'ValidationStatus'),
      textOf(bare.text, 'StatusMessage'),
      bare.text.includes('<Detail>'),
    ]).toEqual(['FatalError', 'No details today.', false])
    const odd = await sendFirst()
    expect(odd.text.match(/<Detail>[^]*?<\/Detail>/g)?.map((detail) => detail.replace(/\s+/g, ''))).toEqual([
      '<Detail><LineNumber>0</LineNumber><LinePosition>0</LinePosition><ValidationMessage>zero</ValidationMessage><Severity>Error</Severity></Detail>',
      '<Detail><LineNumber>999999</LineNumber><LinePosition>5</LinePosition><ValidationMessage>outside</ValidationMessage><Severity>Warning</Severity></Detail>',
      '<Detail><LineNumber/><LinePosition>here</LinePosition><Severity>Error</Severity></Detail>',
      '<Detail><ValidationMessage>noplace</ValidationMessage></Detail>',
    ])
    expect(cloud.received().journals.map(({ verdict, copies }) => [verdict, copies])).toEqual([
      ['FatalError', 0],
      ['NonFatalError', 1],
    ])
  })

  test('does not let an odd acknowledgement into the memory of an Idempotency-Key', async () => {
    cloud.control.changeSettings({ honourIdempotencyKey: true })
    on('journal', { kind: 'other-name' })
    const send = (): Promise<Reply> => visitor.sendJournal(token, first.name, first.bytes, { 'idempotency-key': 'k' })
    expect(textOf((await send()).text, 'DocumentName')).toBe('PJR20000101000000.xml')
    expect(textOf((await send()).text, 'DocumentName')).toBe(first.name)
    expect(stored()).toBe(1)
  })
})

describe('answers that do not arrive whole', () => {
  test.each([
    ['reset', null],
    ['close', 10],
  ] as const)('stops inside an acknowledgement with a %s', async (end, bytes) => {
    on('journal', { kind: 'truncated', end, bytes })
    const talk = await talkRaw(cloud.port, rawJournal())
    const [head = '', body = ''] = talk.received.split('\r\n\r\n')
    const announced = Number(/Content-Length: (\d+)/i.exec(head)?.[1])
    expect(head).toMatch(/^HTTP\/1\.1 200 /)
    expect(announced).toBeGreaterThan(400)
    expect(body.length).toBe(bytes ?? Math.floor(announced / 2))
    expect(talk.how).toBe(end === 'reset' ? 'reset' : 'end')
    expect([stored(), lastRequest()?.end]).toEqual([1, 'cut'])
  })

  test('is seen by an HTTP client as a broken answer, not as a short one', async () => {
    on('journal', { kind: 'truncated' })
    await expect(sendFirst()).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test('never cuts after the last byte', async () => {
    on('journal', { kind: 'truncated', bytes: 1_000_000 })
    await expect(sendFirst()).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test.each([0, 5])(
    'pours an answer without end, %i ms between its pieces, until the client has had enough',
    async (everyMs) => {
      on('journal', { kind: 'endless-body', everyMs })
      const reply = await request(`${cloud.url}${journalPath}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': formType },
        body: formBody(first.name, first.bytes),
      })
      let length = 0
      for await (const chunk of reply.body as AsyncIterable<Buffer>) {
        length += chunk.length
        if (length > (everyMs === 0 ? 3_000_000 : 3000)) break
      }
      await cloud.control.when(({ requests }) => requests.at(-1)?.end === 'left')
      expect(stored()).toBe(1)
    },
  )

  test('answers late, the journal stored long before', async () => {
    on('journal', { kind: 'delay', ms: 1000 })
    let answered = false
    const reply = sendFirst().finally(() => {
      answered = true
    })
    await cloud.control.when(({ journals }) => journals.length === 1)
    expect(answered).toBe(false)
    const begun = performance.now()
    expect((await reply).status).toBe(200)
    expect(performance.now() - begun).toBeGreaterThan(500)
  })

  test.each([false, true])('never answers; stored: %s', async (store) => {
    on('journal', { kind: 'hang', store })
    const leaving = new AbortController()
    const reply = visitor
      .send(journalPath, {
        headers: { authorization: `Bearer ${token}`, 'content-type': formType },
        body: formBody(first.name, first.bytes),
        signal: leaving.signal,
      })
      .catch((error: Error) => error.name)
    await cloud.control.when(
      ({ requests, journals }) => requests.at(-1)?.fault === 'hang' && journals.length === (store ? 1 : 0),
    )
    leaving.abort()
    expect(await reply).toBe('AbortError')
    expect(stored()).toBe(store ? 1 : 0)
  })
})

describe('resets', () => {
  test.each(['reset-before-body', 'reset-after-body', 'accept-then-drop'] as const)(
    '%s is a reset on the wire',
    async (kind) => {
      on('journal', { kind })
      expect(await talkRaw(cloud.port, rawJournal())).toEqual({ received: '', how: 'reset' })
      expect([stored(), lastRequest()?.end, lastRequest()?.status]).toEqual([
        kind === 'accept-then-drop' ? 1 : 0,
        'reset',
        null,
      ])
    },
  )

  test('comes before the body is there when asked to', async () => {
    on('journal', { kind: 'reset-before-body' })
    const head = rawJournal().toString('latin1').split('\r\n\r\n')[0] ?? ''
    expect(await talkRaw(cloud.port, `${head}\r\n\r\n`)).toEqual({ received: '', how: 'reset' })
  })

  test('comes as soon as the name is known when it is for one name', async () => {
    on('journal', { kind: 'reset-before-body' }, { match: { name: first.name } })
    const untilTheName = rawJournal().toString('latin1').indexOf('<?xml')
    expect(await talkRaw(cloud.port, rawJournal().subarray(0, untilTheName))).toEqual({ received: '', how: 'reset' })
    on('journal', { kind: 'reset-before-body' }, { match: { name: 'other*.xml' } })
    expect((await sendFirst()).status).toBe(200)
  })

  test('after storing leaves a copy behind when the client sends again', async () => {
    on('journal', { kind: 'accept-then-drop' })
    await expect(sendFirst()).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect((await sendFirst()).status).toBe(200)
    expect(cloud.received().journals.map(({ copies, copyOf }) => [copies, copyOf])).toEqual([
      [2, null],
      [2, 1],
    ])
  })

  test('after storing leaves no copy behind when keys are honoured', async () => {
    cloud.control.changeSettings({ honourIdempotencyKey: true })
    on('journal', { kind: 'accept-then-drop' })
    const send = (): Promise<Reply> =>
      visitor.sendJournal(token, first.name, first.bytes, { 'idempotency-key': 'delivery-1' })
    await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(textOf((await send()).text, 'ReferenceID')).toBe(cloud.received().journals[0]?.reference)
    expect(cloud.received().journals).toMatchObject([{ copies: 1, answeredAgain: 1 }])
  })

  test('strike sign-ins and reports too', async () => {
    on('sign-in', { kind: 'reset-after-body' })
    on('connection-state', { kind: 'accept-then-drop' })
    await expect(visitor.signIn()).rejects.toMatchObject({ code: 'ECONNRESET' })
    await expect(report()).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(cloud.received().reports).toMatchObject([{ ok: true }])
    expect([(await visitor.signIn()).status, (await report()).status]).toEqual([200, 200])
  })
})

describe('sign-ins that go wrong', () => {
  const claimsOf = (jwt: string): { readonly exp?: number } =>
    JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { readonly exp?: number }
  const works = async (bearer: string): Promise<boolean> =>
    (await visitor.sendJournal(bearer, first.name, first.bytes)).status === 200

  test.each([
    ['access_token', (value: unknown) => (value as { readonly access_token: string }).access_token],
    ['accessToken', (value: unknown) => (value as { readonly accessToken: string }).accessToken],
    ['jwt', (value: unknown) => (value as { readonly jwt: string }).jwt],
    ['nested', (value: unknown) => (value as { readonly data: { readonly token: string } }).data.token],
    ['string', (value: unknown) => value as string],
    ['without-exp', (value: unknown) => (value as { readonly token: string }).token],
    ['opaque', (value: unknown) => (value as { readonly token: string }).token],
  ] as const)('tell a token that works under the shape %s', async (shape, find) => {
    on('sign-in', { kind: 'token', shape })
    const told = find(JSON.parse((await visitor.signIn()).text))
    expect(await works(told)).toBe(true)
    if (shape === 'opaque') expect(told).not.toContain('.')
    else expect(claimsOf(told).exp === undefined).toBe(shape === 'without-exp')
  })

  test('tell a token as bare text', async () => {
    on('sign-in', { kind: 'token', shape: 'text' })
    const reply = await visitor.signIn()
    expect([reply.headers['content-type'], await works(reply.text)]).toEqual(['text/plain; charset=utf-8', true])
  })

  test('succeed without a token', async () => {
    on('sign-in', { kind: 'token', shape: 'none' })
    const reply = await visitor.signIn()
    expect([reply.status, reply.text]).toEqual([200, '{"status":"success"}\n'])
  })

  test.each([403, 422, 429, 500])('are answered with %i', async (status) => {
    on('sign-in', { kind: 'answer', status })
    expect((await visitor.signIn()).status).toBe(status)
    expect(cloud.received().signIns).toHaveLength(1)
  })

  test('match the e-mail of the form', async () => {
    on('sign-in', { kind: 'answer', status: 503 }, { match: { name: '*@STOREBRIDGE.example' }, times: 'always' })
    expect((await visitor.signIn()).status).toBe(503)
    expect((await visitor.signIn({ email: 'a@b.example', password: 'x' })).status).toBe(401)
  })
})

describe('which request is struck', () => {
  test('a rule for a report matches its location', async () => {
    on('connection-state', { kind: 'answer', status: 500 }, { match: { name: '33084' }, times: 'always' })
    expect((await report()).status).toBe(500)
    expect((await visitor.report(token, '1', { state: 'OK', recordedAt: '2026-11-20T15:30:00-0500' })).status).toBe(200)
  })

  test('a rule about acknowledgements is not spent on a request that is refused', async () => {
    on('journal', { kind: 'accept-then-drop' })
    expect((await visitor.sendJournal('old-token', first.name, first.bytes)).status).toBe(401)
    expect(lastRequest()).toMatchObject({ fault: null, status: 401 })
    await expect(sendFirst()).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(stored()).toBe(1)
  })

  test('five documents in a row are refused and the sixth is not', async () => {
    on('journal', { kind: 'answer', status: 422, body: 'Account not set up.' }, { times: 5 })
    const statuses: number[] = []
    for (let count = 0; count < 6; count += 1) statuses.push((await sendFirst()).status)
    expect(statuses).toEqual([422, 422, 422, 422, 422, 200])
  })

  test('nothing is struck once the rules are cleared', async () => {
    on('any', { kind: 'hang' }, { times: 'always' })
    cloud.control.clearFaults()
    expect([(await visitor.signIn()).status, (await sendFirst()).status, (await report()).status]).toEqual([
      200, 200, 200,
    ])
  })

  test('requests at the same time are struck exactly as often as asked', async () => {
    on('journal', { kind: 'answer', status: 503 }, { times: 7 })
    const replies = await Promise.all(Array.from({ length: 20 }, sendFirst))
    expect(replies.filter(({ status }) => status === 503)).toHaveLength(7)
    expect(stored()).toBe(13)
  })

  test('a rule can be set for sign-in by its path alone', async () => {
    on('sign-in', { kind: 'empty' })
    expect(await visitor.send(signInPath, { body: 'anything' })).toMatchObject({ status: 200, text: '' })
  })
})
