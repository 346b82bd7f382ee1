// Settings (ux 2.16): what the set-up asked, and what it did not, in parts on one page with an index. Saves on Save; what
// changes is shown before and after; errors stand beside their fields and in a summary at the top that takes the focus;
// leaving with something not saved asks. What counts at once stands below.

import { makeStyles, mergeClasses } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useSettings } from '../../data/queries.ts'
import { useSnapshot } from '../../data/snapshot-context.tsx'
import { Card } from '../../parts/card.tsx'
import { FactsList } from '../../parts/facts-list.tsx'
import { PageHeading } from '../../parts/page-heading.tsx'
import { ErrorState, LoadingLines } from '../../parts/screen-states.tsx'
import { useRoom } from '../../theme/effective-width.tsx'
import { rem } from '../../theme/rem.ts'
import { say } from '../../words/say.ts'
import { AppearanceSection } from './appearance-section.tsx'
import { BackgroundSection } from './background-section.tsx'
import { PinGate } from './pin-gate.tsx'
import { PracticeSection } from './practice-section.tsx'
import { PrivacySection } from './privacy-section.tsx'
import { SectionIndex, type SettingsPart } from './section-index.tsx'
import { SettingsFormView } from './settings-form-view.tsx'
import { SettingsPartBox } from './settings-part-box.tsx'

const useStyles = makeStyles({
  screen: { display: 'flex', flexDirection: 'column', gap: '16px' },
  body: { display: 'flex', gap: '32px', alignItems: 'flex-start' },
  narrow: { flexDirection: 'column', gap: '16px', alignItems: 'stretch' },
  parts: {
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    flex: `1 1 ${rem(760)}`,
    maxWidth: rem(760),
    minWidth: 0,
  },
})

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

const storeParts: readonly SettingsPart[] = [
  { id: 'part-store', title: 'settings.store' },
  { id: 'part-account', title: 'settings.account' },
  { id: 'part-folders', title: 'settings.folders' },
  { id: 'part-sending', title: 'settings.sending' },
  { id: 'part-report', title: 'settings.report' },
]
const ownParts: readonly SettingsPart[] = [
  { id: 'part-appearance', title: 'settings.appearance' },
  { id: 'part-background', title: 'settings.background' },
  { id: 'part-privacy', title: 'settings.privacy' },
]
const lastParts: readonly SettingsPart[] = [
  { id: 'part-practice', title: 'settings.practice' },
  { id: 'part-about', title: 'settings.about' },
]

/** What belongs to this computer and not to the store. */
const OwnSettings = () => (
  <>
    <SettingsPartBox id="part-appearance">
      <AppearanceSection />
    </SettingsPartBox>
    <SettingsPartBox id="part-background">
      <BackgroundSection />
    </SettingsPartBox>
    <SettingsPartBox id="part-privacy">
      <PrivacySection />
    </SettingsPartBox>
  </>
)

const LastSettings = () => (
  <>
    <SettingsPartBox id="part-practice">
      <PracticeSection />
    </SettingsPartBox>
    <SettingsPartBox id="part-about">
      <AboutSection />
    </SettingsPartBox>
  </>
)

const Parts = ({ parts, children }: { readonly parts: readonly SettingsPart[]; readonly children: ReactNode }) => {
  const styles = useStyles()
  const room = useRoom()
  return (
    <div className={mergeClasses(styles.body, !room.wide && styles.narrow)}>
      <SectionIndex parts={parts} />
      <div className={styles.parts}>{children}</div>
    </div>
  )
}

const StoreSettings = () => {
  const settings = useSettings()
  if (settings.isPending) return <LoadingLines words={say('settings.loading')} />
  if (settings.isError)
    return <ErrorState words={say('settings.error')} error={settings.error} retry={() => void settings.refetch()} />
  const store = settings.data
  return (
    <Parts parts={[...(store === null ? [] : storeParts), ...ownParts, ...lastParts]}>
      {store !== null && <SettingsFormView settings={store} />}
      <OwnSettings />
      <LastSettings />
    </Parts>
  )
}

const PracticeSettings = () => (
  <Parts parts={[...lastParts.slice(0, 1), ...ownParts, ...lastParts.slice(1)]}>
    <SettingsPartBox id="part-practice">
      <PracticeSection />
    </SettingsPartBox>
    <OwnSettings />
    <SettingsPartBox id="part-about">
      <AboutSection />
    </SettingsPartBox>
  </Parts>
)

export const SettingsScreen = () => {
  const styles = useStyles()
  const practice = useSnapshot().mode === 'practice'
  return (
    <div className={styles.screen}>
      <PageHeading windowTitle={say('nav.settings')}>{say('nav.settings')}</PageHeading>
      <PinGate>{practice ? <PracticeSettings /> : <StoreSettings />}</PinGate>
    </div>
  )
}
