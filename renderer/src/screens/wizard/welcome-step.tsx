// The very first screen: what this does, in three lines, and two ways on: the real store, or a harmless try.

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { BeakerRegular } from '@fluentui/react-icons/svg/beaker'
import { BuildingShopRegular } from '@fluentui/react-icons/svg/building-shop'
import type { FluentIcon } from '@fluentui/react-icons'
import { useState } from 'react'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { useFocusOnEntry } from '../../parts/focus-on-entry.ts'
import { LanguageChoice } from '../../parts/language-choice.tsx'
import { NoticeBar } from '../../parts/notice-bar.tsx'
import { useExactWindowTitle } from '../../parts/page-heading.tsx'
import { TitleBar } from '../../shell/title-bar.tsx'
import { ActionLink } from '../../parts/place-link.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, surfaces, text } from '../../theme/themes.ts'
import { namedErrorWords } from '../../words/field-error.ts'
import { say } from '../../words/say.ts'

const useStyles = makeStyles({
  window: surfaces.window,
  main: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    margin: '0 8px 8px',
    padding: '48px 24px',
    backgroundColor: colours.sbLayer,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
  },
  content: { maxWidth: rem(800), margin: '0 auto', display: 'flex', flexDirection: 'column', gap: '24px' },
  title: { ...text.sentence, margin: 0, outlineStyle: 'none' },
  list: { ...text.lead, margin: 0, paddingLeft: '20px', display: 'flex', flexDirection: 'column', gap: '4px' },
  choices: {
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fit, minmax(min(100%, ${rem(280)}), 1fr))`,
    gap: '16px',
  },
  choice: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    padding: '20px',
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
  },
  icon: { width: rem(32), height: rem(32), color: tokens.colorBrandForeground1 },
  choiceTitle: { ...text.leadStrong, margin: 0 },
  choiceText: { ...text.body, margin: '0 0 8px', color: tokens.colorNeutralForeground2 },
  button: { marginTop: 'auto', alignSelf: 'flex-start' },
  foot: { ...text.body, margin: 0, color: tokens.colorNeutralForeground3 },
})

interface ChoiceProps {
  readonly icon: FluentIcon
  readonly title: string
  readonly text: string
  readonly button: string
  readonly primary: boolean
  readonly busy: boolean
  readonly onChoose: () => void
}

const Choice = ({ icon: Icon, title, text: words, button, primary, busy, onChoose }: ChoiceProps) => {
  const styles = useStyles()
  return (
    <section className={styles.choice} aria-label={title}>
      <Icon aria-hidden className={styles.icon} />
      <h2 className={styles.choiceTitle}>{title}</h2>
      <p className={styles.choiceText}>{words}</p>
      <Button
        appearance={primary ? 'primary' : 'secondary'}
        className={styles.button}
        disabledFocusable={busy}
        onClick={onChoose}
      >
        {button}
      </Button>
    </section>
  )
}

export const WelcomeStep = ({ onBegin }: { readonly onBegin: () => void }) => {
  const styles = useStyles()
  const bridge = useBridge()
  const heading = useFocusOnEntry<HTMLHeadingElement>()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<readonly string[]>([])
  useExactWindowTitle(say('wizard.windowTitle'))

  const ask = async (work: () => Promise<readonly string[]>): Promise<void> => {
    setBusy(true)
    setTrouble([])
    try {
      setTrouble(await work())
    } catch (error) {
      setTrouble([sentenceOf(error)])
    } finally {
      setBusy(false)
    }
  }
  const practice = (): Promise<void> =>
    ask(async () => {
      await bridge.startPractice(undefined)
      return []
    })
  const importFile = (): Promise<void> =>
    ask(async () => {
      const result = await bridge.importSetupFile(undefined)
      return result === null || result.ok ? [] : result.errors.map(namedErrorWords)
    })

  return (
    <div className={styles.window}>
      <TitleBar />
      <main className={styles.main}>
        <div className={styles.content}>
          <h1 ref={heading} tabIndex={-1} className={styles.title}>
            {say('welcome.title')}
          </h1>
          <LanguageChoice onFailed={(words) => setTrouble([words])} />
          <ul className={styles.list}>
            <li>{say('welcome.watches')}</li>
            <li>{say('welcome.sends')}</li>
            <li>{say('welcome.neverTouches')}</li>
          </ul>
          {trouble.length > 0 && (
            <div role="alert">
              <NoticeBar hue="red" icon="refused" cause={say('welcome.trouble')} text={trouble.join(' ')} />
            </div>
          )}
          <div className={styles.choices}>
            <Choice
              icon={BuildingShopRegular}
              title={say('welcome.setUp')}
              text={say('welcome.setUp.text')}
              button={say('welcome.setUp')}
              primary
              busy={busy}
              onChoose={onBegin}
            />
            <Choice
              icon={BeakerRegular}
              title={say('welcome.practice')}
              text={say('welcome.practice.text')}
              button={say('welcome.practice')}
              primary={false}
              busy={busy}
              onChoose={() => void practice()}
            />
          </div>
          <p className={styles.foot}>
            {say('welcome.file')}{' '}
            <ActionLink disabled={busy} onClick={() => void importFile()}>
              {say('welcome.file.link')}
            </ActionLink>
          </p>
        </div>
      </main>
    </div>
  )
}
