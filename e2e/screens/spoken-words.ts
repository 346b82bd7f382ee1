// What a window says, for tests of its language: every text and every name a screen reader reads, without what is marked
// as another language; which of it is English.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

type Catalogue = Readonly<Record<string, string>>
const catalogue = (language: string): Catalogue =>
  JSON.parse(readFileSync(join('renderer/locales', `${language}.json`), 'utf8')) as Catalogue

export const english = catalogue('en-US')
export const spanish = catalogue('es-US')

const lettersOf = (text: string): string => text.replaceAll(/[^\p{L}]/gu, '')

/** The runs of words between the places a message fills in. */
const phrasesOf = (message: string): readonly string[] =>
  message
    .split(/[{}#]|, plural,|=0|\b(?:one|other)\b(?= *\{)/)
    .map((part) => part.trim())
    .filter((part) => part.includes(' ') && lettersOf(part).length >= 8)

const allSpanish = Object.values(spanish).join('\n')
const spanishWhole = new Set(Object.values(spanish))
const englishPhrases = [...new Set(Object.values(english).flatMap(phrasesOf))].filter(
  (each) => !allSpanish.includes(each),
)
const englishWhole = new Set(
  Object.values(english).filter((each) => !spanishWhole.has(each) && !each.includes('{') && lettersOf(each).length > 3),
)
/** Words that no Spanish sentence and no name in these tests has. */
const englishWords =
  /(?<![\p{L}\d._/-])(the|is|are|was|were|and|not|your|you|this|that|with|files?|sent|since|from|today|yesterday|which|what|when|will|cannot|could)(?![\p{L}\d._/-])/iu

/** Whether a text is, or holds, English. */
export const isEnglish = (text: string): boolean => {
  const words = text.trim()
  return englishWhole.has(words) || englishWords.test(words) || englishPhrases.some((phrase) => words.includes(phrase))
}

/** Every text and every name on the page, but for what lies in an element of another language. */
export const wordsOn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const found = new Set<string>()
    const own = document.documentElement.lang
    const isOwn = (element: Element): boolean => (element.closest('[lang]')?.getAttribute('lang') ?? own) === own
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement
      const text = node.textContent?.trim() ?? ''
      if (text !== '' && parent !== null && isOwn(parent) && !['SCRIPT', 'STYLE'].includes(parent.tagName))
        found.add(text)
    }
    for (const name of ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt'])
      for (const element of document.querySelectorAll(`[${name}]`))
        if (isOwn(element)) found.add(element.getAttribute(name) ?? '')
    found.add(document.title)
    return [...found]
  })
