// How files are sent, what is kept back, and the pause (ux 2.9).

import { Card } from '../../parts/card.tsx'
import { PauseControls } from '../../shell/pause-controls.tsx'
import { say } from '../../words/say.ts'
import { ChoiceSetting, TextSetting } from './form-fields.tsx'
import { useSectionStyles } from './section-styles.ts'

export const SendingSection = () => {
  const styles = useSectionStyles()
  return (
    <Card title={say('settings.sending')}>
      <div className={styles.fields}>
        <PauseControls />
        <ChoiceSetting
          name="resendUnclear"
          label={say('form.resendUnclear')}
          choices={[
            { value: 'auto', words: 'form.resendUnclear.auto' },
            { value: 'ask', words: 'form.resendUnclear.ask' },
          ]}
        />
        <ChoiceSetting
          name="sendRepeated"
          label={say('form.sendRepeated')}
          choices={[
            { value: 'ask', words: 'form.sendRepeated.ask' },
            { value: 'send', words: 'form.sendRepeated.send' },
          ]}
        />
        <ChoiceSetting
          name="sendTraining"
          label={say('form.sendTraining')}
          choices={[
            { value: 'skip', words: 'form.skip' },
            { value: 'send', words: 'form.send' },
          ]}
        />
        <ChoiceSetting
          name="sendUnsupported"
          label={say('form.sendUnsupported')}
          choices={[
            { value: 'skip', words: 'form.skip' },
            { value: 'send', words: 'form.send' },
          ]}
        />
        <TextSetting
          name="maxInFlight"
          label={say('form.maxInFlight')}
          hint={say('form.maxInFlight.hint')}
          size="short"
          numeric
        />
        <TextSetting name="maxMegabytes" label={say('form.maxMegabytes')} size="short" numeric />
        <TextSetting
          name="keepAcceptedDays"
          label={say('form.keepDays')}
          hint={say('form.keepDays.hint')}
          size="short"
          numeric
        />
      </div>
    </Card>
  )
}
