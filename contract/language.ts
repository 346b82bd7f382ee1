// The languages of Storebridge, and which of them a person gets. Main and the window decide by the same rule, each from
// the list of languages its own system names.

export const languages = ['en-US', 'es-US'] as const
export type Language = (typeof languages)[number]

/** What a person may choose; `system` follows the computer. */
export const languageChoices = ['system', ...languages] as const
export type LanguageChoice = (typeof languageChoices)[number]

const fitting = (tag: string): Language | undefined => {
  const [primary] = tag.toLowerCase().split(/[-_]/, 1)
  return languages.find((language) => language.slice(0, 2) === primary)
}

/**
 * The language to speak: the chosen one, else the first of the computer's languages (BCP 47 tags, most wanted first)
 * that Storebridge has, whatever its country; English when it has none of them.
 */
export const languageOf = (choice: LanguageChoice, ofComputer: readonly string[]): Language =>
  choice === 'system' ? (ofComputer.map(fitting).find((each) => each !== undefined) ?? 'en-US') : choice

/**
 * A time as the language writes it: "2:50 p. m." in Spanish, whatever the runtime's own data say, and never broken over two
 * lines; some locales write a narrow space there that old systems show as a box.
 */
export const unbrokenTime = (text: string): string =>
  text.replaceAll(/\b([ap])\.\s?m\./g, '$1. m.').replaceAll(/[\u202f\u2009 ]/g, '\u00a0')

/** A sentence that ends with "p. m." has its full stop already. */
export const withOneStop = (text: string): string => text.replaceAll(/\b([ap]\.[\u00a0 ]m\.)\.(?!\.)/g, '$1')
