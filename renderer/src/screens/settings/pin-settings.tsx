// Sets, changes and removes the manager's PIN. Typed twice; main keeps it, and writes down that it was done.

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { pinSchema } from '../../../../contract/manager-pin.ts'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { keys } from '../../data/query-keys.ts'
import { DialogButtons, ModalDialog } from '../../parts/modal-dialog.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { PinField } from '../../parts/pin-form.tsx'
import { text } from '../../theme/themes.ts'
import { say, type MessageId } from '../../words/say.ts'
import { usePin } from './pin-gate.tsx'

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: '8px' },
  title: { ...text.bodyStrong, margin: 0 },
  about: { ...text.body, margin: 0, color: tokens.colorNeutralForeground2 },
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px 12px', alignItems: 'center' },
  fields: { display: 'flex', flexDirection: 'column', gap: '12px' },
})

/** Why two typed PINs cannot be taken; null when they can. */
export const pinTrouble = (first: string, second: string): MessageId | null =>
  !pinSchema.safeParse(first).success ? 'pin.tooShort' : first !== second ? 'pin.notSame' : null

const NewPinDialog = ({ onClose, onSet }: { readonly onClose: () => void; readonly onSet: () => void }) => {
  const styles = useStyles()
  const bridge = useBridge()
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const [asked, setAsked] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const trouble = pinTrouble(first, second)
  const submit = (): void => {
    setAsked(true)
    if (trouble !== null) return
    bridge.setPin({ pin: first }).then(onSet, (error: unknown) => setFault(sentenceOf(error)))
  }
  const errorOf = (id: MessageId): string | undefined => (asked && trouble === id ? say(id) : undefined)
  return (
    <ModalDialog title={say('pin.new.title')} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          submit()
        }}
      >
        <div className={styles.fields}>
          <p className={styles.about}>{say('pin.new.text')}</p>
          <PinField
            label={say('pin.new.first')}
            value={first}
            onChange={setFirst}
            error={errorOf('pin.tooShort')}
            takesFocus
          />
          <PinField
            label={say('pin.new.second')}
            value={second}
            onChange={setSecond}
            error={fault ?? errorOf('pin.notSame')}
          />
        </div>
        <DialogButtons>
          <Button onClick={onClose}>{say('action.cancel')}</Button>
          <Button appearance="primary" type="submit">
            {say('pin.new.confirm')}
          </Button>
        </DialogButtons>
      </form>
    </ModalDialog>
  )
}

export const PinSettings = () => {
  const styles = useStyles()
  const bridge = useBridge()
  const client = useQueryClient()
  const notices = useNotices()
  const [asking, setAsking] = useState<'new' | 'remove' | null>(null)
  const isSet = usePin().data?.set === true
  const settle = (words: MessageId): void => {
    setAsking(null)
    notices.tell(say(words))
    void client.invalidateQueries({ queryKey: keys.pin })
  }
  const remove = (): void => {
    bridge.removePin(undefined).then(
      () => settle('pin.removed'),
      (error: unknown) => {
        setAsking(null)
        notices.tell(sentenceOf(error))
      },
    )
  }
  return (
    <div role="group" aria-label={say('pin.heading')} className={styles.part}>
      <h3 className={styles.title}>{say('pin.heading')}</h3>
      <p className={styles.about}>{say(isSet ? 'pin.isSet' : 'pin.isOff')}</p>
      <div className={styles.row}>
        <Button onClick={() => setAsking('new')}>{say(isSet ? 'pin.change' : 'pin.set')}</Button>
        {isSet && <Button onClick={() => setAsking('remove')}>{say('pin.remove')}</Button>}
      </div>
      {asking === 'new' && (
        <NewPinDialog onClose={() => setAsking(null)} onSet={() => settle(isSet ? 'pin.changed' : 'pin.wasSet')} />
      )}
      {asking === 'remove' && (
        <ModalDialog title={say('pin.remove.title')} role="alertdialog" onClose={() => setAsking(null)}>
          <p className={styles.about}>{say('pin.remove.text')}</p>
          <DialogButtons>
            <Button data-first-focus onClick={() => setAsking(null)}>
              {say('pin.remove.cancel')}
            </Button>
            <Button appearance="primary" onClick={remove}>
              {say('pin.remove.confirm')}
            </Button>
          </DialogButtons>
        </ModalDialog>
      )}
    </div>
  )
}
