// What was handled in the last seven days, folded away: who did what to how many files, and what came right by itself,
// each with a way to its files (ux 2.9, R3).

import { makeStyles, tokens } from '@fluentui/react-components'
import { ChevronRight20Regular } from '@fluentui/react-icons/svg/chevron-right'
import type { HandledLine } from '../../../../contract/attention.ts'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatCount } from '../../format/quantity.ts'
import { ExactTime } from '../../parts/exact-time.tsx'
import { PlaceLink } from '../../parts/place-link.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { handledWords } from './handled-words.ts'

const useStyles = makeStyles({
  list: {
    marginTop: '8px',
    '& > summary svg': { transitionProperty: 'none' },
    '&[open] > summary svg': { rotate: '90deg' },
  },
  summary: {
    ...text.body,
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    width: 'fit-content',
    minHeight: rem(32),
    padding: '2px 8px 2px 0',
    borderRadius: '4px',
    cursor: 'pointer',
    listStyleType: 'none',
    '::-webkit-details-marker': { display: 'none' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  name: { fontWeight: tokens.fontWeightSemibold },
  count: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
  rows: {
    listStyleType: 'none',
    margin: '8px 0 0',
    padding: '4px 20px',
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
  },
  row: {
    ...text.body,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: '0 12px',
    padding: '7px 0',
    ':not(:first-child)': { borderTop: `1px solid ${colours.sbCardBorder}` },
  },
  what: { overflowWrap: 'anywhere', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere', minWidth: 0 },
  when: { ...text.caption, marginLeft: 'auto', color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
})

const Row = ({ line }: { readonly line: HandledLine }) => {
  const styles = useStyles()
  const times = useStoreTimes()
  const { what, place, by } = handledWords(line)
  return (
    <li className={styles.row}>
      {place === null ? (
        <span className={styles.what}>{what}</span>
      ) : (
        <PlaceLink to={place} className={styles.what}>
          {what}
        </PlaceLink>
      )}
      {by !== '' && <span className={styles.quiet}>{by}</span>}
      {line.from !== null && (
        <span className={styles.quiet}>{say('handled.since', { time: times.moment(line.from) })}</span>
      )}
      <span className={styles.when}>
        <ExactTime at={line.at} />
      </span>
    </li>
  )
}

export const HandledList = ({ lines }: { readonly lines: readonly HandledLine[] }) => {
  const styles = useStyles()
  if (lines.length === 0) return null
  return (
    <details className={styles.list}>
      <summary className={styles.summary}>
        <ChevronRight20Regular aria-hidden />
        <span className={styles.name}>{say('handled.title')}</span>
        <span className={styles.count}>{formatCount(lines.length)}</span>
      </summary>
      <ul className={styles.rows}>
        {lines.map((line) => (
          <Row key={line.key} line={line} />
        ))}
      </ul>
    </details>
  )
}
