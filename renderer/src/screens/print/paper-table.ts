// How tables and lists look on paper: thin lines, no colour that carries a meaning, figures below one another.

import { makeStyles, tokens } from '@fluentui/react-components'
import { formatCount } from '../../format/quantity.ts'
import { nothingYet } from '../../format/store-time.ts'
import { rem } from '../../theme/rem.ts'
import { text } from '../../theme/themes.ts'

/** A figure of a table; none is a dash, so that what is there stands out. */
export const paperCount = (n: number): string => (n === 0 ? nothingYet : formatCount(n))

export const usePaperStyles = makeStyles({
  head: { display: 'flex', justifyContent: 'space-between', alignItems: 'baseline', gap: '16px' },
  title: { ...text.title, margin: 0 },
  made: { textAlign: 'right' },
  summary: { ...text.body, margin: '2px 0 12px' },
  section: { ...text.bodyStrong, margin: '16px 0 4px', breakAfter: 'avoid' },
  table: { width: '100%', borderCollapse: 'collapse', fontVariantNumeric: 'tabular-nums' },
  headCell: {
    ...text.captionStrong,
    textAlign: 'left',
    padding: '4px 8px 4px 0',
    borderBottom: `1.5px solid ${tokens.colorNeutralForeground1}`,
    verticalAlign: 'bottom',
  },
  cell: {
    padding: '3px 8px 3px 0',
    borderBottom: `0.5px solid ${tokens.colorNeutralStroke1}`,
    textAlign: 'left',
    verticalAlign: 'top',
    fontWeight: 400,
    overflowWrap: 'anywhere',
  },
  number: { textAlign: 'right', whiteSpace: 'nowrap', paddingRight: '12px' },
  nowrap: { whiteSpace: 'nowrap' },
  tight: { paddingRight: '5px', overflowWrap: 'normal' },
  wraps: { whiteSpace: 'normal' },
  strong: { fontWeight: 600 },
  row: { breakInside: 'avoid' },
  state: { display: 'flex', alignItems: 'center', gap: '6px', whiteSpace: 'nowrap', minHeight: rem(16) },
  total: { ...text.captionStrong, borderTop: `1.5px solid ${tokens.colorNeutralForeground1}`, borderBottom: 'none' },
  list: { margin: 0, paddingLeft: '16px' },
  plain: { margin: 0 },
  code: { ...text.code, overflowWrap: 'anywhere' },
  foot: { margin: '12px 0 0' },
  signature: { display: 'flex', gap: '24px', marginTop: '36px', breakInside: 'avoid' },
  line: { borderTop: `1px solid ${tokens.colorNeutralForeground1}`, paddingTop: '2px', flexGrow: 1 },
  shortLine: { borderTop: `1px solid ${tokens.colorNeutralForeground1}`, paddingTop: '2px', width: '25%' },
})
