// The choice of the language. It changes at once, everywhere, the tray included; each language is named in itself, so that
// a person finds the own one whatever is spoken now. A choice that cannot be kept is told and taken back.

import { Field, RadioGroup } from '@fluentui/react-components'
import { languageChoices, type LanguageChoice as Choice } from '../../../contract/language.ts'
import { usePreferencesQuery } from '../data/queries.ts'
import { useSavePreferences } from '../data/use-save-preferences.ts'
import { say, type MessageId } from '../words/say.ts'
import { Choice as OneChoice } from './choice.tsx'

const names: Readonly<Record<Choice, MessageId>> = {
  system: 'language.system',
  'en-US': 'language.english',
  'es-US': 'language.spanish',
}

/** `onFailed` gets one sentence to show. */
export const LanguageChoice = ({ onFailed }: { readonly onFailed: (words: string) => void }) => {
  const save = useSavePreferences(onFailed)
  const current = usePreferencesQuery().data
  if (current === undefined) return null
  const choose = (language: Choice): void => save({ ...current, language })
  return (
    <Field label={say('language.label')}>
      <RadioGroup value={current.language} onChange={(_, data) => choose(data.value as Choice)}>
        {languageChoices.map((choice) => (
          <OneChoice key={choice} value={choice} words={say(names[choice])} />
        ))}
      </RadioGroup>
    </Field>
  )
}
