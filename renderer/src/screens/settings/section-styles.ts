// What the sections of Settings have in common to look at.

import { makeStyles, tokens } from '@fluentui/react-components'
import { rem } from '../../theme/rem.ts'
import { text } from '../../theme/themes.ts'

export const useSectionStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: '16px' },
  part: { display: 'flex', flexDirection: 'column', gap: '8px' },
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px 12px', alignItems: 'center' },
  title: { ...text.bodyStrong, margin: 0 },
  about: { ...text.body, margin: 0, color: tokens.colorNeutralForeground2 },
  hint: { ...text.body, color: tokens.colorNeutralForeground3 },
  short: { maxWidth: rem(140) },
  path: { ...text.code, overflowWrap: 'anywhere' },
})
