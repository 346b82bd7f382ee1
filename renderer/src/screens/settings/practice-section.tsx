// The way into practice and out of it.

import { Button } from '@fluentui/react-components'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { useSnapshot } from '../../data/snapshot-context.tsx'
import { Card } from '../../parts/card.tsx'
import { FactsList } from '../../parts/facts-list.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { useLeavePractice } from '../../shell/practice-strip.tsx'
import { isHeldBackFrom } from '../../shell/leave-guard.ts'
import { say } from '../../words/say.ts'
import { useSectionStyles } from './section-styles.ts'

export const PracticeSection = () => {
  const styles = useSectionStyles()
  const bridge = useBridge()
  const notices = useNotices()
  const snapshot = useSnapshot()
  const { leave, leaving } = useLeavePractice()
  const folder = snapshot.status?.folders[0]?.path
  const begin = (): void => {
    bridge.startPractice(undefined).catch((error: unknown) => notices.tell(sentenceOf(error)))
  }
  if (snapshot.mode !== 'practice') {
    return (
      <Card title={say('settings.practice')}>
        <div className={styles.fields}>
          <p className={styles.about}>{say('settings.practice.about')}</p>
          <div className={styles.row}>
            <Button onClick={() => !isHeldBackFrom(begin) && begin()}>{say('settings.practice.start')}</Button>
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
