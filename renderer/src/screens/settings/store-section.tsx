// The store: who it is to Petrosoft, how its day and its hours run, and the days it is closed.

import { useFormContext } from 'react-hook-form'
import { useSnapshot } from '../../data/snapshot-context.tsx'
import { Card } from '../../parts/card.tsx'
import { ZoneSelect } from '../../parts/zone-select.tsx'
import { say } from '../../words/say.ts'
import { ClosedDays } from './closed-days.tsx'
import { errorWords, fieldElementId, SwitchSetting, TextSetting } from './form-fields.tsx'
import { OpeningHoursEditor } from './opening-hours-editor.tsx'
import { useSectionStyles } from './section-styles.ts'
import { weekdays, type SettingsForm } from './settings-form.ts'

export const StoreSection = () => {
  const styles = useSectionStyles()
  const { watch, setValue, formState } = useFormContext<SettingsForm>()
  const snapshotMode = useSnapshot().mode
  const zone = watch('timeZone')
  return (
    <Card title={say('settings.store')}>
      <div className={styles.fields}>
        <TextSetting name="name" label={say('form.storeName')} />
        <TextSetting
          name="locationId"
          label={say('form.locationId')}
          hint={say('form.locationId.hint')}
          size="medium"
        />
        <TextSetting
          name="storeLocationIds"
          label={say('form.storeNumbers')}
          hint={say('form.storeNumbers.hint')}
          size="medium"
        />
        <div id={fieldElementId('timeZone')} tabIndex={-1}>
          <ZoneSelect
            value={zone}
            onChange={(chosen) => setValue('timeZone', chosen, { shouldDirty: true, shouldValidate: true })}
            error={errorWords(formState.errors.timeZone?.message)}
          />
        </div>
        <TextSetting
          name="businessDayEnds"
          label={say('form.dayEnds')}
          hint={say('form.dayEnds.hint')}
          type="time"
          size="short"
        />
        <SwitchSetting name="hoursKnown" label={say('form.hoursKnown')} />
        {watch('hoursKnown') && (
          <OpeningHoursEditor
            hours={watch('hours')}
            onChange={(hours) => {
              for (const day of weekdays)
                if (hours[day] !== watch('hours')[day])
                  setValue(`hours.${day}`, hours[day], {
                    shouldDirty: true,
                    shouldValidate: formState.isSubmitted,
                  })
            }}
            error={(day) => errorWords(formState.errors.hours?.[day]?.message)}
            idOf={(day) => fieldElementId(`hours.${day}`)}
          />
        )}
        {snapshotMode === 'real' && <ClosedDays />}
      </div>
    </Card>
  )
}
