// Words for a screen reader alone: the whole name of a thing whose picture says it in a glance. Beside it, what is seen is
// hidden from the reader, so that nothing is said twice.

import { makeStyles } from '@fluentui/react-components'

/** For what is read aloud and not seen. */
export const useHiddenStyles = makeStyles({
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
})

export const HiddenWords = ({ children }: { readonly children: string }) => (
  <span className={useHiddenStyles().hidden}>{children}</span>
)
