// Settings (ux 2.16): what the set-up asked, and what it did not. Saves on Save; errors stand beside their fields and
// in a summary at the top that takes the focus. The password is never shown and leaves only through the sign-in dialog.

import { Button, Field, makeStyles, mergeClasses, RadioGroup, Select, tokens } from '@fluentui/react-components'
import { Choice } from '../../parts/choice.tsx'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode, type Ref } from 'react'
import { FormProvider, useForm, useFormContext, useFormState } from 'react-hook-form'
import type { Preferences, Settings } from '../../../../contract/ipc.ts'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { useClock } from '../../data/clock.tsx'
import { usePreferencesQuery, useSettings } from '../../data/queries.ts'
import { keys } from '../../data/query-keys.ts'
import { useSnapshot, useStoreTimes } from '../../data/snapshot-context.tsx'
import { addDays, HOUR_MS, instantInZone } from '../../format/store-time.ts'
import { Card } from '../../parts/card.tsx'
import { FactsList } from '../../parts/facts-list.tsx'
import { LanguageChoice } from '../../parts/language-choice.tsx'
import { useAnnounce } from '../../parts/live-region.tsx'
import { DialogButtons, ModalDialog } from '../../parts/modal-dialog.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { PageHeading } from '../../parts/page-heading.tsx'
import { ErrorState, LoadingLines } from '../../parts/screen-states.tsx'
import { ActionLink } from '../../parts/place-link.tsx'
import { StatusIcon } from '../../parts/status-icon.tsx'
import { ZoneSelect } from '../../parts/zone-select.tsx'
import { useCommands } from '../../shell/commands.tsx'
import { useLeavePractice } from '../../shell/practice-strip.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say, type MessageId } from '../../words/say.ts'
import { BackgroundSection } from './background-section.tsx'
import { FolderSettings } from './folder-settings.tsx'
import { ChoiceSetting, errorWords, fieldElementId, SwitchSetting, TextSetting } from './form-fields.tsx'
import { OpeningHoursEditor } from './opening-hours-editor.tsx'
import {
  errorsByField,
  formFromSettings,
  settingsFormSchema,
  settingsFromForm,
  weekdays,
  type SettingsForm,
} from './settings-form.ts'

const useStyles = makeStyles({
  screen: { display: 'flex', flexDirection: 'column', gap: '16px', maxWidth: rem(760) },
  fields: { display: 'flex', flexDirection: 'column', gap: '16px' },
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px 12px', alignItems: 'center' },
  about: { ...text.body, margin: 0, color: tokens.colorNeutralForeground2 },
  save: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px 12px',
    padding: '12px 0',
    borderTop: `1px solid ${colours.sbCardBorder}`,
    backgroundColor: colours.sbLayer,
  },
  // In reach while something is not saved; the scroller keeps focused fields clear of it.
  reachable: { position: 'sticky', bottom: 0, zIndex: 2 },
  changes: { ...text.body, color: tokens.colorNeutralForeground3, marginRight: 'auto' },
  summary: {
    display: 'flex',
    gap: '12px',
    padding: '12px 16px',
    borderRadius: '6px',
    backgroundColor: colours.sbRedTint,
    border: `1px solid ${colours.sbRedBorder}`,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  summaryTitle: { ...text.bodyStrong, margin: 0 },
  summaryList: { margin: '4px 0 0', paddingLeft: '20px' },
  short: { maxWidth: rem(140) },
  path: { ...text.code, overflowWrap: 'anywhere' },
})

const StoreSection = () => {
  const styles = useStyles()
  const { watch, setValue, formState } = useFormContext<SettingsForm>()
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
      </div>
    </Card>
  )
}

