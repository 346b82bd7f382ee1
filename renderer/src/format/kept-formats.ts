// The formats of the window's language, each made once: making one takes longer than a hundred uses of it, and a list
// writes hundreds of times and numbers.

import { currentLocale } from '../words/say.ts'

const keeping = <Format, Options>(
  make: (locale: string, options: Options) => Format,
): ((options: Options) => Format) => {
  const kept = new Map<string, Format>()
  return (options) => {
    const locale = currentLocale()
    const key = `${locale}|${JSON.stringify(options)}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const made = make(locale, options)
    kept.set(key, made)
    return made
  }
}

/** `timeZone` is always given: the computer's is nobody's. */
export const dateFormat = keeping(
  (locale, options: Intl.DateTimeFormatOptions & { readonly timeZone: string }) =>
    new Intl.DateTimeFormat(locale, options),
)

export const numberFormat = keeping(
  (locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
)
