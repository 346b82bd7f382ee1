// A made-up language a third longer than English, marked at both ends.

const accents: Readonly<Record<string, string>> = { a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', n: 'ñ' }

/** Texts outside braces get accents and a tail; what is inside braces stays, so that the messages still work. */
const lengthenMessage = (message: string): string => {
  let depth = 0
  let text = ''
  for (const character of message) {
    if (character === '{') depth += 1
    if (character === '}') depth -= 1
    text += depth === 0 ? (accents[character] ?? character) : character
  }
  return `[${text}${'·'.repeat(Math.ceil(message.replaceAll(/\{[^}]*\}/g, '').length * 0.35))}]`
}

export const lengthen = (messages: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(messages).map(([id, message]) => [id, id.startsWith('date.') ? message : lengthenMessage(message)]),
  )
