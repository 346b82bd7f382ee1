// Words a manager should never meet (ux 2.13 and 2.5), for the tests of the catalogues and of what stands on screens.

import type { Language } from '../../contract/language.ts'

export const bannedWords: Readonly<Record<Language, RegExp>> = {
  'en-US':
    /\b(upload failed|invalid|exception|null|undefined|payload|ack|acknowledg\w*|quarantine\w*|token|sync error|pjr|please|failed to|error code)\b/i,
  // The same words as a Spanish text would have them, and what is not said to a shop in the United States: the familiar
  // form, Spain's vocabulary, and machine words.
  'es-US':
    /(?<!\p{L})(inv[áa]lid[oa]s?|excepci[óo]n|null|nul[oa]s?|undefined|payload|ack|acuse|cuarentena|token|pjr|por favor|c[óo]digo de error|error al|fall[óo] la subida|ordenador|fichero|vosotros|vuestr[oa]s?|t[úu]|tus?|tienes|puedes|debes|haz|pulsa|pulse|zip|gasóleo)(?!\p{L})/iu,
}
