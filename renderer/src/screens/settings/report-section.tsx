// The connection report: how often, and what counts as trouble (design 4.5).

import { useFormContext } from 'react-hook-form'
import { Card } from '../../parts/card.tsx'
import { say } from '../../words/say.ts'
import { SwitchSetting, TextSetting } from './form-fields.tsx'
import { useSectionStyles } from './section-styles.ts'
import type { SettingsForm } from './settings-form.ts'

export const ReportSection = () => {
  const styles = useSectionStyles()
  const { watch } = useFormContext<SettingsForm>()
  return (
    <Card title={say('settings.report')}>
      <div className={styles.fields}>
        <p className={styles.about}>{say('settings.report.about')}</p>
        <TextSetting name="everySeconds" label={say('form.everySeconds')} size="short" numeric />
        <TextSetting
          name="quietMinutes"
          label={say('form.quietMinutes')}
          hint={say('form.quietMinutes.hint')}
          size="short"
          numeric
        />
        <SwitchSetting name="reportTrouble" label={say('form.reportTrouble')} />
        {watch('reportTrouble') && (
          <TextSetting
            name="notOkState"
            label={say('form.notOkState')}
            hint={say('form.notOkState.hint')}
            size="medium"
          />
        )}
        <TextSetting name="probe" label={say('form.probe')} hint={say('form.probe.hint')} size="medium" />
      </div>
    </Card>
  )
}
