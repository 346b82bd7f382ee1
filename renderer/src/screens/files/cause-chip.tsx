// The chip that says that a list shows only the files of one card of Needs attention, or of one order, and leads back to
// all of them.

import { Button } from '@fluentui/react-components'
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss'
import { useAttention } from '../../data/queries.ts'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { say } from '../../words/say.ts'
import { titleOfCard } from '../attention/card-words.ts'

export interface CauseChipProps {
  readonly cause: string
  readonly className?: string
  readonly onClear: () => void
}

export const CauseChip = ({ cause, className, onClear }: CauseChipProps) => {
  const times = useStoreTimes()
  const card = useAttention().data?.find(({ key }) => key === cause)
  const words = card === undefined ? say('files.cause.order') : titleOfCard(card, times)
  return (
    <Button
      className={className}
      icon={<Dismiss16Regular />}
      iconPosition="after"
      title={say('files.cause.clear')}
      aria-label={say('files.cause.label', { words })}
      onClick={onClear}
    >
      {words}
    </Button>
  )
}
