// "Columns": which columns the list shows, kept on this computer, and the way back to the usual ones.

import { Button, Checkbox, makeStyles } from '@fluentui/react-components'
import { TableSettings20Regular } from '@fluentui/react-icons/svg/table-settings'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Preferences } from '../../../../contract/ipc.ts'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { usePreferencesQuery } from '../../data/queries.ts'
import { keys } from '../../data/query-keys.ts'
import { DropPanel } from '../../parts/drop-panel.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { say } from '../../words/say.ts'
import { alwaysShown, chosenColumns, columnLooks, columnNames, usualColumns, type Column } from './file-columns.ts'

const useStyles = makeStyles({
  list: { display: 'grid', gridTemplateColumns: '1fr 1fr', columnGap: '12px', marginBottom: '8px' },
})

/** null = the usual ones. */
export const useChosenColumns = (): readonly Column[] | null => {
  const kept = usePreferencesQuery().data?.fileColumns
  return useMemo(() => chosenColumns(kept), [kept])
}

export const ColumnsButton = () => {
  const styles = useStyles()
  const bridge = useBridge()
  const client = useQueryClient()
  const notices = useNotices()
  const { data: preferences } = usePreferencesQuery()
  const chosen = chosenColumns(preferences?.fileColumns)
  if (preferences === undefined) return null

  const keep = (columns: readonly Column[] | null): void => {
    const { fileColumns, ...others } = preferences
    const next: Preferences = columns === null ? others : { ...others, fileColumns: [...columns] }
    client.setQueryData<Preferences>(keys.preferences, next)
    bridge.savePreferences(next).catch((error: unknown) => {
      client.setQueryData<Preferences>(keys.preferences, {
        ...others,
        ...(fileColumns === undefined ? {} : { fileColumns }),
      })
      notices.tell(sentenceOf(error))
    })
  }
  const shown = chosen ?? usualColumns
  return (
    <DropPanel
      label={say('files.columns.choose')}
      button={({ open, toggle }) => (
        <Button appearance="subtle" icon={<TableSettings20Regular />} aria-expanded={open} onClick={toggle}>
          {say('files.columns')}
        </Button>
      )}
    >
      <div className={styles.list}>
        {columnNames.map((column) => (
          <Checkbox
            key={column}
            label={say(columnLooks[column].words)}
            checked={shown.includes(column)}
            disabled={alwaysShown.includes(column)}
            onChange={(_, { checked }) =>
              keep(columnNames.filter((each) => (each === column ? checked === true : shown.includes(each))))
            }
          />
        ))}
      </div>
      <Button size="small" disabled={chosen === null} onClick={() => keep(null)}>
        {say('files.columns.usual')}
      </Button>
    </DropPanel>
  )
}
