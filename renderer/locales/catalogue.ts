// Compiles the catalogues, from the messages a person edits (en-US.json) to the ones the window loads
// (en-US.compiled.json). Pure; compile-catalogues.ts writes the files, catalogue.test.ts fails when one is not what
// its source says, when a language misses an id, or when it fills other values than the English one.

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

/** Names of the values a compiled message fills in. */
export const valuesOf = (compiled: unknown): ReadonlySet<string> => {
  const names = new Set<string>()
  const visit = (part: unknown): void => {
    if (!Array.isArray(part)) {
      if (typeof part === 'object' && part !== null) for (const inner of Object.values(part)) visit(inner)
      return
    }
    for (const token of part) {
      if (!Array.isArray(token)) continue
      if (typeof token[0] === 'string') names.add(token[0])
      visit(token[2])
    }
  }
  visit(compiled)
  return names
}

export interface CatalogueDifference {
  readonly missing: readonly string[]
  readonly unknown: readonly string[]
  /** Messages that fill other values than the source language does. */
  readonly otherValues: readonly string[]
}

/** What keeps a language from being complete. */
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
  }
}
