/**
 * Tests whether a file name matches one of the `include` patterns of a folder. `*` stands for any run of characters,
 * `?` for one; letter case does not matter (design 4.1).
 */
export const includeTest = (patterns: readonly string[]): ((name: string) => boolean) => {
  const sources = patterns.map((pattern) =>
    pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.'),
  )
  const regex = new RegExp(`^(?:${sources.join('|')})$`, 'isu')
  return (name) => regex.test(name)
}
