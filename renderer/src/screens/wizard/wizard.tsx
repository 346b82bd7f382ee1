// The first-run wizard: sign in, location, folder, test, ready (ux 2.2). Each step proves what it asks before the next
// one; nothing is asked twice; Settings edits the same things later.

import { Button, Field, Input, makeStyles, RadioGroup, Switch, tokens } from '@fluentui/react-components'
import { Choice } from '../../parts/choice.tsx'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { FolderOpen20Regular } from '@fluentui/react-icons/svg/folder-open'
import { Folder20Regular } from '@fluentui/react-icons/svg/folder'
import { useEffect, useReducer, useRef, useState, type Dispatch, type ReactNode } from 'react'
import { useForm, type Resolver } from 'react-hook-form'
import { z } from 'zod'
import { petrosoftBaseUrl } from '../../../../contract/cloud.ts'
import type { SetupDraft, SetupTick } from '../../../../contract/ipc.ts'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { useNow } from '../../data/clock.tsx'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { addDays, storeDay } from '../../format/store-time.ts'
import { NoticeBar } from '../../parts/notice-bar.tsx'
import { PasswordInput, SigningIn, signInWithPatience } from '../../parts/sign-in-form.tsx'
import { goTo } from '../../shell/hash-location.ts'
import { ActionLink } from '../../parts/place-link.tsx'
import { StatusIcon } from '../../parts/status-icon.tsx'
import { ZoneSelect } from '../../parts/zone-select.tsx'
import { useRoom } from '../../theme/effective-width.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { namedErrorWords } from '../../words/field-error.ts'
import { isMessageId, say, type MessageId } from '../../words/say.ts'
import { OpeningHoursEditor } from '../settings/opening-hours-editor.tsx'
import { hoursAreRight } from '../settings/opening-hours.ts'
import { isAddress, weekdays } from '../settings/settings-form.ts'
import { FolderFindings, folderTrouble } from './folder-findings.tsx'
import { tickWords } from './tick-words.ts'
import { TrayPicture } from './tray-picture.tsx'
import { TrialPart, useTrialOffer } from './trial-part.tsx'
import { placeAfterTrial } from './trial-words.ts'
import { WelcomeStep } from './welcome-step.tsx'
import { stepName, WizardFrame } from './wizard-frame.tsx'
import {
  draftToKeep,
  reduceWizard,
  resumedWizard,
  settingsOfDraft,
  startOfWizard,
  type WizardDraft,
  type WizardEvent,
  type WizardState,
} from './wizard-state.ts'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '16px', maxWidth: rem(480) },
  columns: { display: 'grid', gridTemplateColumns: `minmax(0, 1fr) ${rem(340)}`, gap: '48px', alignItems: 'start' },
  halves: { display: 'grid', gridTemplateColumns: `minmax(0, 1fr) ${rem(460)}`, gap: '48px', alignItems: 'start' },
  stacked: { display: 'flex', flexDirection: 'column', gap: '24px' },
  folder: { display: 'flex', flexDirection: 'column', gap: '16px', minWidth: 0 },
  path: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'end' },
  grow: { flex: `1 1 ${rem(240)}`, minWidth: 0 },
  label: { ...text.caption, color: tokens.colorNeutralForeground3, margin: '0 0 4px' },
  detected: {
    ...text.body,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 12px',
    width: '100%',
    minHeight: rem(36),
    padding: '4px 12px',
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '4px',
    backgroundColor: colours.sbLayer,
    color: tokens.colorNeutralForeground1,
    fontFamily: 'inherit',
    textAlign: 'left',
    cursor: 'pointer',
    ':hover': { backgroundColor: colours.sbCard },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  detectedList: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '8px' },
  detectedPath: { marginRight: 'auto', overflowWrap: 'anywhere' },
  small: { ...text.caption, color: tokens.colorNeutralForeground3 },
  date: { maxWidth: rem(180), margin: '0 0 8px 36px' },
  help: { ...text.caption, color: tokens.colorNeutralForeground3, margin: 0, maxWidth: rem(440) },
  ticks: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    maxWidth: rem(560),
  },
  tick: { ...text.body, display: 'flex', gap: '12px', alignItems: 'flex-start' },
  tickName: { fontWeight: tokens.fontWeightSemibold },
  other: { alignSelf: 'flex-start' },
  again: { margin: '-16px 0 20px', maxWidth: rem(720) },
  words: { ...text.body, margin: '0 0 8px', maxWidth: rem(560) },
  detail: { ...text.caption, display: 'block', color: tokens.colorNeutralForeground3 },
})

