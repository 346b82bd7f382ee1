import { describe, expect, onTestFinished, test } from 'vitest'
import { practiceAccount, startPracticeCloud } from '../../../sandbox/practice-cloud.ts'
import type { Exchange } from '../send/exchange.ts'
import { systemClock } from '../support/clock.ts'
import { judgeLocation, tryLocation } from './location-test.ts'
import { judgeSignIn, trySignIn } from './sign-in-test.ts'

const now = Date.UTC(2026, 10, 20, 15, 0, 0)
const answer = (status: number, body = '', more: Partial<Exchange & { kind: 'answer' }> = {}): Exchange => ({
  kind: 'answer',
  status,
  retryAfter: null,
  date: new Date(now).toUTCString(),
  body: Buffer.from(body),
  end: 'complete',
  tookMs: 5,
  ...more,
})
const noAnswer = (fault: 'no-internet' | 'service' | 'certificate', code: string): Exchange => ({
  kind: 'no-answer',
  bodyStarted: false,
  fault,
  code,
  sentence: 'It failed.',
})
const token = JSON.stringify({ token: 'eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjJ9.c2lnbmF0dXJl' })

describe('what stands in the way of a sign-in', () => {
  test.each([
    ['a token', answer(200, token), 'ok', true],
    ['401', answer(401), 'wrong-password', false],
    ['422 with words', answer(422, 'no such user'), 'wrong-password', false],
    ['a page without token', answer(200, '<html>hotel wifi</html>'), 'not-petrosoft', false],
    ['404', answer(404), 'not-petrosoft', false],
    ['a redirect', answer(302), 'not-petrosoft', false],
    ['503', answer(503), 'server-down', false],
    ['429', answer(429), 'server-down', false],
    ['no name found', noAnswer('no-internet', 'ENOTFOUND'), 'no-internet', false],
    ['refused', noAnswer('service', 'ECONNREFUSED'), 'server-down', false],
    ['a certificate of somebody else', noAnswer('certificate', 'ERR_TLS_CERT_ALTNAME_INVALID'), 'certificate', false],
    ['a certificate that has expired', noAnswer('certificate', 'CERT_HAS_EXPIRED'), 'clock-wrong', false],
    ['a certificate of tomorrow', noAnswer('certificate', 'CERT_NOT_YET_VALID'), 'clock-wrong', false],
    [
      'a token, and a clock six minutes ahead',
      answer(200, token, { date: new Date(now - 360_000).toUTCString() }),
      'clock-wrong',
      true,
    ],
    [
      'a token, and a clock six minutes behind',
      answer(200, token, { date: new Date(now + 360_000).toUTCString() }),
      'clock-wrong',
      true,
    ],
    [
      'a token, and a clock four minutes off',
      answer(200, token, { date: new Date(now - 240_000).toUTCString() }),
      'ok',
      true,
    ],
    ['a token and no date', answer(200, token, { date: null }), 'ok', true],
    [
      'a wrong password, and a wrong clock',
      answer(401, '', { date: new Date(now - 3_600_000).toUTCString() }),
      'wrong-password',
      false,
    ],
  ] as const)('%s', (_what, exchange, kind, proved) => {
    const trial = judgeSignIn(exchange, now)
    expect([trial.test.kind, trial.token !== null]).toEqual([kind, proved])
  })

  test('never holds the token in its words', () => {
    expect(
      JSON.stringify(judgeSignIn(answer(200, token, { date: new Date(0).toUTCString() }), now).test),
    ).not.toContain('eyJ')
  })
})

describe('what the answer to a report says of a location', () => {
  test.each([
    [answer(200), true, 'location-known', 'Petrosoft knows location 33084.'],
    [answer(404), false, 'location-unknown', 'Petrosoft does not know location 33084.'],
    [answer(422), false, 'location-unknown', 'Petrosoft does not know location 33084.'],
    [answer(403), false, 'location-forbidden', 'This account may not report for location 33084.'],
    [
      answer(500),
      false,
      'location-other-answer',
      'Petrosoft answered with 500, so the location ID could not be checked.',
    ],
    [
      noAnswer('no-internet', 'ENOTFOUND'),
      false,
      'location-no-internet',
      'There is no internet right now, so the location ID could not be checked.',
    ],
  ] as const)('%#', (exchange, ok, code, sentence) => {
    expect(judgeLocation(exchange, '33084')).toMatchObject({ ok, sentence, told: { code } })
  })
})

describe('against a cloud', () => {
  const cloudFor = async (locations: string[]) => {
    const cloud = await startPracticeCloud({ locations })
    onTestFinished(() => cloud.close())
    return cloud
  }

  test('the right password brings a token that proves the location, and a wrong one brings neither', async () => {
    const cloud = await cloudFor(['33084'])
    const credentials = { baseUrl: cloud.url, ...practiceAccount }
    const wrong = await trySignIn({ ...credentials, password: 'guess' }, systemClock)
    expect([wrong.test.kind, wrong.token]).toEqual(['wrong-password', null])
    const right = await trySignIn(credentials, systemClock)
    expect(right.test).toEqual({ kind: 'ok' })
    const location = (locationId: string) =>
      tryLocation(
        { baseUrl: cloud.url, token: right.token ?? '', locationId, timeZone: 'America/New_York' },
        systemClock,
      )
    expect(await location('33084')).toMatchObject({ ok: true })
    expect(await location('1')).toMatchObject({ ok: false })
    expect(cloud.received().reports.map(({ locationId, ok }) => [locationId, ok])).toEqual([
      ['33084', true],
      ['1', false],
    ])
  })

  test('that is not there is told apart from a wrong password', async () => {
    const cloud = await cloudFor([])
    await cloud.close()
    const { test: told } = await trySignIn({ baseUrl: cloud.url, ...practiceAccount }, systemClock)
    expect(told.kind).toBe('server-down')
  })
})
