// The product's mark for small sizes: an awning over a bridge arch. Keeps its own colours in every theme.

import { makeStyles } from '@fluentui/react-components'
import { brand } from '../theme/palette.ts'
import { rem } from '../theme/rem.ts'

const useStyles = makeStyles({ mark: { width: rem(16), height: rem(16), flexShrink: 0, forcedColorAdjust: 'none' } })

export const AppMark = () => {
  const styles = useStyles()
  return (
    <svg aria-hidden viewBox="0 0 16 16" className={styles.mark}>
      <rect width="16" height="16" rx="3.5" fill={brand[80]} />
      <path fill="#fff" d="M3 9H13V13H11V12A3 3 0 0 0 5 12V13H3Z" />
      <path fill="#fff" d="M2 3H5V6.5A1.5 1.5 0 0 1 2 6.5ZM8 3H11V6.5A1.5 1.5 0 0 1 8 6.5Z" />
      <path fill={brand[140]} d="M5 3H8V6.5A1.5 1.5 0 0 1 5 6.5ZM11 3H14V6.5A1.5 1.5 0 0 1 11 6.5Z" />
    </svg>
  )
}
