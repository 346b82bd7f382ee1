// The support ID of a store: short enough to read over the telephone, the same on every PC of the store, and derived
// from nothing but its location ID, so that nothing has to be kept or registered.

import { createHash } from 'node:crypto'

/** No letters and digits that sound or look alike. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** "7F3-22K". */
export const supportIdOf = (locationId: string): string => {
  const digest = createHash('sha256').update(`storebridge support ${locationId}`, 'utf8').digest()
  const letters = [...digest.subarray(0, 6)].map((byte) => alphabet[byte % alphabet.length] ?? '2').join('')
  return `${letters.slice(0, 3)}-${letters.slice(3)}`
}
