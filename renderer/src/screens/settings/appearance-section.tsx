// Language, colours and the size of the text. Each change counts at once.

import { Field, RadioGroup, Select } from '@fluentui/react-components'
import type { Preferences } from '../../../../contract/ipc.ts'
import { usePreferencesQuery } from '../../data/queries.ts'
import { useSavePreferences } from '../../data/use-save-preferences.ts'
import { Card } from '../../parts/card.tsx'
import { Choice } from '../../parts/choice.tsx'
import { LanguageChoice } from '../../parts/language-choice.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { say } from '../../words/say.ts'
import { useSectionStyles } from './section-styles.ts'

/** The sizes on offer, with the current one if it is another. */
const textSizes = (current: number): readonly number[] =>
  [...new Set([90, 100, 110, 125, 150, current])].sort((a, b) => a - b)

export const AppearanceSection = () => {
  const styles = useSectionStyles()
  const notices = useNotices()
  const save = useSavePreferences(useNotices().tell)
  const current = usePreferencesQuery().data
  if (current === undefined) return null
  return (
    <Card title={say('settings.appearance')} about={say('settings.atOnce')}>
      <div className={styles.fields}>
        <LanguageChoice onFailed={notices.tell} />
        <Field label={say('settings.theme')}>
          <RadioGroup
            value={current.theme}
            onChange={(_, data) => save({ ...current, theme: data.value as Preferences['theme'] })}
          >
            <Choice value="system" words={say('settings.theme.system')} />
            <Choice value="light" words={say('settings.theme.light')} />
            <Choice value="dark" words={say('settings.theme.dark')} />
          </RadioGroup>
        </Field>
        <Field label={say('settings.textSize')}>
          <Select
            className={styles.short}
            value={String(current.textSize)}
            onChange={(_, data) => save({ ...current, textSize: Number(data.value) })}
          >
            {textSizes(current.textSize).map((size) => (
              <option key={size} value={size}>
                {say('settings.textSize.percent', { n: size })}
              </option>
            ))}
          </Select>
        </Field>
      </div>
    </Card>
  )
}
