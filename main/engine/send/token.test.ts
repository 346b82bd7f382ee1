import { describe, expect, test } from 'vitest'
import { jwtOf } from '../testing/scripted-cloud.ts'
import { tokenIn, tokenLifeMs } from './token.ts'

const jwt = jwtOf(3600)
const other = jwtOf(60, 'other')
const json = JSON.stringify

describe('the token of a sign-in answer is found', () => {
  test.each([
    ['under "token"', json({ token: jwt })],
    [
      'under "access_token", with what OAuth puts beside it',
      json({ token_type: 'Bearer', expires_in: 3600, access_token: jwt }),
    ],
    ['under "accessToken"', json({ accessToken: jwt })],
    ['under "jwt"', json({ jwt })],
    ['under "JWT-Token"', json({ 'JWT-Token': jwt })],
    ['under "auth_token"', json({ auth_token: jwt })],
    ['under "id_token" where there is nothing better', json({ id_token: jwt })],
    ['under "access_token" even when an "id_token" comes first', json({ id_token: other, access_token: jwt })],
    ['under "token" even when a refresh token comes first', json({ refresh_token: other, token: jwt })],
    ['under an unknown name, not the refresh token', json({ refreshToken: other, ticket: jwt })],
    ['nested', json({ status: 'ok', data: { user: { id: 7 }, auth: { token: jwt } } })],
    ['in a list', json([{ token: jwt }])],
    ['under an unknown name, by its looks', json({ result: { key: jwt } })],
    ['as a bare JSON string', json(jwt)],
    ['as bare text', jwt],
    ['as bare text with a line end', `${jwt}\r\n`],
    ['with the word Bearer before it', json({ token: `Bearer ${jwt}` })],
    ['as bare text with the word Bearer', `Bearer ${jwt}`],
    ['behind a byte order mark', `\ufeff${json({ token: jwt })}`],
  ])('%s', (_where, body) => {
    expect(tokenIn(body)).toBe(jwt)
  })

  test('when it is no JWT, but only under a name that says it is one', () => {
    expect(tokenIn(json({ token: 'opaque-0123456789' }))).toBe('opaque-0123456789')
    expect(tokenIn(json({ result: 'opaque-0123456789' }))).toBeNull()
  })
})

describe('there is no token', () => {
  test.each([
    ['in an empty body', ''],
    ['in an empty object', '{}'],
    ['in null', 'null'],
    ['in a number', '17'],
    ['in a page', '<html><body>Sign in</body></html>'],
    ['in a message', json({ message: 'Welcome. Your account was found.' })],
    ['under an empty token', json({ token: '' })],
    ['in a token that no header can carry', json({ token: 'two words here' })],
    ['in a token with a line end, which would forge a header', json({ token: 'aaaaaaaa\r\nX-Other: 1' })],
    ['in a token that is no text', json({ token: { a: 1 }, jwt: 17, access_token: null })],
    ['deeper than an answer can sensibly be', json({ a: { b: { c: { d: { e: { f: { token: jwt } } } } } } })],
  ])('%s', (_where, body) => {
    expect(tokenIn(body)).toBeNull()
  })
})

describe('the life of a token', () => {
  test('is exp - iat, whatever date they name', () => {
    expect(tokenLifeMs(jwtOf(3600, 'a', 0))).toBe(3_600_000)
    expect(tokenLifeMs(jwtOf(900, 'a', 9_999_999_999))).toBe(900_000)
  })

  const withClaims = (claims: unknown): string => `h.${Buffer.from(json(claims)).toString('base64url')}.s`
  test.each([
    ['opaque', 'opaque-0123456789'],
    ['without claims about it', jwtOf(null)],
    ['with an end and no beginning', withClaims({ exp: 5 })],
    ['with an end before its beginning', withClaims({ iat: 10, exp: 10 })],
    ['with times in words', withClaims({ iat: '1', exp: '2' })],
    ['whose middle is no JSON', 'a.%%%.c'],
    ['whose middle is a list', withClaims(null)],
  ])('is not known of one that is %s', (_what, token) => {
    expect(tokenLifeMs(token)).toBeNull()
  })
})
