// Every text of the window comes through here: an id of the catalogue, filled with values by Lingui (ux 1.5).
// The ids are the keys of locales/en-US.json, so a missing one does not compile. Catalogues are compiled ahead
// (locales/compile-catalogues.ts); no message is parsed, and nothing is evaluated, in the window.

import { i18n, type Messages } from '@lingui/core'
import compiledEnUs from '../../locales/en-US.compiled.json'
import type sourceEnUs from '../../locales/en-US.json'

export type MessageId = keyof typeof sourceEnUs
export type MessageValues = Readonly<Record<string, string | number>>

/** A text chosen by a pure function, to be said where it is shown. */
export interface Words {
  readonly id: MessageId
  readonly values?: MessageValues
}

export const defaultLocale = 'en-US'

/** Loads the catalogue and makes it current. A further language is one more compiled file here. */
export const speak = (locale: string = defaultLocale, messages: unknown = compiledEnUs): void => {
  i18n.loadAndActivate({ locale, messages: messages as Messages })
}

export const say = (id: MessageId, values?: MessageValues): string => i18n._(id, values as Record<string, unknown>)

export const sayWords = (words: Words): string => say(words.id, words.values)

/** Whether a text is the id of a message, for errors that carry either. */
export const isMessageId = (text: string): text is MessageId => Object.hasOwn(compiledEnUs, text)

/** The language of dates and numbers. */
export const currentLocale = (): string => i18n.locale || defaultLocale