interface StepProps {
  readonly state: WizardState
  readonly dispatch: Dispatch<WizardEvent>
}

interface Trouble {
  readonly sentence: string
  /** More of it, in the window's language. */
  readonly meaning?: string
  /** A technician's English. */
  readonly detail: string
}

const TroubleBar = ({
  trouble,
  icon,
}: {
  readonly trouble: Trouble | null
  readonly icon: 'key' | 'refused' | 'unsure'
}) => {
  const styles = useStyles()
  if (trouble === null) return null
  return (
    <div role="alert">
      <NoticeBar
        hue={icon === 'unsure' ? 'amber' : 'red'}
        icon={icon}
        cause={trouble.sentence}
        text={trouble.meaning ?? ''}
        detail={
          trouble.detail !== '' && (
            <span lang="en" className={styles.detail}>
              {trouble.detail}
            </span>
          )
        }
      />
    </div>
  )
}

/** A set-up that was left and goes on: the password was not kept, everything else was. */
const PasswordAgain = ({ onGo }: { readonly onGo: () => void }) => {
  const styles = useStyles()
  return (
    <div className={styles.again}>
      <NoticeBar
        hue="blue"
        icon="key"
        cause={say('wizard.resumed')}
        text={say('wizard.resumed.text')}
        action={{ words: say('wizard.resumed.action'), run: onGo }}
      />
    </div>
  )
}

/** Frame props every step shares. */
const framing = ({ state, dispatch }: StepProps) => ({
  state,
  onGo: (step: Parameters<typeof stepName>[0]) => dispatch({ kind: 'go', step }),
  onFirst: () => dispatch({ kind: 'welcome' }),
  onBack: () => dispatch({ kind: 'back' }),
  notice:
    state.draft.password === '' && state.step !== 'sign-in' ? (
      <PasswordAgain onGo={() => dispatch({ kind: 'go', step: 'sign-in' })} />
    ) : null,
})

const missing = (id: MessageId): { readonly error: MessageId } => ({ error: id })

/** A step's form over the draft: what is typed goes to the draft at once, so that Back loses nothing. */
const useStepForm = <Values extends Partial<WizardDraft>>(
  schema: z.ZodType<Values, Values>,
  values: Values,
  dispatch: Dispatch<WizardEvent>,
) => {
  const resolver = zodResolver(schema as never) as unknown as Resolver<Record<string, unknown>>
  const form = useForm<Record<string, unknown>>({
    values,
    resolver,
    reValidateMode: 'onChange',
  })
  const { errors } = form.formState
  /** The first bad field takes the focus, once its error stands beside it. */
  const showFirstBad = (): void => {
    requestAnimationFrame(() => document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus())
  }
  return {
    check: (good: () => unknown) => form.handleSubmit(good, showFirstBad),
    error: (name: keyof Values & string): string | undefined => {
      const message = errors[name]?.message
      return message === undefined ? undefined : isMessageId(message) ? say(message) : message
    },
    type: (change: Partial<WizardDraft>): void => dispatch({ kind: 'type', change }),
  }
}

const signInSchema = z.object({
  email: z.string().trim().min(1, missing('form.emailMissing')),
  password: z.string().min(1, missing('form.passwordMissing')),
  baseUrl: z.string().trim().refine(isAddress, missing('form.addressWrong')),
})

