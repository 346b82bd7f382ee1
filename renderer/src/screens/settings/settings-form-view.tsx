// The settings of the store as one form with one Save. What is typed and not saved is counted, can be looked at before and
// after, is held when the person is about to leave, and is shown once more after it was saved.

import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { FormProvider, useForm, useFormContext, useFormState, useWatch } from 'react-hook-form'
import type { Settings } from '../../../../contract/ipc.ts'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { keys } from '../../data/query-keys.ts'
import { Card } from '../../parts/card.tsx'
import { useAnnounce } from '../../parts/live-region.tsx'
import { DialogButtons, ModalDialog } from '../../parts/modal-dialog.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { ActionLink } from '../../parts/place-link.tsx'
import { goTo } from '../../shell/hash-location.ts'
import { guardLeaving, type Leaving } from '../../shell/leave-guard.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { AccountSection } from './account-section.tsx'
import { ChangeList } from './change-list.tsx'
import { ErrorSummary, flatErrors, type SummaryEntry } from './error-summary.tsx'
import { FolderSettings } from './folder-settings.tsx'
import { errorWords } from './form-fields.tsx'
import { ReportSection } from './report-section.tsx'
import { SendingSection } from './sending-section.tsx'
import { changesOf, type SettingChange } from './settings-changes.ts'
import {
  errorsByField,
  formFromSettings,
  settingsFormSchema,
  settingsFromForm,
  type SettingsForm,
} from './settings-form.ts'
import { SettingsPartBox } from './settings-part-box.tsx'
import { StoreSection } from './store-section.tsx'

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: '16px' },
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
  changes: { ...text.body, color: tokens.colorNeutralForeground3 },
  show: { marginRight: 'auto' },
  about: { ...text.body, margin: 0, color: tokens.colorNeutralForeground2 },
})

/** What differs from what is saved, as it is typed. */
const useChanges = (): readonly SettingChange[] => {
  const { control } = useFormContext<SettingsForm>()
  const { defaultValues } = useFormState({ control })
  const typed = useWatch({ control })
  return defaultValues === undefined ? [] : changesOf(defaultValues as SettingsForm, typed as SettingsForm)
}

interface SaveRowProps {
  readonly saving: boolean
  readonly onReset: () => void
  /** What was saved last, until something is changed again. */
  readonly saved: readonly SettingChange[]
}

const SaveRow = ({ saving, onReset, saved }: SaveRowProps) => {
  const styles = useStyles()
  const changes = useChanges()
  const [shown, setShown] = useState(false)
  const n = changes.length
  return (
    <div className={mergeClasses(styles.save, n > 0 && styles.reachable)}>
      {n === 0 && saved.length > 0 && <ChangeList changes={saved} label={say('settings.changed.saved')} />}
      <span className={mergeClasses(styles.changes, n === 0 && styles.show)}>{say('settings.changes', { n })}</span>
      {n > 0 && (
        <ActionLink className={styles.show} onClick={() => setShown(true)}>
          {say('settings.showChanges')}
        </ActionLink>
      )}
      <Button disabledFocusable={n === 0 || saving} onClick={onReset}>
        {say('settings.discard')}
      </Button>
      <Button appearance="primary" type="submit" disabledFocusable={saving}>
        {say(saving ? 'settings.saving' : 'settings.save')}
      </Button>
      {shown && (
        <ModalDialog title={say('settings.changes', { n })} onClose={() => setShown(false)}>
          <ChangeList changes={changes} label={say('settings.changes', { n })} />
          <DialogButtons>
            <Button data-first-focus onClick={() => setShown(false)}>
              {say('action.close')}
            </Button>
          </DialogButtons>
        </ModalDialog>
      )}
    </div>
  )
}

/** Main asks before it closes the window over what is not saved (main/shell/quit-dialog.ts); so it must know of it. */
const useTellUnsaved = (changes: number): void => {
  const bridge = useBridge()
  // A main process that does not hear closes without a question: nothing can be done about that here.
  const tell = useCallback(
    (n: number): void => void bridge.tellUnsaved({ changes: n }).catch(() => undefined),
    [bridge],
  )
  useEffect(() => tell(changes), [changes, tell])
  useEffect(() => () => tell(0), [tell])
}

