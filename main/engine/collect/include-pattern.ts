/** Goes through the name once for each star, so that no pattern is slow on any name. */
const matches = (pattern: readonly string[], name: readonly string[]): boolean => {
  let p = 0
  let n = 0
  let star = -1
  let afterStar = 0
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++
      afterStar = n
    } else if (pattern[p] === '?' || (p < pattern.length && pattern[p] === name[n])) {
      p++
      n++
    } else if (star >= 0) {
      // The newest star takes one character more.
      p = star + 1
      n = ++afterStar
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

const characters = (text: string): string[] => [...text.toLowerCase()]

/**
 * Tests whether a file name matches one of the `include` patterns of a folder. `*` stands for any run of characters,
 * `?` for one; letter case does not matter (design 4.1).
 */
export const includeTest = (patterns: readonly string[]): ((name: string) => boolean) => {
  const prepared = patterns.map(characters)
  return (name) => {
    const letters = characters(name)
    return prepared.some((pattern) => matches(pattern, letters))
  }
}
