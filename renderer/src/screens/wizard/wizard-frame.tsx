// The wizard's own window: steps on the left, one question on the right, Back and Next at the bottom.

import { Button, makeStyles, mergeClasses, ProgressBar, tokens } from '@fluentui/react-components'
import { Checkmark16Regular } from '@fluentui/react-icons/svg/checkmark'
import type { ReactNode } from 'react'
import { useFocusOnEntry } from '../../parts/focus-on-entry.ts'
import { useExactWindowTitle } from '../../parts/page-heading.tsx'
import { TitleBar } from '../../shell/title-bar.tsx'
import { useRoom } from '../../theme/effective-width.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, surfaces, text } from '../../theme/themes.ts'
import { say, type MessageId } from '../../words/say.ts'
import { wizardSteps, type WizardState, type WizardStep } from './wizard-state.ts'

const stepNames: Readonly<Record<WizardStep, MessageId>> = {
  'sign-in': 'wizard.step.signIn',
  location: 'wizard.step.location',
  folder: 'wizard.step.folder',
  test: 'wizard.step.test',
  ready: 'wizard.step.ready',
}

/** The first screen's own: the language, and what this does. */
const firstSteps: readonly MessageId[] = ['wizard.step.language', 'wizard.step.what']
const stepCount = firstSteps.length + wizardSteps.length

export const stepName = (step: WizardStep): string => say(stepNames[step])

const useStyles = makeStyles({
  window: surfaces.window,
  body: { display: 'flex', flexGrow: 1, minHeight: 0 },
  steps: { width: rem(240), flexShrink: 0, padding: '24px 24px', overflowY: 'auto' },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '12px' },
  step: {
    ...text.body,
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    minHeight: rem(28),
    width: '100%',
    padding: 0,
    border: 'none',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground3,
    fontFamily: 'inherit',
    textAlign: 'left',
    borderRadius: '4px',
  },
  reachable: {
    color: tokens.colorNeutralForeground1,
    cursor: 'pointer',
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  current: { ...text.bodyStrong, color: tokens.colorNeutralForeground1 },
  bullet: {
    ...text.caption,
    display: 'grid',
    placeItems: 'center',
    flexShrink: 0,
    width: rem(24),
    height: rem(24),
    borderRadius: '50%',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  doneBullet: { border: `1px solid ${tokens.colorCompoundBrandStroke}`, color: tokens.colorBrandForeground1 },
  currentBullet: {
    border: `1px solid ${tokens.colorBrandBackground}`,
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    '@media (forced-colors: active)': { border: '2px solid Highlight' },
  },
  layer: surfaces.layer,
  main: { flexGrow: 1, minHeight: 0, overflowY: 'auto', padding: '36px 48px 24px' },
  small: { padding: '20px 20px 16px' },
  content: { maxWidth: rem(1060) },
  count: { ...text.caption, color: tokens.colorNeutralForeground3, marginBottom: '4px' },
  progress: { maxWidth: rem(320), marginBottom: '12px' },
  title: { ...text.sentence, margin: 0, outlineStyle: 'none', overflowWrap: 'anywhere' },
  lead: { ...text.body, margin: '4px 0 32px', color: tokens.colorNeutralForeground3, maxWidth: rem(720) },
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: '8px',
    flexShrink: 0,
    padding: '16px 48px',
    borderTop: `1px solid ${colours.sbCardBorder}`,
  },
  footSmall: { padding: '12px 20px' },
  status: { ...text.body, marginRight: 'auto', color: tokens.colorNeutralForeground2 },
})

export interface WizardFrameProps {
  readonly state: WizardState
  readonly title: string
  readonly lead: string
  readonly onGo: (step: WizardStep) => void
  /** To the first screen. */
  readonly onFirst: () => void
  readonly onBack: () => void
  /** The words of the one filled button; null for none. */
  readonly next: string | null
  readonly onNext: () => void
  readonly busy: boolean
  readonly status?: ReactNode
  /** Above the step's own content. */
  readonly notice?: ReactNode
  readonly children: ReactNode
}

const Steps = ({ state, onGo, onFirst }: Pick<WizardFrameProps, 'state' | 'onGo' | 'onFirst'>) => {
  const styles = useStyles()
  return (
    <nav aria-label={say('wizard.steps')} className={styles.steps}>
      <ol className={styles.list}>
        {firstSteps.map((name) => (
          <li key={name}>
            <button type="button" className={mergeClasses(styles.step, styles.reachable)} onClick={onFirst}>
              <span aria-hidden className={mergeClasses(styles.bullet, styles.doneBullet)}>
                <Checkmark16Regular />
              </span>
              {say(name)}
            </button>
          </li>
        ))}
        {wizardSteps.map((step, index) => {
          const current = step === state.step
          const reachable = index <= state.reached && !current
          const done = reachable && index < wizardSteps.indexOf(state.step as WizardStep)
          const words = (
            <>
              <span
                aria-hidden
                className={mergeClasses(styles.bullet, done && styles.doneBullet, current && styles.currentBullet)}
              >
                {done ? <Checkmark16Regular /> : firstSteps.length + index + 1}
              </span>
              {stepName(step)}
            </>
          )
          return (
            <li key={step} aria-current={current ? 'step' : undefined}>
              {reachable ? (
                <button
                  type="button"
                  className={mergeClasses(styles.step, styles.reachable)}
                  onClick={() => onGo(step)}
                >
                  {words}
                </button>
              ) : (
                <span className={mergeClasses(styles.step, current && styles.current)}>{words}</span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

const Heading = ({ title }: { readonly title: string }) => {
  const styles = useStyles()
  const heading = useFocusOnEntry<HTMLHeadingElement>()
  return (
    <h1 ref={heading} tabIndex={-1} className={styles.title}>
      {title}
    </h1>
  )
}

export const WizardFrame = (props: WizardFrameProps) => {
  const { state, title, lead, next, busy, status, children } = props
  const styles = useStyles()
  const room = useRoom()
  useExactWindowTitle(say('wizard.windowTitle'))
  const number = firstSteps.length + wizardSteps.indexOf(state.step as WizardStep) + 1
  return (
    <div className={styles.window}>
      <TitleBar />
      <div className={styles.body}>
        {room.medium && <Steps state={state} onGo={props.onGo} onFirst={props.onFirst} />}
        <form
          className={styles.layer}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            if (!busy && next !== null) props.onNext()
          }}
        >
          <main className={mergeClasses(styles.main, !room.medium && styles.small)}>
            <div className={styles.content}>
              <div className={styles.count}>{say('wizard.count', { n: number, of: stepCount })}</div>
              {!room.medium && (
                <ProgressBar
                  className={styles.progress}
                  value={number}
                  max={stepCount}
                  aria-label={say('wizard.count', { n: number, of: stepCount })}
                />
              )}
              <Heading key={state.step} title={title} />
              <p className={styles.lead}>{lead}</p>
              {props.notice}
              {children}
            </div>
          </main>
          <div className={mergeClasses(styles.foot, !room.medium && styles.footSmall)}>
            <div className={styles.status} role="status">
              {status}
            </div>
            <Button onClick={props.onBack}>{say('wizard.back')}</Button>
            {next !== null && (
              <Button appearance="primary" type="submit" disabledFocusable={busy}>
                {next}
              </Button>
            )}
          </div>
        </form>
      </div>
    </div>
  )
}