const ForgetSignIn = () => {
  const styles = useStyles()
  const bridge = useBridge()
  const client = useQueryClient()
  const notices = useNotices()
  const [asking, setAsking] = useState(false)
  const forget = (): void => {
    setAsking(false)
    bridge
      .forgetSignIn(undefined)
      .then(() => notices.tell(say('settings.forget.done')))
      .catch((error: unknown) => notices.tell(sentenceOf(error)))
      .finally(() => void client.invalidateQueries({ queryKey: keys.snapshot }))
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>{say('settings.forget')}</Button>
      {asking && (
        <ModalDialog title={say('settings.forget.title')} role="alertdialog" onClose={() => setAsking(false)}>
          <p className={styles.about}>{say('settings.forget.text')}</p>
          <DialogButtons>
            <Button data-first-focus onClick={() => setAsking(false)}>
              {say('settings.forget.cancel')}
            </Button>
            <Button appearance="primary" onClick={forget}>
              {say('settings.forget.confirm')}
            </Button>
          </DialogButtons>
        </ModalDialog>
      )}
    </>
  )
}

const AccountSection = () => {
  const styles = useStyles()
  const { watch } = useFormContext<SettingsForm>()
  const { signIn } = useCommands()
  const snapshot = useSnapshot()
  const passwordWords: Readonly<Record<typeof snapshot.password, MessageId>> = {
    kept: 'settings.password.kept',
    'this-session': 'settings.password.thisSession',
    needed: 'settings.password.needed',
  }
  return (
    <Card title={say('settings.account')}>
      <div className={styles.fields}>
        <FactsList
          large
          facts={[
            { name: say('signIn.email'), value: watch('email') },
            { name: say('signIn.password'), value: say(passwordWords[snapshot.password]) },
          ]}
        />
        <div className={styles.row}>
          <Button onClick={signIn}>{say('settings.changePassword')}</Button>
          {snapshot.password !== 'needed' && <ForgetSignIn />}
        </div>
        <TextSetting name="baseUrl" label={say('form.address')} hint={say('form.address.hint')} type="url" />
      </div>
    </Card>
  )
}

const PauseControls = () => {
  const styles = useStyles()
  const bridge = useBridge()
  const client = useQueryClient()
  const notices = useNotices()
  const clock = useClock()
  const times = useStoreTimes()
  const snapshot = useSnapshot()
  const { resume } = useCommands()
  const paused = snapshot.status?.paused ?? null
  const pauseUntil = (until: number): void => {
    bridge
      .pause({ until: new Date(until).toISOString() })
      .then(() => notices.tell(say('settings.paused', { time: times.moment(until) })))
      .catch((error: unknown) => notices.tell(sentenceOf(error)))
      .finally(() => void client.invalidateQueries({ queryKey: keys.snapshot }))
  }
  if (paused !== null) {
    return (
      <div className={styles.row}>
        <span>
          {paused.until === null
            ? say('bar.paused')
            : say('bar.pausedUntil', { time: times.momentShort(paused.until) })}
        </span>
        <Button onClick={resume}>{say('action.resume')}</Button>
      </div>
    )
  }
  return (
    <div className={styles.row}>
      <Button onClick={() => pauseUntil(clock() + HOUR_MS)}>{say('settings.pauseHour')}</Button>
      <Button onClick={() => pauseUntil(instantInZone(addDays(times.today, 1), 6, times.zone))}>
        {say('settings.pauseTomorrow')}
      </Button>
      <span className={styles.changes}>{say('settings.pause.hint')}</span>
    </div>
  )
}

