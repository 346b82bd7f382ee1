// Every text of the window comes through here: an id of the catalogue, filled with values by Lingui (ux 1.5).
// The ids are the keys of locales/en-US.json, so a missing one does not compile. Catalogues are compiled ahead
// (locales/compile-catalogues.ts); no message is parsed, and nothing is evaluated, in the window.

import { i18n, type Messages } from '@lingui/core'
import { withOneStop, type Language } from '../../../contract/language.ts'
import compiledEnUs from '../../locales/en-US.compiled.json'
import compiledEsUs from '../../locales/es-US.compiled.json'
import type sourceEnUs from '../../locales/en-US.json'

export type MessageId = keyof typeof sourceEnUs
export type MessageValues = Readonly<Record<string, string | number>>

/** A text chosen by a pure function, to be said where it is shown. */
export interface Words {
  readonly id: MessageId
  readonly values?: MessageValues
}

export const defaultLocale: Language = 'en-US'

/** A message that a catalogue misses is said in English; the catalogues' tests see to it that none is missed. */
const catalogues = new Map<Language, Messages>([
  ['en-US', compiledEnUs as unknown as Messages],
  ['es-US', { ...compiledEnUs, ...compiledEsUs } as unknown as Messages],
])

/** Puts another catalogue in a language's place; for the page of development only. */
export const teach = (language: Language, messages: unknown): void => {
  catalogues.set(language, messages as Messages)
}

/** Makes a language current. What is already on the screen changes when it is drawn again (use-language.ts). */
export const speak = (language: Language = defaultLocale): void => {
  i18n.loadAndActivate({ locale: language, messages: catalogues.get(language) ?? {} })
}

export const say = (id: MessageId, values?: MessageValues): string =>
  withOneStop(i18n._(id, values as Record<string, unknown>))

export const sayWords = (words: Words): string => say(words.id, words.values)

/** Whether a text is the id of a message, for errors that carry either. */
export const isMessageId = (text: string): text is MessageId => Object.hasOwn(compiledEnUs, text)

/** The language of dates and numbers. */
export const currentLocale = (): string => i18n.locale || defaultLocale
