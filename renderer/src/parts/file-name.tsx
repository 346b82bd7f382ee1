// A file name in one line: cut in the middle when it must be, whole for a screen reader and for copies.

import { makeStyles, tokens } from '@fluentui/react-components'
import { splitFileName } from '../format/file-name.ts'

const useStyles = makeStyles({
  name: { display: 'inline-flex', maxWidth: '100%', minWidth: 0, whiteSpace: 'pre', verticalAlign: 'bottom' },
  head: { overflow: 'hidden', textOverflow: 'ellipsis', color: tokens.colorNeutralForeground3 },
  tail: { flexShrink: 0, maxWidth: '100%', overflow: 'hidden', textOverflow: 'ellipsis' },
})

export const FileName = ({ name }: { readonly name: string }) => {
  const styles = useStyles()
  const { head, tail } = splitFileName(name)
  return (
    <span className={styles.name} title={name}>
      {head !== '' && <span className={styles.head}>{head}</span>}
      <span className={styles.tail}>{tail}</span>
    </span>
  )
}
