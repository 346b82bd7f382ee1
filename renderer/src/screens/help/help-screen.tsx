// Help & support (ux 2.11): what to tell whoever helps, guides in plain words, the support file, what people did
// lately, diagnostics and the keys. The guides and the log stand also when the engine does not run.

import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { keys } from '../../data/query-keys.ts'
import { useSnapshot } from '../../data/snapshot-context.tsx'
import { nothingYet } from '../../format/store-time.ts'
import { Card } from '../../parts/card.tsx'
import { FactsList } from '../../parts/facts-list.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { PageHeading } from '../../parts/page-heading.tsx'
import { useHashQuery } from '../../shell/hash-location.ts'
import { useRoom } from '../../theme/effective-width.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { ActivityCard } from './activity-card.tsx'
import { DiagnosticsCard } from './diagnostics-card.tsx'
import { guideNames, guides, shortcutRows } from './guides.ts'
import { SupportFileCard } from './support-file-card.tsx'

const FACTS_EVERY_MS = 10_000

const useStyles = makeStyles({
  screen: { display: 'flex', flexDirection: 'column', gap: '16px', maxWidth: rem(1060) },
  two: { display: 'grid', gridTemplateColumns: `minmax(0, 1fr) ${rem(300)}`, gap: '16px', alignItems: 'start' },
  one: { gridTemplateColumns: 'minmax(0, 1fr)' },
  about: { ...text.body, margin: '0 0 12px', color: tokens.colorNeutralForeground2 },
  steps: { ...text.body, margin: '0 0 12px', paddingLeft: '20px', maxWidth: rem(680) },
  step: { padding: '3px 0' },
  copy: { marginTop: '12px' },
  table: { ...text.body, borderCollapse: 'collapse', width: '100%' },
  cell: {
    padding: '6px 16px 6px 0',
    textAlign: 'left',
    fontWeight: 400,
    borderTop: `1px solid ${colours.sbCardBorder}`,
    verticalAlign: 'top',
  },
  first: { borderTop: 'none' },
  keys: { fontWeight: tokens.fontWeightSemibold, width: '40%' },
})

const Guides = () => {
  const styles = useStyles()
  const asked = useHashQuery().get('guide')
  const wanted = guideNames.find((name) => name === asked) ?? null
  const [open, setOpen] = useState<readonly unknown[]>(wanted === null ? [] : [wanted])
  const shown = useRef<HTMLDivElement>(null)
  // A link to a guide opens it, and leads there by the keyboard too; the heading of the page has had its turn.
  useEffect(() => {
    if (wanted === null) return
    setOpen((before) => [...before.filter((each) => each !== wanted), wanted])
    const button = shown.current?.querySelector<HTMLElement>(`[data-guide="${wanted}"] button`)
    button?.focus()
    button?.scrollIntoView({ block: 'nearest' })
  }, [wanted])
  return (
    <Card title={say('help.guides')}>
      <div ref={shown}>
        <Accordion collapsible multiple openItems={[...open]} onToggle={(_, data) => setOpen(data.openItems)}>
          {guides.map((guide) => (
            <AccordionItem key={guide.name} value={guide.name} data-guide={guide.name}>
              <AccordionHeader as="h3">{say(guide.title)}</AccordionHeader>
              <AccordionPanel>
                <ol className={styles.steps}>
                  {guide.steps.map((step) => (
                    <li key={step} className={styles.step}>
                      {say(step)}
                    </li>
                  ))}
                </ol>
              </AccordionPanel>
            </AccordionItem>
          ))}
        </Accordion>
      </div>
    </Card>
  )
}

const SupportCard = () => {
  const styles = useStyles()
  const bridge = useBridge()
  const notices = useNotices()
  const { supportId, version, store } = useSnapshot()
  const facts = [
    { name: say('help.supportId'), value: supportId ?? nothingYet },
    { name: say('form.locationId'), value: store?.locationId ?? nothingYet },
    { name: say('settings.about.version'), value: version },
  ]
  const copy = (): void => {
    bridge
      .copyText(facts.map(({ name, value }) => `${name}: ${value}`).join('\n'))
      .then(() => notices.tell(say('help.copied')))
      .catch((error: unknown) => notices.tell(sentenceOf(error)))
  }
  return (
    <Card title={say('help.support')}>
      <p className={styles.about}>{say('help.support.about')}</p>
      <FactsList large facts={facts} />
      <Button className={styles.copy} onClick={copy}>
        {say('help.copy')}
      </Button>
    </Card>
  )
}

const Shortcuts = () => {
  const styles = useStyles()
  return (
    <Card title={say('help.keys')}>
      <table className={styles.table} aria-label={say('help.keys')}>
        <tbody>
          {shortcutRows.map(({ keys, does }, index) => (
            <tr key={keys}>
              <th scope="row" className={mergeClasses(styles.cell, styles.keys, index === 0 && styles.first)}>
                {keys}
              </th>
              <td className={mergeClasses(styles.cell, index === 0 && styles.first)}>{say(does)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

export const HelpScreen = () => {
  const styles = useStyles()
  const room = useRoom()
  const bridge = useBridge()
  const support = useQuery({
    queryKey: keys.support,
    queryFn: () => bridge.getSupport(undefined),
    refetchInterval: FACTS_EVERY_MS,
    gcTime: 0,
    retry: false,
  })
  return (
    <div className={styles.screen}>
      <PageHeading windowTitle={say('nav.help')}>{say('nav.help')}</PageHeading>
      <div className={mergeClasses(styles.two, !room.wide && styles.one)}>
        <Guides />
        <SupportCard />
      </div>
      <SupportFileCard />
      {support.data !== undefined && <ActivityCard activity={support.data.activity} />}
      <DiagnosticsCard facts={support.data ?? null} trouble={support.isError ? sentenceOf(support.error) : null} />
      <Shortcuts />
    </div>
  )
}
