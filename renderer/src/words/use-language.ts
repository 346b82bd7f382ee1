// Speaks the language a person chose, at once: when the choice changes, the catalogue is changed before the next picture
// is painted and everything below is drawn again. Nothing is put together anew, so that what was typed stays.

import { useLayoutEffect, useState } from 'react'
import { languageOf, type Language, type LanguageChoice } from '../../../contract/language.ts'
import { speak } from './say.ts'

/** The language now spoken; null until the first one is. `choice` is null while it is not known. */
export const useLanguage = (choice: LanguageChoice | null): Language | null => {
  const [spoken, setSpoken] = useState<Language | null>(null)
  const wanted = choice === null ? null : languageOf(choice, navigator.languages)
  useLayoutEffect(() => {
    if (wanted === null) return
    speak(wanted)
    document.documentElement.lang = wanted
    setSpoken(wanted)
  }, [wanted])
  return spoken
}
