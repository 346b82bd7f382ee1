// What the main process itself says to people (menu, tray, notifications, dialogs, window titles, failed calls), from the
// same catalogues as the window, in the language the person chose. English until `speak` is called, which app.ts does
// before anything is shown, and again when the choice changes; what stands on the screen then is drawn anew by its owner.

import { setupI18n, type Messages } from '@lingui/core'
import { withOneStop, type Language } from '../../contract/language.ts'
import compiledEnUs from '../../renderer/locales/en-US.compiled.json'
import type sourceEnUs from '../../renderer/locales/en-US.json'
import compiledEsUs from '../../renderer/locales/es-US.compiled.json'

export type MessageId = keyof typeof sourceEnUs
export type MessageValues = Readonly<Record<string, string | number>>

/** A text chosen by a pure function, to be said where it is shown. */
export interface Words {
  readonly id: MessageId
  readonly values?: MessageValues
}

/** A message that a catalogue misses is said in English; the catalogues' tests see to it that none is missed. */
const catalogues: Readonly<Record<Language, Messages>> = {
  'en-US': compiledEnUs as unknown as Messages,
  'es-US': { ...compiledEnUs, ...compiledEsUs } as unknown as Messages,
}

const i18n = setupI18n({ locale: 'en-US', messages: { 'en-US': catalogues['en-US'] } })

/** Makes a language current. */
export const speak = (language: Language): void =>
  i18n.loadAndActivate({ locale: language, messages: catalogues[language] })

/** Plain text of a message, its values filled in. */
export const say = (id: MessageId, values?: MessageValues): string =>
  withOneStop(i18n._(id, values as Record<string, unknown>))

export const sayWords = (words: Words): string => say(words.id, words.values)

/** The language of dates and numbers. */
export const currentLanguage = (): Language => (i18n.locale === 'es-US' ? 'es-US' : 'en-US')
