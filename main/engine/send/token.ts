// Finds the token in a sign-in answer, and how long it lives. The guide does not tell the token's name, so the common
// shapes are taken: a known key at any depth, a bare JSON string, or bare text (design 4.3). Pure.

const knownKeys = new Set(['token', 'accesstoken', 'jwt', 'jwttoken', 'authtoken', 'bearertoken', 'bearer'])
/** Names of tokens that are not the one for requests: an identity token counts where there is no other, a refresh token never. */
const identityKeys = new Set(['idtoken'])
const refreshKeys = new Set(['refreshtoken', 'refresh'])
const deepest = 6

const looksLikeJwt = (text: string): boolean => /^[\w-]{2,}\.[\w-]{2,}\.[\w-]*$/.test(text)
/** What may stand behind "Bearer " in a header. */
const isTokenText = (text: string): boolean => /^[\x21-\x7e]{8,8192}$/.test(text)

const cleaned = (text: string): string => text.trim().replace(/^Bearer\s+/i, '')

const find = (
  value: unknown,
  depth: number,
  accepts: (key: string | null, text: string) => boolean,
  key: string | null,
): string | null => {
  if (typeof value === 'string') {
    const text = cleaned(value)
    return accepts(key, text) ? text : null
  }
  if (typeof value !== 'object' || value === null || depth >= deepest) return null
  const entries: (readonly [string | null, unknown])[] = Array.isArray(value)
    ? value.map((item: unknown) => [null, item] as const)
    : Object.entries(value)
  for (const [name, item] of entries) {
    const found = find(item, depth + 1, accepts, name)
    if (found !== null) return found
  }
  return null
}

/** The token in the body of a 2xx sign-in answer, or null when there is none. */
export const tokenIn = (body: string): string | null => {
  let parsed: unknown
  try {
    // trim also takes away a byte order mark
    parsed = JSON.parse(body.trim())
  } catch {
    const text = cleaned(body)
    return looksLikeJwt(text) ? text : null
  }
  const isNamed = (names: ReadonlySet<string>, key: string | null): boolean =>
    key !== null && names.has(key.toLowerCase().replace(/[_-]/g, ''))
  const under = (names: ReadonlySet<string>): string | null =>
    find(parsed, 0, (key, text) => isNamed(names, key) && isTokenText(text), null)
  const byLooks = (key: string | null, text: string): boolean =>
    !isNamed(refreshKeys, key) && looksLikeJwt(text) && isTokenText(text)
  return under(knownKeys) ?? under(identityKeys) ?? find(parsed, 0, byLooks, null)
}

/**
 * Life of a JWT in ms, as exp - iat; null where it does not say. Neither is compared with this PC's date, which may
 * be wrong (design 4.3).
 */
export const tokenLifeMs = (token: string): number | null => {
  const payload = token.split('.')[1]
  if (payload === undefined) return null
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    if (typeof claims !== 'object' || claims === null) return null
    const { exp, iat } = claims as { exp?: unknown; iat?: unknown }
    if (typeof exp !== 'number' || typeof iat !== 'number' || exp <= iat) return null
    return (exp - iat) * 1000
  } catch {
    return null
  }
}
