// What others who use this PC may see and do: amounts on the screens, the manager's PIN, and what leaves this PC.

import { Field, Switch } from '@fluentui/react-components'
import { usePreferencesQuery } from '../../data/queries.ts'
import { useSavePreferences } from '../../data/use-save-preferences.ts'
import { Card } from '../../parts/card.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { say } from '../../words/say.ts'
import { PinSettings } from './pin-settings.tsx'
import { useSectionStyles } from './section-styles.ts'

export const PrivacySection = () => {
  const styles = useSectionStyles()
  const save = useSavePreferences(useNotices().tell)
  const current = usePreferencesQuery().data
  if (current === undefined) return null
  return (
    <Card title={say('settings.privacy')} about={say('settings.atOnce')}>
      <div className={styles.fields}>
        <Field hint={say('settings.privacy.amounts.hint')}>
          <Switch
            label={say('settings.privacy.amounts')}
            checked={current.hideAmounts}
            onChange={(_, data) => save({ ...current, hideAmounts: data.checked })}
          />
        </Field>
        <PinSettings />
        <p className={styles.about}>{say('settings.privacy.metrics')}</p>
      </div>
    </Card>
  )
}
