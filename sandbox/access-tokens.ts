// The tokens this cloud has given out. They are real JSON Web Tokens (HS256, signed with a secret of this process) unless a
// fault asks for another kind; a token is known because it was given out here, so a foreign or forged one never passes.

import { createHmac, randomBytes, randomUUID } from 'node:crypto'

export type TokenKind = 'jwt' | 'jwt-without-exp' | 'opaque'

export interface AccessTokens {
  /** Gives out a token. Its iat and exp are by the cloud's own clock, which may be wrong on purpose. */
  readonly issue: (email: string, kind?: TokenKind) => string
  readonly standing: (token: string) => 'valid' | 'expired' | 'unknown'
  /** No token given out before this call passes any more. */
  readonly revokeAll: () => void
}

interface TokenClock {
  /** Milliseconds since 1970, right. */
  readonly now: () => number
  /** The same as the cloud believes it. */
  readonly cloudNow: () => number
  readonly lifeSeconds: () => number
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export const createAccessTokens = ({ now, cloudNow, lifeSeconds }: TokenClock): AccessTokens => {
  const secret = randomBytes(32)
  const endByToken = new Map<string, number>()

  const signed = (claims: object): string => {
    const body = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`
    return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
  }

  const write = (email: string, kind: TokenKind): string => {
    if (kind === 'opaque') return randomBytes(24).toString('hex')
    const iat = Math.floor(cloudNow() / 1000)
    const claims = { iss: 'storebridge-practice-cloud', sub: email, jti: randomUUID(), iat }
    return signed(kind === 'jwt' ? { ...claims, exp: iat + lifeSeconds() } : claims)
  }

  return {
    issue: (email, kind = 'jwt') => {
      const token = write(email, kind)
      endByToken.set(token, now() + lifeSeconds() * 1000)
      return token
    },
    standing: (token) => {
      const end = endByToken.get(token)
      if (end === undefined) return 'unknown'
      return now() < end ? 'valid' : 'expired'
    },
    revokeAll: () => endByToken.clear(),
  }
}