const SendingSection = () => {
  const styles = useStyles()
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

const ReportSection = () => {
  const styles = useStyles()
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

/** The sizes on offer, with the current one if it is another. */
const textSizes = (current: number): readonly number[] =>
  [...new Set([90, 100, 110, 125, 150, current])].sort((a, b) => a - b)

const AppearanceSection = () => {
  const styles = useStyles()
  const bridge = useBridge()
  const client = useQueryClient()
  const notices = useNotices()
  const preferences = usePreferencesQuery()
  const current = preferences.data
  if (current === undefined) return null
  const save = (next: Preferences): void => {
    client.setQueryData(keys.preferences, next)
    bridge.savePreferences(next).catch((error: unknown) => {
      notices.tell(sentenceOf(error))
      void preferences.refetch()
    })
  }
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

const PracticeSection = () => {
  const styles = useStyles()
  const bridge = useBridge()
  const notices = useNotices()
  const snapshot = useSnapshot()
  const { leave, leaving } = useLeavePractice()
  const folder = snapshot.status?.folders[0]?.path
  const start = (): void => {
    bridge.startPractice(undefined).catch((error: unknown) => notices.tell(sentenceOf(error)))
  }
  if (snapshot.mode !== 'practice') {
    return (
      <Card title={say('settings.practice')}>
        <div className={styles.fields}>
          <p className={styles.about}>{say('settings.practice.about')}</p>
          <div className={styles.row}>
            <Button onClick={start}>{say('settings.practice.start')}</Button>
          </div>
        </div>
      </Card>
    )
  }
  return (
    <Card title={say('settings.practice')}>
      <div className={styles.fields}>
        <p className={styles.about}>{say('settings.practice.now')}</p>
        {folder !== undefined && (
          <FactsList
            large
            facts={[{ name: say('folder.path'), value: <span className={styles.path}>{folder}</span> }]}
          />
        )}
        <div className={styles.row}>
          <Button appearance="primary" disabledFocusable={leaving} onClick={leave}>
            {say('practice.leave')}
          </Button>
        </div>
      </div>
    </Card>
  )
}

const AboutSection = () => {
  const snapshot = useSnapshot()
  return (
    <Card title={say('settings.about')}>
      <FactsList
        large
        facts={[
          { name: say('settings.about.version'), value: snapshot.version },
          ...(snapshot.store === null ? [] : [{ name: say('form.locationId'), value: snapshot.store.locationId }]),
        ]}
      />
    </Card>
  )
}

interface SummaryEntry {
  readonly field: string | null
  readonly words: string
}

const ErrorSummary = ({
  entries,
  ref,
}: {
  readonly entries: readonly SummaryEntry[]
  readonly ref: Ref<HTMLDivElement>
}) => {
  const styles = useStyles()
  if (entries.length === 0) return null
  const show = (field: string): void => {
    const element = document.getElementById(fieldElementId(field))
    element?.scrollIntoView({ block: 'center' })
    element?.focus()
  }
  return (
    <div ref={ref} role="alert" tabIndex={-1} className={styles.summary}>
      <StatusIcon name="refused" hue="red" />
      <div>
        <h2 className={styles.summaryTitle}>{say('settings.errors', { n: entries.length })}</h2>
        <ul className={styles.summaryList}>
          {entries.map((entry, index) => (
            <li key={index}>
              {entry.field === null ? (
                entry.words
              ) : (
                <ActionLink onClick={() => show(entry.field ?? '')}>{entry.words}</ActionLink>
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

/** Every error of a form's nested errors, with the path of its field. */
const flatErrors = (errors: unknown, path = ''): readonly { readonly field: string; readonly message: string }[] => {
  if (typeof errors !== 'object' || errors === null) return []
  const message = (errors as { message?: unknown }).message
  if (typeof message === 'string' && message !== '') return [{ field: path.replace(/\.root$/, ''), message }]
  return Object.entries(errors).flatMap(([key, value]) =>
    key === 'ref' ? [] : flatErrors(value, path === '' ? key : `${path}.${key}`),
  )
}

const countDirty = (dirty: unknown): number =>
  dirty === true
    ? 1
    : typeof dirty === 'object' && dirty !== null
      ? Object.values(dirty).reduce<number>((sum, each) => sum + countDirty(each), 0)
      : 0

const SaveRow = ({ saving, onReset }: { readonly saving: boolean; readonly onReset: () => void }) => {
  const styles = useStyles()
  const { control } = useFormContext<SettingsForm>()
  const { dirtyFields, isDirty } = useFormState({ control })
  const changes = isDirty ? Math.max(1, countDirty(dirtyFields)) : 0
  return (
    <div className={mergeClasses(styles.save, changes > 0 && styles.reachable)}>
      <span className={styles.changes}>{say('settings.changes', { n: changes })}</span>
      <Button disabledFocusable={changes === 0 || saving} onClick={onReset}>
        {say('settings.discard')}
      </Button>
      <Button appearance="primary" type="submit" disabledFocusable={saving}>
        {say(saving ? 'settings.saving' : 'settings.save')}
      </Button>
    </div>
  )
}

const SettingsFormView = ({
  settings,
  appearance,
}: {
  readonly settings: Settings
  readonly appearance: ReactNode
}) => {
  const styles = useStyles()
  const bridge = useBridge()
  const client = useQueryClient()
  const announce = useAnnounce()
  const notices = useNotices()
  const summary = useRef<HTMLDivElement>(null)
  const [entries, setEntries] = useState<readonly SummaryEntry[]>([])
  const [saving, setSaving] = useState(false)
  const form = useForm<SettingsForm>({
    resolver: zodResolver(settingsFormSchema),
    defaultValues: formFromSettings(settings),
    shouldFocusError: false,
  })

  // A sign-in under another e-mail must not be undone by saving the old one.
  useEffect(() => {
    form.resetField('email', { defaultValue: settings.petrosoft.email })
  }, [form, settings.petrosoft.email])

  useEffect(() => {
    if (entries.length > 0) summary.current?.focus()
  }, [entries])

  const save = async (values: SettingsForm): Promise<void> => {
    setSaving(true)
    try {
      const result = await bridge.saveSettings(settingsFromForm(values))
      if (result.ok) {
        setEntries([])
        form.reset(values)
        announce(say('settings.saved'))
        notices.tell(say('settings.saved'))
        void client.invalidateQueries({ queryKey: keys.snapshot })
      } else {
        const { fields, rest } = errorsByField(result.errors)
        for (const { field, message } of fields) form.setError(field as 'name', { message })
        setEntries([
          ...fields.map(({ field, message }) => ({ field, words: message })),
          ...rest.map((words) => ({ field: null, words })),
        ])
      }
    } catch (error) {
      setEntries([{ field: null, words: sentenceOf(error) }])
    } finally {
      setSaving(false)
    }
  }

  const submit = form.handleSubmit(save, (errors) => {
    setEntries(flatErrors(errors).map(({ field, message }) => ({ field, words: errorWords(message) ?? message })))
  })

  return (
    <FormProvider {...form}>
      <form className={mergeClasses(styles.fields)} noValidate onSubmit={(event) => void submit(event)}>
        <ErrorSummary ref={summary} entries={entries} />
        <StoreSection />
        <AccountSection />
        <Card title={say('settings.folders')}>
          <FolderSettings />
        </Card>
        <SendingSection />
        <ReportSection />
        <SaveRow
          saving={saving}
          onReset={() => {
            form.reset()
            setEntries([])
          }}
        />
        {appearance}
      </form>
    </FormProvider>
  )
}

const StoreSettings = () => {
  const settings = useSettings()
  const appearance = (
    <>
      <AppearanceSection />
      <BackgroundSection />
    </>
  )
  if (settings.isPending) return <LoadingLines words={say('settings.loading')} />
  if (settings.isError)
    return <ErrorState words={say('settings.error')} error={settings.error} retry={() => void settings.refetch()} />
  return settings.data === null ? appearance : <SettingsFormView settings={settings.data} appearance={appearance} />
}

export const SettingsScreen = () => {
  const styles = useStyles()
  const practice = useSnapshot().mode === 'practice'
  return (
    <div className={styles.screen}>
      <PageHeading windowTitle={say('nav.settings')}>{say('nav.settings')}</PageHeading>
      {practice ? (
        <>
          <PracticeSection />
          <AppearanceSection />
          <BackgroundSection />
        </>
      ) : (
        <>
          <StoreSettings />
          <PracticeSection />
        </>
      )}
      <AboutSection />
    </div>
  )
}
