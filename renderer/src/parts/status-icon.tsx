// The picture of each status: filled for a verdict or a call for a person, outline for what is in progress or at rest
// (visual.md, part 4). Shapes differ, so that they are told apart without colour. Decoration for the words beside it.

import { makeStyles, mergeClasses } from '@fluentui/react-components'
import type { FluentIcon } from '@fluentui/react-icons'
import { ArchiveRegular } from '@fluentui/react-icons/svg/archive'
import { ArrowAutofitHeightFilled } from '@fluentui/react-icons/svg/arrow-autofit-height'
import { ArrowClockwiseRegular } from '@fluentui/react-icons/svg/arrow-clockwise'
import { ArrowRedoRegular } from '@fluentui/react-icons/svg/arrow-redo'
import { ArrowSwapFilled } from '@fluentui/react-icons/svg/arrow-swap'
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync'
import { BeakerRegular } from '@fluentui/react-icons/svg/beaker'
import { ChatWarningFilled } from '@fluentui/react-icons/svg/chat-warning'
import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle'
import { CheckmarkCircleWarningRegular } from '@fluentui/react-icons/svg/checkmark-circle-warning'
import { CircleHintRegular } from '@fluentui/react-icons/svg/circle-hint'
import { ClockRegular } from '@fluentui/react-icons/svg/clock'
import { ClockWarningFilled } from '@fluentui/react-icons/svg/clock-warning'
import { CloudRegular } from '@fluentui/react-icons/svg/cloud'
import { CutFilled } from '@fluentui/react-icons/svg/cut'
import { DocumentQuestionMarkFilled } from '@fluentui/react-icons/svg/document-question-mark'
import { EqualCircleFilled } from '@fluentui/react-icons/svg/equal-circle'
import { HardDriveFilled } from '@fluentui/react-icons/svg/hard-drive'
import { KeyFilled } from '@fluentui/react-icons/svg/key'
import { PauseCircleRegular } from '@fluentui/react-icons/svg/pause-circle'
import { ProhibitedRegular } from '@fluentui/react-icons/svg/prohibited'
import { QuestionCircleFilled } from '@fluentui/react-icons/svg/question-circle'
import { SubtractCircleRegular } from '@fluentui/react-icons/svg/subtract-circle'
import { WarningFilled } from '@fluentui/react-icons/svg/warning'
import { WifiOffRegular } from '@fluentui/react-icons/svg/wifi-off'
import { hue, useHueStyles, type Hue } from '../theme/hue-styles.ts'
import { rem } from '../theme/rem.ts'
import type { StatusIconName } from '../words/status.ts'

const pictures: Readonly<Record<StatusIconName, FluentIcon>> = {
  found: CircleHintRegular,
  clock: ClockRegular,
  'no-internet': WifiOffRegular,
  paused: PauseCircleRegular,
  sending: ArrowSyncRegular,
  'try-again': ArrowClockwiseRegular,
  unsure: QuestionCircleFilled,
  accepted: CheckmarkCircleFilled,
  'accepted-with-notes': CheckmarkCircleWarningRegular,
  refused: WarningFilled,
  'answer-unclear': ChatWarningFilled,
  'cannot-be-read': CutFilled,
  'other-store': ArrowSwapFilled,
  'nothing-to-send': SubtractCircleRegular,
  repeats: EqualCircleFilled,
  'too-big': ArrowAutofitHeightFilled,
  key: KeyFilled,
  disappeared: DocumentQuestionMarkFilled,
  'set-aside': ArchiveRegular,
  ignored: ProhibitedRegular,
  replaced: ArrowRedoRegular,
  disk: HardDriveFilled,
  quiet: ClockWarningFilled,
  practice: BeakerRegular,
  cloud: CloudRegular,
}

const useStyles = makeStyles({
  icon: { color: hue.fg, flexShrink: 0, display: 'block' },
  16: { width: rem(16), height: rem(16) },
  20: { width: rem(20), height: rem(20) },
  24: { width: rem(24), height: rem(24) },
  32: { width: rem(32), height: rem(32) },
  48: { width: rem(48), height: rem(48) },
})

export interface StatusIconProps {
  readonly name: StatusIconName
  readonly hue: Hue
  readonly size?: 16 | 20 | 24 | 32 | 48
}

export const StatusIcon = ({ name, hue: wanted, size = 20 }: StatusIconProps) => {
  const styles = useStyles()
  const hues = useHueStyles()
  const Picture = pictures[name]
  return <Picture aria-hidden className={mergeClasses(hues[wanted], styles.icon, styles[size])} />
}
