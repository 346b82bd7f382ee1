// Writing to the terminal. A reader that goes away (head, a closed window) ends the command quietly.

export const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

export const printJson = (value: unknown): void => print(JSON.stringify(value))

/** One line, whatever is in the text. */
export const complain = (text: string): void => {
  process.stderr.write(`storebridge: ${plain(text)}\n`)
}

/** Rows of words as columns; the last column is not padded. */
export const columns = (rows: readonly (readonly string[])[]): string[] => {
  const widths: number[] = []
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length)
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

/** A foreign text on a terminal line: no control characters, which could rewrite what was printed. */
// oxlint-disable-next-line no-control-regex -- control characters are what is taken out
export const plain = (text: string | null): string => (text ?? '–').replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
