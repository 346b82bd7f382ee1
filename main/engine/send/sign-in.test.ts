import { describe, expect, test } from 'vitest'
import { FakeClock, turns } from '../testing/fake-clock.ts'
import { answered, cutOff, jwtOf, notSent, ScriptedCloud, tokenAnswer } from '../testing/scripted-cloud.ts'
import type { Exchange } from './exchange.ts'
import { SignIn, signInOutcomeOf, type SignInStop } from './sign-in.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

describe('what a sign-in answer means', () => {
  const kind = (exchange: Exchange): string => signInOutcomeOf(exchange, 0).kind
  const rows: readonly (readonly [string, Exchange, string])[] = [
    ['a token', tokenAnswer(jwtOf(60)), 'token'],
    ['201 with a token', answered(201, JSON.stringify({ token: jwtOf(60) })), 'token'],
    ['2xx without a token', answered(200, '{"ok":true}'), 'no-token'],
    ['204', answered(204), 'no-token'],
    ['2xx with a page of a portal', answered(200, '<html></html>'), 'no-token'],
    ['2xx with an endless body', answered(200, '{"token":"', { end: 'too-long' }), 'no-token'],
    ['2xx cut off', answered(200, '{"token":"ey', { end: 'cut' }), 'trouble'],
    ...[400, 401, 403, 422].map((status) => [String(status), answered(status), 'refused'] as const),
    ...[408, 429, 500, 502, 503, 504, 505].map((status) => [String(status), answered(status), 'trouble'] as const),
    ...[301, 302, 307, 404, 405, 410, 418, 501].map(
      (status) => [String(status), answered(status), 'wrong-address'] as const,
    ),
    ['a connection that failed', notSent(), 'trouble'],
    ['an answer that never came', cutOff(), 'trouble'],
  ]
  test.each(rows)('%s', (_what, exchange, expected) => {
    expect(kind(exchange)).toBe(expected)
  })
})

interface Stage {
  readonly clock: FakeClock
  readonly cloud: ScriptedCloud
  readonly signIn: SignIn
  readonly stops: SignInStop[]
  signedIn: number
  password: string | null
}

const stage = (): Stage => {
  const clock = new FakeClock()
  const cloud = new ScriptedCloud()
  const made: Stage = {
    clock,
    cloud,
    stops: [],
    signedIn: 0,
    password: 'secret',
    signIn: new SignIn({
      clock,
      client: cloud,
      email: 'store@example.com',
      password: () => made.password,
      onStopped: (stop) => void made.stops.push(stop),
      onSignedIn: () => void made.signedIn++,
      onExchange: () => undefined,
    }),
  }
  return made
}

/** Asks for a token while the cloud answers every sign-in with `exchange`. */
const ask = async ({ signIn, cloud }: Stage, exchange: Exchange): Promise<string> => {
  cloud.signIns.always = () => exchange
  const answer = await signIn.token()
  cloud.signIns.always = null
  return answer.kind === 'token' ? answer.token : answer.kind
}

const attempts = ({ cloud }: Stage): number => cloud.signIns.made.length

describe('signing in', () => {
  test('is one at a time: everybody who asks meanwhile gets the same answer', async () => {
    const s = stage()
    const asked = [s.signIn.token(), s.signIn.token(), s.signIn.renew()]
    expect(s.signIn.state).toBe('signing-in')
    await turns()
    expect(s.cloud.signIns.open).toHaveLength(1)
    s.cloud.signIns.answer(tokenAnswer('token-0123456789'))
    expect(await Promise.all(asked)).toEqual([1, 2, 3].map(() => ({ kind: 'token', token: 'token-0123456789' })))
    expect(s.cloud.signIns.made).toEqual([{ email: 'store@example.com', password: 'secret' }])
    expect(s.signedIn).toBe(1)
    expect(s.signIn.state).toBe('signed-in')
  })

  test('without a password makes no request', async () => {
    const s = stage()
    s.password = null
    expect(await s.signIn.token()).toEqual({ kind: 'no-password' })
    expect(s.signIn.state).toBe('no-password')
    expect(attempts(s)).toBe(0)
  })

  test('happens at most six times a minute, and says how long to wait', async () => {
    const s = stage()
    for (let i = 0; i < 6; i++) {
      expect(await ask(s, notSent())).toBe('trouble')
      await s.clock.advance(second)
    }
    expect(await s.signIn.token()).toEqual({ kind: 'later', waitMs: 54 * second })
    expect(attempts(s)).toBe(6)
    await s.clock.advance(54 * second)
    expect(await ask(s, tokenAnswer(jwtOf(60)))).toBe(jwtOf(60))
  })

  test('that the service asked to wait for is not tried before, unless somebody says so', async () => {
    const s = stage()
    expect(await ask(s, answered(429, '', { retryAfter: '600' }))).toBe('trouble')
    await s.clock.advance(10 * minute - second)
    expect(await ask(s, tokenAnswer(jwtOf(60)))).toBe('later')
    expect(attempts(s)).toBe(1)
    s.signIn.tryAgain()
    expect(await ask(s, answered(503, '', { retryAfter: '600' }))).toBe('trouble')
    await s.clock.advance(10 * minute)
    expect(await ask(s, tokenAnswer(jwtOf(60)))).toBe(jwtOf(60))
  })
})

