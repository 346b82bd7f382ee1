// The dashed strip of practice mode, on every screen: nobody may take practice for the real thing (design, part 6).

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { Beaker20Regular } from '@fluentui/react-icons/svg/beaker'
import { useState } from 'react'
import { sentenceOf, useBridge } from '../bridge.ts'
import { useNotices } from '../parts/notices.tsx'
import { rem } from '../theme/rem.ts'
import { colours, text } from '../theme/themes.ts'
import { say } from '../words/say.ts'

const useStyles = makeStyles({
  strip: {
    ...text.body,
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    // In a narrow window its words need many lines; it gives none of them up.
    flexShrink: 0,
    minHeight: rem(38),
    margin: '0 8px 8px',
    padding: '4px 16px',
    borderRadius: '6px',
    border: `1px dashed ${tokens.colorCompoundBrandStroke}`,
    backgroundColor: colours.sbBrandTint,
  },
  icon: { color: colours.sbBrandFg, flexShrink: 0 },
  words: { flexGrow: 1 },
  strong: { fontWeight: tokens.fontWeightSemibold },
  button: { flexShrink: 0, fontWeight: 400 },
})

/** Ends practice; main then shows the store, or the set-up. */
export const useLeavePractice = (): { readonly leave: () => void; readonly leaving: boolean } => {
  const bridge = useBridge()
  const notices = useNotices()
  const [leaving, setLeaving] = useState(false)
  const leave = (): void => {
    setLeaving(true)
    bridge
      .leavePractice(undefined)
      .catch((error: unknown) => notices.tell(sentenceOf(error)))
      .finally(() => setLeaving(false))
  }
  return { leave, leaving }
}

export const PracticeStrip = () => {
  const styles = useStyles()
  const { leave, leaving } = useLeavePractice()
  return (
    <section aria-label={say('practice.label')} className={styles.strip}>
      <Beaker20Regular aria-hidden className={styles.icon} />
      <span className={styles.words}>
        <span className={styles.strong}>{say('practice.title')}</span> {say('practice.text')}
      </span>
      <Button size="small" className={styles.button} disabledFocusable={leaving} onClick={leave}>
        {say('practice.leave')}
      </Button>
    </section>
  )
}
