import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startPracticeCloud, type PracticeCloud } from './practice-cloud.ts'
import { fixedMoment, freshSamples } from './practice-journals.ts'
import { visit, type CloudVisitor } from './testing/cloud-visitor.ts'

let cloud: PracticeCloud
let visitor: CloudVisitor

beforeEach(async () => {
  cloud = await startPracticeCloud()
  visitor = visit(cloud)
})

afterEach(async () => {
  visitor.close()
  await cloud.close()
})

const json = async (
  method: 'GET' | 'POST' | 'DELETE',
  name: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly value: unknown }> => {
  const reply = await visitor.control(method, name, body)
  return { status: reply.status, value: JSON.parse(reply.text) as unknown }
}

describe('control calls', () => {
  test('set, list and clear faults, with every default told', async () => {
    const rule = {
      on: 'journal',
      match: { name: 'PJR*' },
      do: { kind: 'answer', status: 429, headers: { 'Retry-After': '30' } },
    }
    const listed = {
      ...rule,
      id: 1,
      times: 1,
      seen: 0,
      used: 0,
      do: { ...rule.do, body: '', store: false },
    }
    expect(await json('POST', 'faults', [rule])).toEqual({ status: 200, value: { rules: [listed] } })
    expect(await json('POST', 'faults', { rules: [rule] })).toEqual({
      status: 200,
      value: { rules: [listed, { ...listed, id: 2 }] },
    })
    expect(await json('GET', 'faults')).toEqual({ status: 200, value: { rules: [listed, { ...listed, id: 2 }] } })
    expect(await json('DELETE', 'faults')).toEqual({ status: 200, value: { rules: [] } })
    expect(cloud.control.faults()).toEqual([])
  })

  test.each([
    [[{ on: 'journal', do: { kind: 'hang' }, tmes: 3 }], '0.tmes: unknown key'],
    [[{ on: 'journal', do: { kind: 'hang', soon: true } }], '0.do.soon: unknown key'],
    [{ rules: [{ on: 'journal', do: { kind: 'answer' } }] }, 'rules.0.do.status'],
    [[{ on: 'journal', do: { kind: 'explode' } }], '0.do.kind'],
    [[{ on: 'any', do: { kind: 'two-headers' } }], '0.on: two-headers is about acknowledgements'],
    [{ rule: [] }, 'rule: unknown key'],
    ['none', 'list of rules'],
  ])('refuse the faults %j in words', async (body, words) => {
    const { status, value } = await json('POST', 'faults', body)
    expect(status).toBe(400)
    expect((value as { readonly message: string }).message).toContain(words)
    expect(cloud.control.faults()).toEqual([])
  })

  test('set none of a list in which one rule is wrong', async () => {
    const good = { on: 'journal', do: { kind: 'hang' } }
    expect((await json('POST', 'faults', [good, { ...good, on: 'lunch' }])).status).toBe(400)
    expect(cloud.control.faults()).toEqual([])
  })

  test('change settings one by one and refuse unknown ones', async () => {
    expect(await json('POST', 'settings', { honourIdempotencyKey: true, locations: ['1'] })).toMatchObject({
      status: 200,
      value: { honourIdempotencyKey: true, locations: ['1'], tokenLifeSeconds: 3600, states: ['OK', 'ERROR'] },
    })
    expect(await json('POST', 'settings', { tokenLifeSeconds: 5 })).toMatchObject({
      value: { honourIdempotencyKey: true, tokenLifeSeconds: 5 },
    })
    expect(await json('GET', 'settings')).toMatchObject({ value: { tokenLifeSeconds: 5 } })
    for (const wrong of [{ tokenLife: 5 }, { tokenLifeSeconds: 0 }, { states: [] }, { revokeTokens: false }, []])
      expect([wrong, (await json('POST', 'settings', wrong)).status]).toEqual([wrong, 400])
    expect(await json('GET', 'settings')).toMatchObject({ value: { tokenLifeSeconds: 5, states: ['OK', 'ERROR'] } })
  })

  test('take back all tokens', async () => {
    const token = await visitor.token()
    await json('POST', 'settings', { revokeTokens: true })
    expect((await visitor.report(token, '1', { state: 'OK', recordedAt: '2026-11-20T15:30:00-0500' })).status).toBe(401)
  })

  test('show what was received, and its bytes', async () => {
    const [sample] = freshSamples(fixedMoment.at, fixedMoment.timeZone)
    if (sample === undefined) throw new Error('no sample')
    await visitor.sendJournal(await visitor.token(), sample.name, sample.bytes)
    const { value } = await json('GET', 'ledger')
    expect(value).toEqual(cloud.received())
    expect(value).toMatchObject({
      signIns: [{ email: 'practice@storebridge.example', ok: true }],
      journals: [
        { n: 1, name: sample.name, verdict: 'Success', copies: 1, request: 2, transactions: [{ type: 'SaleEvent' }] },
      ],
      reports: [],
      requests: [{ call: 'sign-in' }, { call: 'journal', status: 200, end: 'answered' }],
    })
    const bytes = await fetch(`${cloud.url}/_practice/journals/1`)
    expect(Buffer.from(await bytes.arrayBuffer()).equals(sample.bytes)).toBe(true)
    expect((await json('GET', 'journals/2')).status).toBe(404)
  })

  test('send the cloud away for a while, after which it comes back by itself and has forgotten nothing', async () => {
    const token = await visitor.token()
    expect(await json('POST', 'outage', { seconds: 0.5 })).toEqual({ status: 200, value: { seconds: 0.5 } })
    const refusals: unknown[] = []
    const report = { state: 'OK', recordedAt: '2026-11-20T15:30:00-0500' }
    const begun = performance.now()
    for (let back = false; !back;)
      await visitor.report(token, '1', report).then(
        ({ status }) => {
          back = status === 200
        },
        (error: unknown) => refusals.push(error),
      )
    expect(performance.now() - begun).toBeGreaterThan(300)
    expect(refusals.at(-1)).toMatchObject({ code: 'ECONNREFUSED' })
    for (const wrong of [{ seconds: 0 }, { seconds: '1' }, { minutes: 1 }, {}])
      expect([wrong, (await json('POST', 'outage', wrong)).status]).toEqual([wrong, 400])
  })

  test('know no other name and no other method', async () => {
    expect((await json('GET', 'constructor')).status).toBe(404)
    expect((await json('GET', 'ledgers')).status).toBe(404)
    expect((await json('DELETE', 'ledger')).status).toBe(405)
    expect((await json('POST', 'journals/1')).status).toBe(405)
    const notJson = await visitor.send('/_practice/faults', { body: 'hang please' })
    expect([notJson.status, notJson.text]).toEqual([400, '{"message":"The body is not JSON."}\n'])
  })

  test('do not answer a web page or another name for this computer', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { host: 'evil.example' }])
      expect((await visitor.send('/_practice/ledger', { method: 'GET', headers })).status).toBe(403)
    for (const host of ['localhost', `127.0.0.1:${cloud.port}`, '[::1]:80'])
      expect((await visitor.send('/_practice/ledger', { method: 'GET', headers: { host } })).status).toBe(200)
  })
})