/** Stands while something is not saved; asks when the person goes elsewhere. */
const LeaveGuard = ({ save }: { readonly save: () => Promise<boolean> }) => {
  const styles = useStyles()
  const { reset } = useFormContext<SettingsForm>()
  const n = useChanges().length
  useTellUnsaved(n)
  const [asked, setAsked] = useState<{ readonly leaving: Leaving } | null>(null)
  const isDirty = n > 0
  useEffect(() => (isDirty ? guardLeaving((leaving) => setAsked({ leaving })) : undefined), [isDirty])
  const [left, setLeft] = useState<{ readonly leaving: Leaving } | null>(null)
  // The guard is down once nothing is unsaved any more.
  useEffect(() => {
    if (left === null || isDirty) return
    setLeft(null)
    if (typeof left.leaving === 'string') goTo(left.leaving)
    else left.leaving()
  }, [isDirty, left])
  if (asked === null) return null
  const saveAndLeave = (): void => {
    setAsked(null)
    void save().then((saved) => saved && setLeft(asked))
  }
  return (
    <ModalDialog title={say('settings.leave.title')} role="alertdialog" onClose={() => setAsked(null)}>
      <p className={styles.about}>{say('settings.leave.text', { n })}</p>
      <DialogButtons>
        <Button data-first-focus onClick={() => setAsked(null)}>
          {say('settings.leave.stay')}
        </Button>
        <Button
          onClick={() => {
            setAsked(null)
            setLeft(asked)
            reset()
          }}
        >
          {say('settings.leave.discard')}
        </Button>
        <Button appearance="primary" onClick={saveAndLeave}>
          {say('settings.leave.save')}
        </Button>
      </DialogButtons>
    </ModalDialog>
  )
}

export const SettingsFormView = ({ settings }: { readonly settings: Settings }) => {
  const styles = useStyles()
  const bridge = useBridge()
  const client = useQueryClient()
  const announce = useAnnounce()
  const notices = useNotices()
  const summary = useRef<HTMLDivElement>(null)
  const [entries, setEntries] = useState<readonly SummaryEntry[]>([])
  const [saved, setSaved] = useState<readonly SettingChange[]>([])
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

  const save = async (values: SettingsForm): Promise<boolean> => {
    setSaving(true)
    try {
      const changes = changesOf(form.formState.defaultValues as SettingsForm, values)
      const result = await bridge.saveSettings(settingsFromForm(values))
      if (result.ok) {
        setEntries([])
        setSaved(changes)
        form.reset(values)
        announce(say('settings.saved'))
        notices.tell(say('settings.saved'))
        for (const queryKey of [keys.snapshot, keys.settings]) void client.invalidateQueries({ queryKey })
        return true
      }
      const { fields, rest } = errorsByField(result.errors)
      for (const { field, message } of fields) form.setError(field as 'name', { message })
      setEntries([
        ...fields.map(({ field, message }) => ({ field, words: message })),
        ...rest.map((words) => ({ field: null, words })),
      ])
    } catch (error) {
      setEntries([{ field: null, words: sentenceOf(error) }])
    } finally {
      setSaving(false)
    }
    return false
  }

  /** Resolves to whether it was saved. */
  const submit = async (): Promise<boolean> => {
    let done = false
    await form.handleSubmit(
      async (values) => {
        done = await save(values)
      },
      (errors) => {
        setEntries(flatErrors(errors).map(({ field, message }) => ({ field, words: errorWords(message) ?? message })))
      },
    )()
    return done
  }

  return (
    <FormProvider {...form}>
      <form
        className={styles.fields}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <ErrorSummary ref={summary} entries={entries} />
        <SettingsPartBox id="part-store">
          <StoreSection />
        </SettingsPartBox>
        <SettingsPartBox id="part-account">
          <AccountSection />
        </SettingsPartBox>
        <SettingsPartBox id="part-folders">
          <Card title={say('settings.folders')}>
            <FolderSettings watched={settings.folders.map(({ path }) => path)} />
          </Card>
        </SettingsPartBox>
        <SettingsPartBox id="part-sending">
          <SendingSection />
        </SettingsPartBox>
        <SettingsPartBox id="part-report">
          <ReportSection />
        </SettingsPartBox>
        <SaveRow
          saving={saving}
          saved={saved}
          onReset={() => {
            form.reset()
            setEntries([])
          }}
        />
      </form>
      <LeaveGuard save={submit} />
    </FormProvider>
  )
}
