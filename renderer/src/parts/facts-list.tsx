// Label and value pairs: a description list, values to the right or in a second column.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { text } from '../theme/themes.ts'

const useStyles = makeStyles({
  list: { margin: 0, display: 'flex', flexDirection: 'column', gap: '4px' },
  pair: { display: 'flex', alignItems: 'baseline', gap: '8px', justifyContent: 'space-between' },
  term: { ...text.caption, color: tokens.colorNeutralForeground3, flexShrink: 0, maxWidth: '50%' },
  value: {
    ...text.caption,
    margin: 0,
    minWidth: 0,
    textAlign: 'right',
    fontVariantNumeric: 'tabular-nums',
    overflowWrap: 'anywhere',
  },
  large: { ...text.body },
})

export interface Fact {
  readonly name: string
  readonly value: ReactNode
  /** Language of the name where it is not the window's: a technician's word. */
  readonly lang?: string
}

export const FactsList = ({ facts, large = false }: { readonly facts: readonly Fact[]; readonly large?: boolean }) => {
  const styles = useStyles()
  return (
    <dl className={styles.list}>
      {facts.map((fact) => (
        <div key={fact.name} className={styles.pair}>
          <dt lang={fact.lang} className={mergeClasses(styles.term, large && styles.large)}>
            {fact.name}
          </dt>
          <dd className={mergeClasses(styles.value, large && styles.large)}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
