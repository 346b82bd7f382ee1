// The picture of a day's state. Shapes differ, so that they are told apart without colour; always beside a word or inside
// a name, never alone.

import { makeStyles, mergeClasses } from '@fluentui/react-components'
import type { FluentIcon } from '@fluentui/react-icons'
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync'
import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle'
import { CircleRegular } from '@fluentui/react-icons/svg/circle'
import { CircleHalfFillFilled } from '@fluentui/react-icons/svg/circle-half-fill'
import { SubtractCircleRegular } from '@fluentui/react-icons/svg/subtract-circle'
import { WarningFilled } from '@fluentui/react-icons/svg/warning'
import type { DayVerdict } from '../../../../contract/sales-days.ts'
import { hue, useHueStyles } from '../../theme/hue-styles.ts'
import { rem } from '../../theme/rem.ts'
import { verdictLook } from './day-words.ts'

const pictures: Readonly<Record<DayVerdict, FluentIcon>> = {
  accepted: CheckmarkCircleFilled,
  'possible-gap': CircleHalfFillFilled,
  'needs-you': WarningFilled,
  'still-arriving': ArrowSyncRegular,
  none: CircleRegular,
  closed: SubtractCircleRegular,
}

const useStyles = makeStyles({
  mark: { color: hue.fg, flexShrink: 0, display: 'block' },
  16: { width: rem(16), height: rem(16) },
  20: { width: rem(20), height: rem(20) },
})

export const DayMark = ({ verdict, size = 16 }: { readonly verdict: DayVerdict; readonly size?: 16 | 20 }) => {
  const styles = useStyles()
  const hues = useHueStyles()
  const Picture = pictures[verdict]
  return <Picture aria-hidden className={mergeClasses(hues[verdictLook[verdict].hue], styles.mark, styles[size])} />
}
