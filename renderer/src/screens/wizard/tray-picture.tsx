// A picture of the end of the taskbar with Storebridge's icon in it, and how to get it out of the hidden part. Drawn, so
// that it fits every theme; the words below it say the same.

import { makeStyles, tokens } from '@fluentui/react-components'
import { ChevronUp16Regular } from '@fluentui/react-icons/svg/chevron-up'
import { GlobeRegular } from '@fluentui/react-icons/svg/globe'

import { useNow } from '../../data/clock.tsx'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { AppMark } from '../../parts/app-mark.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'

const useStyles = makeStyles({
  bar: {
    ...text.caption,
    display: 'inline-flex',
    alignItems: 'center',
    gap: '16px',
    padding: '8px 20px',
    margin: '4px 0 8px',
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
    backgroundColor: colours.sbShell,
  },
  ours: {
    display: 'grid',
    placeItems: 'center',
    padding: '4px',
    borderRadius: '6px',
    outline: `2px solid ${tokens.colorCompoundBrandStroke}`,
  },
  small: { width: rem(16), height: rem(16) },
  words: { ...text.body, margin: '0 0 8px', maxWidth: rem(560) },
})

export const TrayPicture = () => {
  const styles = useStyles()
  const times = useStoreTimes()
  const now = useNow()
  return (
    <div>
      <div className={styles.bar} aria-hidden>
        <ChevronUp16Regular />
        <span className={styles.ours}>
          <AppMark />
        </span>
        <GlobeRegular className={styles.small} />

        <span>{times.clock(new Date(now).toISOString())}</span>
      </div>
      <p className={styles.words}>{say('wizard.ready.tray')}</p>
    </div>
  )
}
