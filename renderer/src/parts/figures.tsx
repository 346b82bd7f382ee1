// A few large numbers with their names below; each is a link to exactly the files it counts (ux R2).

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { rem } from '../theme/rem.ts'
import { colours, text } from '../theme/themes.ts'

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: rem(36),
    rowGap: '8px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  link: {
    display: 'block',
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    borderRadius: '4px',
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  amount: { ...text.title, display: 'block', fontVariantNumeric: 'tabular-nums' },
  alarming: { color: colours.sbRedFg },
  name: { ...text.caption, display: 'block', color: tokens.colorNeutralForeground3 },
})

export interface Figure {
  readonly key: string
  readonly amount: string
  readonly name: string
  readonly to: string
  readonly alarming?: boolean
}

export const Figures = ({ figures }: { readonly figures: readonly Figure[] }) => {
  const styles = useStyles()
  return (
    <ul className={styles.list}>
      {figures.map((figure) => (
        <li key={figure.key}>
          <a href={`#${figure.to}`} className={styles.link}>
            <span className={mergeClasses(styles.amount, figure.alarming === true && styles.alarming)}>
              {figure.amount}
            </span>{' '}
            <span className={styles.name}>{figure.name}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
