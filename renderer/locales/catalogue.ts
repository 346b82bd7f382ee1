// Compiles the catalogues, from the messages a person edits (en-US.json) to the ones the window loads
// (en-US.compiled.json). Pure; compile-catalogues.ts writes the files, catalogue.test.ts fails when one is not what
// its source says, when a language misses an id, fills other values than the English one, or says what nobody asks for.

import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'

export type Catalogue = Readonly<Record<string, string>>
export type CompiledCatalogue = Readonly<Record<string, unknown>>

/** Throws with the id of the first message that is not a proper ICU message. */
export const compileCatalogue = (messages: Catalogue): CompiledCatalogue =>
  Object.fromEntries(
    Object.entries(messages).map(([id, message]) => {
      try {
        return [id, compileMessageOrThrow(message)]
      } catch (error) {
        throw new Error(`${id}: ${message}`, { cause: error })
      }
    }),
  )

/** The text of a compiled file; one message a line, so that a change is seen. */
export const compiledText = (messages: Catalogue): string => {
  const lines = Object.entries(compileCatalogue(messages)).map(
    ([id, compiled]) => `  ${JSON.stringify(id)}: ${JSON.stringify(compiled)}`,
  )
  return `{\n${lines.join(',\n')}\n}\n`
}

/** A value a message fills in, and how: "n plural", "time" (plain), "kind select". */
export type FilledValue = string

/** The values a compiled message fills in. */
export const valuesOf = (compiled: unknown): ReadonlySet<FilledValue> => {
  const found = new Set<FilledValue>()
  const visit = (part: unknown): void => {
    if (!Array.isArray(part)) {
      if (typeof part === 'object' && part !== null) for (const inner of Object.values(part)) visit(inner)
      return
    }
    for (const token of part) {
      if (!Array.isArray(token)) continue
      const [name, kind, inner] = token as readonly unknown[]
      if (typeof name === 'string') found.add(typeof kind === 'string' ? `${name} ${kind}` : name)
      visit(inner)
    }
  }
  visit(compiled)
  return found
}

/** Plurals without the form every language needs for what it does not name. */
const lacksOther = (compiled: unknown): boolean => {
  if (Array.isArray(compiled))
    return compiled.some((token) => {
      if (!Array.isArray(token)) return false
      const [, kind, forms] = token as readonly unknown[]
      if (typeof kind !== 'string' || typeof forms !== 'object' || forms === null) return false
      return !Object.hasOwn(forms, 'other') || Object.values(forms).some(lacksOther)
    })
  return false
}

export interface CatalogueDifference {
  readonly missing: readonly string[]
  readonly unknown: readonly string[]
  /** Messages that fill other values than the source language does, or fill them in another way. */
  readonly otherValues: readonly string[]
  /** Messages with nothing in them, or with a plural that leaves numbers without words. */
  readonly unfinished: readonly string[]
}

/** What keeps a language from being complete. Throws as compileCatalogue does. */
export const compareCatalogues = (source: Catalogue, other: Catalogue): CatalogueDifference => {
  const compiledSource = compileCatalogue(source)
  const compiledOther = compileCatalogue(other)
  const sameValues = (id: string): boolean => {
    const wanted = valuesOf(compiledSource[id])
    const used = valuesOf(compiledOther[id])
    return wanted.size === used.size && [...wanted].every((name) => used.has(name))
  }
  return {
    missing: Object.keys(source).filter((id) => !Object.hasOwn(other, id)),
    unknown: Object.keys(other).filter((id) => !Object.hasOwn(source, id)),
    otherValues: Object.keys(source).filter((id) => Object.hasOwn(other, id) && !sameValues(id)),
    unfinished: Object.keys(other).filter((id) => other[id]?.trim() === '' || lacksOther(compiledOther[id])),
  }
}

/**
 * Ids that no source says: neither whole, in quotes, nor as a member of a family whose beginning is written as
 * `family.${...}`.
 */
export const unsaidIds = (ids: readonly string[], sources: readonly string[]): readonly string[] => {
  const all = sources.join('\n')
  const families = [...all.matchAll(/`([a-z][\w.]*\.)\$\{/g)].flatMap((found) => found[1] ?? [])
  return ids.filter((id) => !all.includes(`'${id}'`) && !families.some((family) => id.startsWith(family)))
}
