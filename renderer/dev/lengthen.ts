// Texts a third longer, as another language may need them. Of words, not one long one: a language that is longer has more
// of them, and they may go to a further line.

const more = 0.35

/** What is read of a message: of one that counts, its last form. */
const readPart = (message: string): string =>
  (/other \{((?:[^{}]|\{\w+\})*)\}/.exec(message)?.[1] ?? message).replaceAll(/\{[^{}]*\}/g, '').trim()

const lengthenMessage = (message: string): string => {
  const room = Math.ceil(readPart(message).length * more)
  return room === 0
    ? message
    : `${message} ${'palabra '
        .repeat(Math.ceil(room / 8))
        .slice(0, room)
        .trimEnd()}`
}

/** Messages by id; those that make a date or a size stay as they are. */
export const lengthen = (messages: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(messages).map(([id, message]) => [
      id,
      /^(date|size)\./.test(id) ? message : lengthenMessage(message),
    ]),
  )