describe('a token', () => {
  test('serves until 80 % of its life have passed since it was received, and is then renewed', async () => {
    const s = stage()
    const first = jwtOf(1000, 'first')
    expect(await ask(s, tokenAnswer(first))).toBe(first)
    await s.clock.advance(799 * second)
    expect(await ask(s, tokenAnswer('never-asked-for'))).toBe(first)
    await s.clock.advance(second)
    expect(await ask(s, tokenAnswer(jwtOf(1000, 'second')))).toBe(jwtOf(1000, 'second'))
    expect(attempts(s)).toBe(2)
  })

  test('lives by the monotonic clock: a jump of this PC’s clock neither ends nor prolongs it', async () => {
    const s = stage()
    const first = jwtOf(1000, 'first', 4_000_000_000)
    await ask(s, tokenAnswer(first))
    for (const jump of [10 * 365 * 24 * hour, -20 * 365 * 24 * hour]) {
      s.clock.jumpWall(jump)
      expect(await ask(s, tokenAnswer('never-asked-for'))).toBe(first)
    }
    await s.clock.advance(800 * second)
    expect(await ask(s, tokenAnswer(jwtOf(5, 'second')))).toBe(jwtOf(5, 'second'))
  })

  test('that does not tell its life serves until it is not accepted any more', async () => {
    const s = stage()
    await ask(s, tokenAnswer('opaque-0123456789'))
    await s.clock.advance(365 * 24 * hour)
    expect(await ask(s, tokenAnswer('never-asked-for'))).toBe('opaque-0123456789')
  })

  test('that is due for renewal serves on while the sign-in has trouble or was tried too often, but not after its end', async () => {
    const s = stage()
    const first = jwtOf(1000, 'first')
    await ask(s, tokenAnswer(first))
    await s.clock.advance(800 * second)
    for (let i = 0; i < 20; i++) {
      expect(await ask(s, answered(503))).toBe(first)
      await s.clock.advance(100)
    }
    expect(attempts(s)).toBe(7)
    await s.clock.advance(200 * second)
    expect(await ask(s, answered(503))).toBe('trouble')
  })
})

describe('a 401', () => {
  test('renews the token once, and a token that is accepted then is as good as any', async () => {
    const s = stage()
    await ask(s, tokenAnswer('first-token'))
    s.signIn.rejected('first-token', 'journal')
    expect(await ask(s, tokenAnswer('second-token'))).toBe('second-token')
    s.signIn.proved('second-token', 'journal')
    s.signIn.rejected('second-token', 'journal')
    expect(await ask(s, tokenAnswer('third-token'))).toBe('third-token')
    expect(s.stops).toEqual([])
  })

  test('to a fresh token stops the sign-in', async () => {
    const s = stage()
    await ask(s, tokenAnswer('first-token'))
    s.signIn.rejected('first-token', 'journal')
    await ask(s, tokenAnswer('second-token'))
    s.signIn.rejected('second-token', 'journal')
    expect(s.stops).toHaveLength(1)
    expect(s.signIn.state).toBe('refused')
    expect(await ask(s, tokenAnswer('third-token'))).toBe('stopped')
  })

  test('to a connection report only is no reason to stop sending, and costs one sign-in', async () => {
    const s = stage()
    await ask(s, tokenAnswer('first-token'))
    s.signIn.rejected('first-token', 'report')
    expect(await ask(s, tokenAnswer('second-token'))).toBe('second-token')
    s.signIn.proved('second-token', 'journal')
    for (let i = 0; i < 5; i++) s.signIn.rejected('second-token', 'report')
    expect(await ask(s, tokenAnswer('never-asked-for'))).toBe('second-token')
    expect(s.stops).toEqual([])
    expect(attempts(s)).toBe(2)
  })

  test('of several requests at the same time is one episode', async () => {
    const s = stage()
    await ask(s, tokenAnswer('first-token'))
    for (let i = 0; i < 4; i++) s.signIn.rejected('first-token', 'journal')
    expect(await ask(s, tokenAnswer('second-token'))).toBe('second-token')
    s.signIn.rejected('first-token', 'journal')
    expect(await ask(s, tokenAnswer('never-asked-for'))).toBe('second-token')
    expect(attempts(s)).toBe(2)
    expect(s.stops).toEqual([])
  })
})

