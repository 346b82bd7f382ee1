// What can be done with the selected files, above the list while any are selected (ux 2.7). It counts them, and selecting
// more than the rows that are loaded is a step of its own.

import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { Archive20Regular } from '@fluentui/react-icons/svg/archive'
import { ArrowDownload20Regular } from '@fluentui/react-icons/svg/arrow-download'
import { ArrowUndo20Regular } from '@fluentui/react-icons/svg/arrow-undo'
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss'
import { Prohibited20Regular } from '@fluentui/react-icons/svg/prohibited'
import { Send20Regular } from '@fluentui/react-icons/svg/send'
import type { FileFilter } from '../../../../contract/ipc.ts'
import { useDecide, type FilesToDecide } from '../../decisions/use-decide.tsx'
import { useExport } from '../../exports/use-export.ts'
import { formatCount } from '../../format/quantity.ts'
import { ActionLink } from '../../parts/place-link.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import type { ListRow } from './pinned-list.ts'
import { countSelected, filesOf, isSelected, type Selection } from './selection.ts'

const useStyles = makeStyles({
  bar: {
    ...text.body,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 8px',
    flexShrink: 0,
    minHeight: rem(44),
    padding: '6px 12px',
    backgroundColor: colours.sbBrandTint,
    borderBottom: `1px solid ${colours.sbCardBorder}`,
  },
  count: { fontWeight: tokens.fontWeightSemibold, marginRight: '8px' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '4px', marginLeft: 'auto' },
  plain: { fontWeight: tokens.fontWeightRegular, minWidth: 0 },
})

export interface BulkBarProps {
  readonly selection: Selection
  readonly filter: FileFilter
  /** The files of the list, in its order, and their rows by place. */
  readonly ids: readonly string[]
  readonly rowAt: (index: number) => ListRow | undefined
  /** Files the filter finds. */
  readonly total: number
  readonly onSelectAll: () => void
  readonly onClear: () => void
}

/** Put aside by a person, as far as the window knows. */
const canBePutBack = ({ selection, filter, ids, rowAt }: BulkBarProps): boolean =>
  selection.kind === 'all'
    ? filter.group === 'other' || filter.group === 'all'
    : ids.some((id, index) => {
        const state = isSelected(selection, id) ? rowAt(index)?.state : undefined
        return state === 'set-aside' || state === 'ignored'
      })

export const BulkBar = (props: BulkBarProps) => {
  const { selection, filter, ids, total, onSelectAll, onClear } = props
  const styles = useStyles()
  const decide = useDecide()
  const { saveCsv, busy } = useExport()
  const count = countSelected(selection)
  const words = { n: count, count: formatCount(count) }
  const run = (order: (files: FilesToDecide) => void): void => {
    order({ which: filesOf(selection, filter), count })
    onClear()
  }
  const exportThem = (): void =>
    saveCsv(
      selection.kind === 'all'
        ? { kind: 'files', filter }
        : { kind: 'chosen-files', ids: ids.filter((id) => isSelected(selection, id)) },
    )
  return (
    <div role="toolbar" aria-label={say('files.bulk')} className={styles.bar}>
      <Button
        appearance="subtle"
        size="small"
        icon={<Dismiss20Regular />}
        aria-label={say('files.bulk.clear')}
        title={say('files.bulk.clear')}
        onClick={onClear}
      />
      <span className={styles.count}>{say('files.bulk.count', words)}</span>
      {selection.kind === 'some' && count < total && (
        <ActionLink onClick={onSelectAll}>{say('files.bulk.all', { n: total, count: formatCount(total) })}</ActionLink>
      )}
      <div className={styles.actions}>
        <Button size="small" appearance="primary" icon={<Send20Regular />} onClick={() => run(decide.resend)}>
          {say('action.sendAgain')}
        </Button>
        <Button
          size="small"
          appearance="subtle"
          className={styles.plain}
          icon={<Archive20Regular />}
          onClick={() => run(decide.setAside)}
        >
          {say('action.setAside')}
        </Button>
        <Button
          size="small"
          appearance="subtle"
          className={styles.plain}
          icon={<Prohibited20Regular />}
          onClick={() => run(decide.ignore)}
        >
          {say('action.ignore')}
        </Button>
        {canBePutBack(props) && (
          <Button
            size="small"
            appearance="subtle"
            className={styles.plain}
            icon={<ArrowUndo20Regular />}
            onClick={() => run(decide.putBack)}
          >
            {say('action.putBack')}
          </Button>
        )}
        <Button
          size="small"
          appearance="subtle"
          className={styles.plain}
          icon={<ArrowDownload20Regular />}
          disabledFocusable={busy}
          onClick={exportThem}
        >
          {say('files.bulk.export')}
        </Button>
      </div>
    </div>
  )
}