const SignInStep = ({ state, dispatch }: StepProps) => {
  const styles = useStyles()
  const bridge = useBridge()
  const { draft, proven } = state
  const { email, password, baseUrl } = draft
  const form = useStepForm(signInSchema, { email, password, baseUrl }, dispatch)
  const [isOther] = useState(baseUrl !== petrosoftBaseUrl)
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const passwordInput = useRef<HTMLInputElement>(null)

  const next = form.check(async () => {
    if (proven.signIn) return dispatch({ kind: 'next' })
    setBusy(true)
    setTrouble(null)
    const outcome = await signInWithPatience(
      bridge.testSignIn({ email: email.trim(), password, baseUrl: baseUrl.trim() }),
    )
    setBusy(false)
    if (outcome.kind === 'ok') {
      dispatch({ kind: 'sign-in-proven', email, password, baseUrl })
      dispatch({ kind: 'next' })
      return
    }
    setTrouble(outcome)
    if (outcome.wrongPassword) passwordInput.current?.select()
  })

  return (
    <WizardFrame
      {...framing({ state, dispatch })}
      title={say('wizard.signIn.title')}
      lead={say('wizard.signIn.lead')}
      next={say('wizard.next', { step: stepName('location') })}
      onNext={() => void next()}
      busy={busy}
      status={busy ? <SigningIn /> : null}
    >
      <div className={styles.form}>
        <TroubleBar trouble={trouble} icon="key" />
        <Field label={say('signIn.email')} {...fieldError(form.error('email'))}>
          <Input
            type="email"
            autoComplete="username"
            value={email}
            onChange={(_, data) => form.type({ email: data.value })}
          />
        </Field>
        <PasswordInput
          label={say('signIn.password')}
          value={password}
          onChange={(typed) => form.type({ password: typed })}
          error={form.error('password')}
          inputRef={passwordInput}
        />
        <p className={styles.help}>{say('wizard.signIn.help')}</p>
        {isOther || asked ? (
          <Field label={say('form.address')} hint={say('form.address.hint')} {...fieldError(form.error('baseUrl'))}>
            <Input
              type="url"
              spellCheck={false}
              // The link that had the focus is gone.
              autoFocus={asked}
              value={baseUrl}
              onChange={(_, data) => form.type({ baseUrl: data.value })}
            />
          </Field>
        ) : (
          <ActionLink className={styles.other} onClick={() => setAsked(true)}>
            {say('wizard.signIn.otherAddress')}
          </ActionLink>
        )}
      </div>
    </WizardFrame>
  )
}

const fieldError = (error: string | undefined): { readonly validationMessage?: string } =>
  error === undefined ? {} : { validationMessage: error }

const locationSchema = z.object({
  locationId: z.string().trim().min(1, missing('form.locationMissing')),
  businessDayEnds: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, missing('form.timeWrong')),
})