describe('a refused sign-in', () => {
  test('is tried again by itself after 15 minutes, 1 hour, then every 4 hours', async () => {
    const s = stage()
    expect(await ask(s, answered(401))).toBe('stopped')
    for (const waitMs of [15 * minute, hour, 4 * hour, 4 * hour, 4 * hour]) {
      const before = attempts(s)
      await s.clock.advance(waitMs - 1)
      expect(await ask(s, answered(401))).toBe('stopped')
      expect(attempts(s)).toBe(before)
      await s.clock.advance(1)
      expect(await ask(s, answered(401))).toBe('stopped')
      expect(attempts(s)).toBe(before + 1)
    }
  })

  test('does not come sooner or later because this PC’s clock jumps', async () => {
    const s = stage()
    await ask(s, answered(403))
    s.clock.jumpWall(30 * 24 * hour)
    await ask(s, answered(403))
    expect(attempts(s)).toBe(1)
    s.clock.jumpWall(-60 * 24 * hour)
    await s.clock.advance(15 * minute)
    await ask(s, answered(403))
    expect(attempts(s)).toBe(2)
  })

  test('is not tried by anybody who asks for a renewal before its time', async () => {
    const s = stage()
    await ask(s, answered(401))
    s.cloud.signIns.always = () => tokenAnswer('token-0123456789')
    for (let i = 0; i < 10; i++) {
      await s.clock.advance(minute)
      expect((await s.signIn.renew()).kind).toBe('stopped')
    }
    expect(attempts(s)).toBe(1)
  })

  test('keeps the time since when it stands, and forgets it with the first token', async () => {
    const s = stage()
    await ask(s, answered(401))
    const since = s.signIn.stop?.since
    await s.clock.advance(15 * minute)
    await ask(s, answered(401))
    expect(s.signIn.stop?.since).toBe(since)
    await s.clock.advance(hour)
    expect(await ask(s, tokenAnswer('token-0123456789'))).toBe('token-0123456789')
    expect(s.signIn.stop).toBeNull()
    expect(s.signIn.state).toBe('signed-in')
  })

  test('starts its waits anew once the cloud accepted something', async () => {
    const s = stage()
    await ask(s, answered(401))
    await s.clock.advance(15 * minute)
    await ask(s, tokenAnswer('token-0123456789'))
    s.signIn.proved('token-0123456789', 'journal')
    s.signIn.rejected('token-0123456789', 'journal')
    await ask(s, answered(401))
    await s.clock.advance(15 * minute)
    const before = attempts(s)
    await ask(s, answered(401))
    expect(attempts(s)).toBe(before + 1)
  })

  test('is tried at once after Try now', async () => {
    const s = stage()
    await ask(s, answered(401))
    s.signIn.tryAgain()
    expect(await ask(s, tokenAnswer('token-0123456789'))).toBe('token-0123456789')
  })

  test('is tried at once when the password changed, whoever tells', async () => {
    const s = stage()
    await ask(s, answered(401))
    s.signIn.forget()
    expect(await ask(s, answered(401))).toBe('stopped')
    expect(attempts(s)).toBe(2)
    s.password = 'the new one, written into the password file'
    expect(await ask(s, tokenAnswer('token-0123456789'))).toBe('token-0123456789')
    expect(s.cloud.signIns.made.at(-1)?.password).toBe(s.password)
  })

  test('does not hold against a new password what became of the old one', async () => {
    const s = stage()
    const asked = s.signIn.token()
    await turns()
    s.password = 'the new one'
    s.signIn.forget()
    s.cloud.signIns.answer(answered(401))
    await turns()
    expect(s.stops).toEqual([])
    expect(s.cloud.signIns.open.map(({ about }) => about.password)).toEqual(['the new one'])
    s.cloud.signIns.answer(tokenAnswer('token-0123456789'))
    expect(await asked).toEqual({ kind: 'token', token: 'token-0123456789' })
  })

  test('is told apart from an answer without a token and from an address that is not Petrosoft', async () => {
    for (const [exchange, reason, state] of [
      [answered(422), 'refused', 'refused'],
      [answered(200, '{}'), 'no-token', 'no-token'],
      [answered(404), 'wrong-address', 'no-token'],
    ] as const) {
      const s = stage()
      expect(await ask(s, exchange)).toBe('stopped')
      expect(s.signIn.stop?.reason).toBe(reason)
      expect(s.signIn.state).toBe(state)
    }
  })
})

test('trouble is no refusal: it is told with its kind, and nothing stops', async () => {
  const s = stage()
  s.cloud.signIns.always = () => notSent('no-internet')
  expect(await s.signIn.token()).toMatchObject({ kind: 'trouble', fault: 'no-internet' })
  expect(s.signIn.state).toBe('trouble')
  expect(s.stops).toEqual([])
})
