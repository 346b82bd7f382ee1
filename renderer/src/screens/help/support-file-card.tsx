// The support file: everything that is in it is shown, masked, before anything is saved (ux 2.11).

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { SupportFile, SupportPart } from '../../../../contract/ipc.ts'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { Card } from '../../parts/card.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say, type MessageId } from '../../words/say.ts'

const useStyles = makeStyles({
  body: { display: 'flex', flexDirection: 'column', gap: '12px' },
  words: { ...text.body, margin: 0, maxWidth: rem(720), color: tokens.colorNeutralForeground2 },
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px 12px', alignItems: 'center' },
  name: { ...text.code, overflowWrap: 'anywhere' },
  heading: { ...text.bodyStrong, margin: '0 0 4px' },
  part: {
    ...text.code,
    margin: 0,
    padding: '8px 12px',
    maxHeight: rem(200),
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    backgroundColor: colours.sbCode,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '6px',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
})

const partNames: Readonly<Record<SupportPart['kind'], MessageId>> = {
  program: 'support.part.program',
  queue: 'support.part.queue',
  folders: 'support.part.folders',
  problems: 'support.part.problems',
  settings: 'support.part.settings',
  activity: 'support.part.activity',
  log: 'support.part.log',
}

export const SupportFileCard = () => {
  const styles = useStyles()
  const bridge = useBridge()
  const notices = useNotices()
  const [file, setFile] = useState<SupportFile | null>(null)
  const [busy, setBusy] = useState(false)
  const ask = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      notices.tell(sentenceOf(error))
    } finally {
      setBusy(false)
    }
  }
  const make = (): Promise<void> => ask(async () => setFile(await bridge.makeSupportFile(undefined)))
  const save = (): Promise<void> =>
    ask(async () => {
      const saved = await bridge.saveSupportFile(undefined)
      if (saved !== null) notices.tell(say('support.saved', { name: saved.name }))
    })
  return (
    <Card title={say('support.title')}>
      <div className={styles.body}>
        <p className={styles.words}>{say('support.about')}</p>
        {file === null ? (
          <div className={styles.row}>
            <Button disabledFocusable={busy} onClick={() => void make()}>
              {say('support.make')}
            </Button>
          </div>
        ) : (
          <>
            <p className={styles.words} role="status">
              {say('support.inside')} <span className={styles.name}>{file.name}</span>
            </p>
            {file.parts.map((part) => (
              <section key={part.kind} aria-label={say(partNames[part.kind])}>
                <h3 className={styles.heading}>{say(partNames[part.kind])}</h3>
                <pre className={styles.part} lang="en" tabIndex={0} role="group" aria-label={say(partNames[part.kind])}>
                  {part.text}
                </pre>
              </section>
            ))}
            <div className={styles.row}>
              <Button appearance="primary" disabledFocusable={busy} onClick={() => void save()}>
                {say('support.save')}
              </Button>
              <Button disabledFocusable={busy} onClick={() => void make()}>
                {say('support.again')}
              </Button>
              <Button disabledFocusable={busy} onClick={() => setFile(null)}>
                {say('support.close')}
              </Button>
            </div>
          </>
        )}
      </div>
    </Card>
  )
}