const LocationStep = ({ state, dispatch }: StepProps) => {
  const styles = useStyles()
  const bridge = useBridge()
  const { draft, proven } = state
  const form = useStepForm(
    locationSchema,
    { locationId: draft.locationId, businessDayEnds: draft.businessDayEnds },
    dispatch,
  )
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const asked = `${draft.locationId}|${draft.timeZone}`
  const [failedFor, setFailedFor] = useState<string | null>(null)
  const mayGoOn = failedFor === asked
  const [wrongHours, setWrongHours] = useState(false)

  const next = form.check(async () => {
    const wrong = draft.hoursKnown && weekdays.find((day) => !hoursAreRight(draft.hours[day]))
    setWrongHours(typeof wrong === 'string')
    if (typeof wrong === 'string') return document.getElementById(`hours-${wrong}`)?.focus()
    if (proven.location || mayGoOn) return dispatch({ kind: 'next' })
    setBusy(true)
    setTrouble(null)
    const { locationId, timeZone } = draft
    try {
      const result = await bridge.testLocation({ locationId: locationId.trim(), timeZone })
      if (result.ok) {
        dispatch({ kind: 'location-proven', locationId, timeZone })
        dispatch({ kind: 'next' })
      } else {
        const sentence = say('wizard.location.notProven', { id: locationId.trim() })
        setTrouble({ sentence, meaning: tickWords(result.told), detail: '' })
        setFailedFor(asked)
      }
    } catch (error) {
      setTrouble({ sentence: say('wizard.location.notProven', { id: locationId.trim() }), detail: sentenceOf(error) })
      setFailedFor(asked)
    } finally {
      setBusy(false)
    }
  })

  return (
    <WizardFrame
      {...framing({ state, dispatch })}
      title={say('wizard.location.title')}
      lead={say('wizard.location.lead')}
      next={mayGoOn ? say('wizard.continueAnyway') : say('wizard.next', { step: stepName('folder') })}
      onNext={() => void next()}
      busy={busy}
      status={busy ? say('wizard.location.trying') : null}
    >
      <div className={styles.form}>
        <TroubleBar trouble={mayGoOn ? trouble : null} icon="unsure" />
        <Field
          label={say('form.locationId')}
          hint={say('form.locationId.hint')}
          {...fieldError(form.error('locationId'))}
        >
          <Input value={draft.locationId} onChange={(_, data) => form.type({ locationId: data.value })} />
        </Field>
        <Field label={say('form.storeName')} hint={say('form.storeName.hint')}>
          <Input value={draft.storeName} onChange={(_, data) => form.type({ storeName: data.value })} />
        </Field>
        <ZoneSelect value={draft.timeZone} onChange={(timeZone) => form.type({ timeZone })} />
        <Field
          label={say('form.dayEnds')}
          hint={say('form.dayEnds.hint')}
          {...fieldError(form.error('businessDayEnds'))}
        >
          <Input
            type="time"
            value={draft.businessDayEnds}
            onChange={(_, data) => form.type({ businessDayEnds: data.value })}
          />
        </Field>
        <Switch
          label={say('form.hoursKnown')}
          checked={draft.hoursKnown}
          onChange={(_, data) => form.type({ hoursKnown: data.checked })}
        />
        {draft.hoursKnown && (
          <OpeningHoursEditor
            hours={draft.hours}
            onChange={(hours) => form.type({ hours })}
            error={(day) => (wrongHours && !hoursAreRight(draft.hours[day]) ? say('form.hoursWrong') : undefined)}
            idOf={(day) => `hours-${day}`}
          />
        )}
      </div>
    </WizardFrame>
  )
}

const folderSchema = z
  .object({
    folder: z.string().trim().min(1, missing('form.folderMissing')),
    startFrom: z.enum(['now', 'date', 'all']),
    startDate: z.string(),
  })
  .superRefine((values, context) => {
    if (values.startFrom === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(values.startDate))
      context.addIssue({ code: 'custom', path: ['startDate'], message: 'form.dateMissing' satisfies MessageId })
  })

const INSPECT_REST_MS = 400
const INSPECT_EVERY_MS = 5000

/** A value that has stood still for a moment. */
const useRested = <Value,>(value: Value, restMs: number): Value => {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs)
    return () => clearTimeout(timer)
  }, [value, restMs])
  return rested
}

