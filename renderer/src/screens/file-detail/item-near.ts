// Which item a marked line belongs to: the description inside the nearest enclosing line of the sale, so that a person
// can be told "the item Cola 12oz" instead of a line number. Null when the file does not say.

const openLine = /<(?:[\w.-]+:)?(?:ItemLine|MerchandiseCodeLine|FuelLine|TransactionLine)\b/
const closeLine = /<\/(?:[\w.-]+:)?(?:ItemLine|MerchandiseCodeLine|FuelLine|TransactionLine)>/
const description = /<(?:[\w.-]+:)?Description\b[^>]*>([^<]+)</

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const plain = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole).trim()

/**
 * `lines` are consecutive lines of the file, `at` the index of the marked one among them. A description on the marked
 * line itself counts as well.
 */
export const itemNear = (lines: readonly string[], at: number): string | null => {
  const textAt = (index: number): string => lines[index] ?? ''
  let first = at
  while (first > 0 && !openLine.test(textAt(first))) {
    // The end of another item before ours: the marked line is between items.
    if (first < at && closeLine.test(textAt(first))) return null
    first -= 1
  }
  if (!openLine.test(textAt(first))) return null
  for (let index = first; index < lines.length; index += 1) {
    const found = description.exec(textAt(index))
    if (found?.[1] !== undefined && plain(found[1]) !== '') return plain(found[1])
    if (index >= at && closeLine.test(textAt(index))) return null
  }
  return null
}
