// Settings before and after, side by side: what is about to be saved, or what was saved just now.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { text, colours } from '../../theme/themes.ts'
import { say, sayWords } from '../../words/say.ts'
import type { SettingChange, Shown } from './settings-changes.ts'

const useStyles = makeStyles({
  scroll: { width: '100%', maxHeight: '32vh', overflowY: 'auto' },
  table: { ...text.body, width: '100%', borderCollapse: 'collapse', tableLayout: 'fixed' },
  cell: {
    padding: '4px 12px 4px 0',
    textAlign: 'left',
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
    fontWeight: 400,
    borderTop: `1px solid ${colours.sbCardBorder}`,
  },
  head: { ...text.captionStrong, color: tokens.colorNeutralForeground3, borderTop: 'none' },
  before: { color: tokens.colorNeutralForeground3 },
})

const wordsOf = (shown: Shown): string =>
  shown === null ? say('settings.changed.nothing') : typeof shown === 'string' ? shown : sayWords(shown)

const nameOf = ({ name, folder, field }: SettingChange): string => {
  const words = sayWords(name)
  if (field.startsWith('hours.')) return say('settings.changed.hours', { day: words })
  return folder === null ? words : say('settings.changed.folder', { n: folder, what: words })
}

export const ChangeList = ({
  changes,
  label,
}: {
  readonly changes: readonly SettingChange[]
  readonly label: string
}) => {
  const styles = useStyles()
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={label}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {(['settings.changed.what', 'settings.changed.before', 'settings.changed.after'] as const).map((id) => (
              <th key={id} scope="col" className={mergeClasses(styles.cell, styles.head)}>
                {say(id)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.field}>
              <th scope="row" className={styles.cell}>
                {nameOf(change)}
              </th>
              <td className={mergeClasses(styles.cell, styles.before)}>{wordsOf(change.before)}</td>
              <td className={styles.cell}>{wordsOf(change.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
