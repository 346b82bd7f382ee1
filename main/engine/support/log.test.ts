import { describe, expect, test } from 'vitest'
import { faultText, logLine, safeText } from './log.ts'

const jwt = `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIiOiIxMjM0NTY3ODkwIn0'}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`
const longJwt = `eyJhbGciOiJSUzI1NiJ9.${'a'.repeat(3000)}.${'b'.repeat(300)}`

describe('a foreign text for a log or a sentence', () => {
  test('is one line: every control character and line separator becomes a blank', () => {
    expect(safeText('a\r\nb\u0000c\u001b[31md\u0085e\u2028f\u2029g\u007fh')).toBe('a b c [31md e f g h')
  })

  test.each([
    ['alone', jwt, '[token removed]'],
    ['in a header', `authorization: Bearer ${jwt}, x`, 'authorization: Bearer [token removed], x'],
    ['in JSON', `{"token":"${jwt}"}`, '{"token":"[token removed]"}'],
    ['without a signature', `x ${jwt.slice(0, jwt.lastIndexOf('.') + 1)} y`, 'x [token removed] y'],
    [
      'that is no JWT, behind the word Bearer',
      'header Bearer s3cr3t/opaque+value== ok',
      'header Bearer [token removed] ok',
    ],
  ])('holds no token: %s', (_where, text, safe) => {
    expect(safeText(text)).toBe(safe)
  })

  test('holds no piece of a token that is longer than what is looked at', () => {
    const safe = safeText(`sent ${longJwt} end`)
    expect(safe).not.toContain('aaaa')
    expect(safe).toContain('[token removed]')
  })

  test.each([
    ['4111111111111111', '411111••••••1111'],
    ['4111 1111 1111 1111', '4111 11•• •••• 1111'],
    ['5500-0000-0000-0004', '5500-00••-••••-0004'],
    ['378282246310005', '378282•••••0005'],
    ['6011000990139424 and 4222222222222', '601100••••••9424 and 422222•••2222'],
    ['card=4111\n1111\n1111\n1111;', 'card=4111 11•• •••• 1111;'],
  ])('shows a card number %j by its first six and last four digits only', (text, safe) => {
    expect(safeText(text)).toBe(safe)
  })

  test.each(['1234567890123456', '41111111111111111111111', '20261120101500123', '411111111111'])(
    'leaves the number %s alone, which is no card',
    (text) => {
      expect(safeText(text)).toBe(text)
    },
  )

  test('is at most 500 characters long', () => {
    expect(safeText('x'.repeat(100_000))).toHaveLength(500)
  })

  test('leaves an ordinary sentence as it is', () => {
    const sentence = "ENOENT: no such file or directory, open '/data/PJR20261120.xml' (1,234.56 at 10:15)"
    expect(safeText(sentence)).toBe(sentence)
  })
})

describe('a log line', () => {
  test('is one line of JSON with time, level and event first', () => {
    const line = logLine(Date.UTC(2026, 0, 2, 3, 4, 5, 6), 'warn', 'answered', { id: '7', ok: true, n: 3, none: null })
    expect(line).toBe(
      '{"time":"2026-01-02T03:04:05.006Z","level":"warn","event":"answered","id":"7","ok":true,"n":3,"none":null}',
    )
  })

  test('cannot be forged by a value, nor carry a secret in one', () => {
    const line = logLine(0, 'info', 'stored', { name: `a.xml\n{"level":"error"} ${jwt} 4111111111111111` })
    expect(line.split('\n')).toHaveLength(1)
    expect(line).not.toContain(jwt)
    expect(line).not.toContain('4111111111111111')
  })
})

describe('the words of a fault', () => {
  test('name the code of the system once', () => {
    expect(faultText(Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' }))).toBe(
      'EACCES: permission denied',
    )
    expect(faultText(Object.assign(new Error('disk is full'), { code: 'SQLITE_FULL' }))).toBe(
      'SQLITE_FULL: disk is full',
    )
  })

  test('are safe, whatever was thrown', () => {
    expect(faultText(`it\nwas ${jwt}`)).toBe('it was [token removed]')
    expect(faultText(undefined)).toBe('undefined')
    expect(faultText(new Error(`with ${jwt}`))).toBe('with [token removed]')
  })
})
