// The element around a place of a one-line file, laid out over several lines, with the same place marked.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useBridge } from '../../bridge.ts'
import { EmptyState, ErrorState, LoadingLines } from '../../parts/screen-states.tsx'
import { hue, useHueStyles } from '../../theme/hue-styles.ts'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { kindWords } from './advice.ts'
import { CodeLine } from './code-line.tsx'
import { pointerAt } from './pointer.ts'
import { inFull, useShowFull } from './show-full.tsx'
import type { ViewerMark } from './xml-viewer.tsx'

const useStyles = makeStyles({
  view: {
    ...text.code,
    flexGrow: 1,
    minHeight: 0,
    overflow: 'auto',
    backgroundColor: colours.sbCode,
    margin: 0,
    padding: '8px 0',
    whiteSpace: 'pre',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  line: {
    minHeight: rem(20),
    padding: '0 24px 0 20px',
    borderLeft: '3px solid transparent',
    width: 'max-content',
    minWidth: '100%',
  },
  marked: { backgroundColor: hue.tint, borderLeftColor: hue.fg },
  pointer: { color: hue.fg },
})

export const LaidOutView = ({
  id,
  mark,
  label,
}: {
  readonly id: string
  readonly mark: ViewerMark
  readonly label: string
}) => {
  const styles = useStyles()
  const hues = useHueStyles()
  const bridge = useBridge()
  const { full } = useShowFull()
  const { data, isPending, isError, error, refetch } = useQuery({
    queryKey: ['laid-out', id, mark.line, mark.position, ...(full ? [inFull] : [])],
    queryFn: () => bridge.getLaidOut({ id, line: mark.line, position: mark.position, full }),
    gcTime: 20_000,
  })
  if (isPending) return <LoadingLines words={say('viewer.loading')} />
  if (isError) return <ErrorState words={say('viewer.error')} error={error} retry={() => void refetch()} />
  if (data === null) return <EmptyState words={say('viewer.noLayout')} />
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className={mergeClasses(hues[kindWords[mark.kind].hue], styles.view)}
    >
      {data.lines.map((line, index) => {
        const marked = data.markedLine === index + 1
        const pointer = marked ? pointerAt(line, data.markedColumn) : null
        return (
          <div
            key={index}
            className={mergeClasses(styles.line, marked && styles.marked)}
            aria-current={marked ? 'true' : undefined}
          >
            <CodeLine text={line} marked={marked} position={pointer?.unit ?? null} />
            {pointer !== null && (
              <div className={styles.pointer}>
                {pointer.lead}
                {say('viewer.pointerHere')}
              </div>
            )}
          </div>
        )
      })}
    </div>
  )
}