const FolderStep = ({ state, dispatch }: StepProps) => {
  const styles = useStyles()
  const room = useRoom()
  const bridge = useBridge()
  const times = useStoreTimes()
  const { draft } = state
  const form = useStepForm(
    folderSchema,
    { folder: draft.folder, startFrom: draft.startFrom, startDate: draft.startDate },
    dispatch,
  )
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const path = useRested(draft.folder.trim(), INSPECT_REST_MS)

  const detected = useQuery({ queryKey: ['detected-folders'], queryFn: () => bridge.detectFolders(undefined) })
  const inspection = useQuery({
    queryKey: ['inspect-folder', path],
    queryFn: () => bridge.inspectFolder({ path }),
    enabled: path !== '',
    refetchInterval: INSPECT_EVERY_MS,
    gcTime: 0,
    retry: false,
  })
  const found = path === '' || path !== draft.folder.trim() ? null : (inspection.data ?? null)
  const files = found?.kind === 'ok' ? found.files : null

  const browse = async (): Promise<void> => {
    try {
      const chosen = await bridge.chooseFolder(undefined)
      if (chosen !== null) form.type({ folder: chosen })
    } catch (error) {
      setTrouble({ sentence: sentenceOf(error), detail: '' })
    }
  }
  const next = form.check(async () => {
    setTrouble(null)
    // The look may be older than what was typed: look once more before going on.
    try {
      const now = await bridge.inspectFolder({ path: draft.folder.trim() })
      if (now.kind === 'ok') dispatch({ kind: 'next' })
      else setTrouble({ sentence: say(folderTrouble[now.kind]), detail: now.detail })
    } catch (error) {
      setTrouble({ sentence: sentenceOf(error), detail: '' })
    }
  })
  const others = (detected.data ?? []).filter((folder) => folder.path !== draft.folder.trim())

  return (
    <WizardFrame
      {...framing({ state, dispatch })}
      title={say('wizard.folder.title')}
      lead={say('wizard.folder.lead')}
      next={say('wizard.next', { step: stepName('test') })}
      onNext={() => void next()}
      busy={false}
    >
      <div className={room.wide ? styles.columns : styles.stacked}>
        <div className={styles.folder}>
          <TroubleBar trouble={trouble} icon="refused" />
          <div className={styles.path}>
            <div className={styles.grow}>
              <Field label={say('folder.path')} {...fieldError(form.error('folder'))}>
                <Input
                  contentBefore={<Folder20Regular aria-hidden />}
                  value={draft.folder}
                  spellCheck={false}
                  onChange={(_, data) => form.type({ folder: data.value })}
                />
              </Field>
            </div>
            <Button icon={<FolderOpen20Regular />} onClick={() => void browse()}>
              {say('action.browse')}
            </Button>
          </div>
          {others.length > 0 && (
            <div>
              <p className={styles.label}>{say('wizard.folder.detected')}</p>
              <ul className={styles.detectedList}>
                {others.map((folder) => (
                  <li key={folder.path}>
                    <button
                      type="button"
                      className={styles.detected}
                      onClick={() => form.type({ folder: folder.path })}
                    >
                      <Folder20Regular aria-hidden />
                      <span className={styles.detectedPath}>{folder.path}</span>
                      <span className={styles.small}>
                        {folder.newestAt === null
                          ? say('wizard.folder.detectedFiles', { n: folder.files })
                          : say('wizard.folder.detectedNewest', {
                              n: folder.files,
                              time: times.momentShort(folder.newestAt),
                            })}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          )}
          <Field label={say('wizard.folder.already')}>
            <RadioGroup
              value={draft.startFrom}
              onChange={(_, data) => form.type({ startFrom: data.value as WizardDraft['startFrom'] })}
            >
              <Choice value="now" words={say('wizard.folder.now')} />
              <Choice value="date" words={say('wizard.folder.date')} />
              {draft.startFrom === 'date' && (
                <div className={styles.date}>
                  <Field label={say('wizard.folder.firstDay')} {...fieldError(form.error('startDate'))}>
                    <Input
                      type="date"
                      value={draft.startDate}
                      onChange={(_, data) => form.type({ startDate: data.value })}
                    />
                  </Field>
                </div>
              )}
              <Choice
                value="all"
                words={files === null ? say('wizard.folder.all') : say('wizard.folder.allCount', { n: files })}
              />
            </RadioGroup>
          </Field>
          <p className={styles.help}>{say('wizard.folder.twice')}</p>
        </div>
        <FolderFindings found={found} locationId={draft.locationId.trim()} />
      </div>
    </WizardFrame>
  )
}

const tickNames: Readonly<Record<SetupTick['what'], MessageId>> = {
  'sign-in': 'tick.signIn',
  location: 'tick.location',
  folder: 'tick.folder',
  disk: 'tick.disk',
  clock: 'tick.clock',
}

const TestStep = ({ state, dispatch }: StepProps) => {
  const styles = useStyles()
  const room = useRoom()
  const bridge = useBridge()
  const test = useQuery({
    queryKey: ['setup-test', JSON.stringify(settingsOfDraft(state.draft))],
    queryFn: () => bridge.runSetupTest(settingsOfDraft(state.draft)),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  const ticks = test.isFetching ? null : (test.data ?? null)
  const failed = ticks?.some((tick) => !tick.ok) ?? false
  const [sending, setSending] = useState(false)
  // A disk that fills or a clock that is off stands in the way of no file.
  const canSend = (['sign-in', 'location', 'folder'] as const).every(
    (what) => ticks?.find((tick) => tick.what === what)?.ok === true,
  )
  return (
    <WizardFrame
      {...framing({ state, dispatch })}
      title={say('wizard.test.title')}
      lead={say('wizard.test.lead')}
      next={failed ? say('wizard.continueAnyway') : say('wizard.next', { step: stepName('ready') })}
      onNext={() => dispatch({ kind: 'next' })}
      busy={ticks === null || sending}
      status={test.isFetching ? say('wizard.test.running') : null}
    >
      {test.isError && !test.isFetching && (
        <TroubleBar trouble={{ sentence: sentenceOf(test.error), detail: '' }} icon="refused" />
      )}
      <div className={room.wide ? styles.halves : styles.stacked}>
        <div>
          <ul className={styles.ticks} aria-busy={test.isFetching}>
            {(Object.keys(tickNames) as SetupTick['what'][]).map((what) => {
              const tick = ticks?.find((each) => each.what === what)
              return (
                <li key={what} className={styles.tick}>
                  {tick === undefined ? (
                    <StatusIcon name="found" hue="grey" />
                  ) : (
                    <StatusIcon name={tick.ok ? 'accepted' : 'refused'} hue={tick.ok ? 'green' : 'red'} />
                  )}
                  <div>
                    <div className={styles.tickName}>
                      {say(tick === undefined ? 'tick.waiting' : tick.ok ? 'tick.good' : 'tick.bad', {
                        what: say(tickNames[what]),
                      })}
                    </div>
                    {tick !== undefined && <span className={styles.detail}>{tickWords(tick.told)}</span>}
                  </div>
                </li>
              )
            })}
          </ul>
          {!test.isFetching && (
            <p className={styles.words}>
              <br />
              <Button disabledFocusable={sending} onClick={() => void test.refetch()}>
                {say('wizard.test.again')}
              </Button>
            </p>
          )}
        </div>
        {canSend && (
          <TrialPart settings={settingsOfDraft(state.draft)} folder={state.draft.folder.trim()} onBusy={setSending} />
        )}
      </div>
    </WizardFrame>
  )
}

/** Whether it starts with the computer, as the computer tells it; nothing where this copy cannot. */
const StartWithComputer = () => {
  const bridge = useBridge()
  const client = useQueryClient()
  const state = useQuery({ queryKey: autostartKey, queryFn: () => bridge.getAutostart(undefined) })
  const [trouble, setTrouble] = useState<string | null>(null)
  const current = state.data
  const change = (on: boolean): void => {
    bridge.setAutostart({ on }).then(
      (next) => client.setQueryData([...autostartKey], next),
      (error: unknown) => setTrouble(sentenceOf(error)),
    )
  }
  if (current === undefined || current === 'not-here') return null
  return (
    <Field
      hint={say(current === 'off-by-system' ? 'settings.background.autostart.bySystem' : 'wizard.ready.autostart.hint')}
      {...fieldError(trouble ?? undefined)}
    >
      <Switch
        label={say('settings.background.autostart')}
        checked={current === 'on'}
        onChange={(_, data) => change(data.checked)}
      />
    </Field>
  )
}

const autostartKey = ['preferences', 'autostart'] as const

const ReadyStep = ({ state, dispatch }: StepProps) => {
  const styles = useStyles()
  const bridge = useBridge()
  const offer = useTrialOffer(state.draft.folder.trim()).data
  const sent = offer?.kind === 'sent' ? offer.outcome : null
  const after = placeAfterTrial(sent)
  const [busy, setBusy] = useState(false)
  const [errors, setErrors] = useState<readonly string[]>([])
  const finish = async (): Promise<void> => {
    setBusy(true)
    setErrors([])
    try {
      const result = await bridge.finishSetup(settingsOfDraft(state.draft))
      // Main now runs the store; its snapshot takes the window on, to the file that needs a person if there is one.
      if (!result.ok) setErrors(result.errors.map(namedErrorWords))
      else if (after !== null) goTo(after)
    } catch (error) {
      setErrors([sentenceOf(error)])
    } finally {
      setBusy(false)
    }
  }
  return (
    <WizardFrame
      {...framing({ state, dispatch })}
      title={say('wizard.ready.title')}
      lead={offer === undefined ? '' : say(sent === null ? 'wizard.ready.lead' : 'wizard.ready.lead.sent')}
      next={say('wizard.ready.start')}
      onNext={() => void finish()}
      busy={busy}
      status={busy ? say('wizard.ready.starting') : null}
    >
      {errors.length > 0 && (
        <TroubleBar
          icon="refused"
          trouble={{
            sentence: say('wizard.ready.trouble'),
            detail: errors.join(' '),
          }}
        />
      )}
      <p className={styles.words}>{say('wizard.ready.watches', { folder: state.draft.folder.trim() })}</p>
      <StartWithComputer />
      <TrayPicture />
      <p className={styles.words}>{say('wizard.ready.background')}</p>
      <p className={styles.words}>{say('wizard.ready.tells')}</p>
    </WizardFrame>
  )
}

const steps: Readonly<Record<Exclude<WizardState['step'], 'welcome'>, (props: StepProps) => ReactNode>> = {
  'sign-in': SignInStep,
  location: LocationStep,
  folder: FolderStep,
  test: TestStep,
  ready: ReadyStep,
}

const KEEP_AFTER_MS = 250

/** Keeps what was typed, so that a set-up that is closed in the middle goes on there. Losing it loses no sale. */
const useKeptDraft = (state: WizardState): void => {
  const bridge = useBridge()
  const draft = draftToKeep(state)
  const written = draft === null ? null : JSON.stringify(draft)
  useEffect(() => {
    if (written === null) return
    const timer = setTimeout(() => {
      void bridge.saveSetupDraft(JSON.parse(written) as SetupDraft).catch(() => undefined)
    }, KEEP_AFTER_MS)
    return () => clearTimeout(timer)
  }, [bridge, written])
}

const WizardFrom = ({ kept }: { readonly kept: SetupDraft | null }) => {
  const now = useNow()
  const [state, dispatch] = useReducer(reduceWizard, undefined, () => {
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
    const start = startOfWizard(zone, addDays(storeDay(now, zone), -1))
    return kept === null ? start : resumedWizard(start, kept)
  })
  useKeptDraft(state)
  if (state.step === 'welcome') return <WelcomeStep onBegin={() => dispatch({ kind: 'begin' })} />
  const Step = steps[state.step]
  return <Step state={state} dispatch={dispatch} />
}

export const Wizard = () => {
  const bridge = useBridge()
  const kept = useQuery({
    queryKey: ['setup-draft'],
    // A draft that cannot be read is none.
    queryFn: () => bridge.getSetupDraft(undefined).catch(() => null),
    gcTime: 0,
    staleTime: Infinity,
  })
  return kept.data === undefined ? null : <WizardFrom kept={kept.data} />
}
