// A part of Settings as the index finds it: it takes the focus without being a stop of its own.

import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  part: {
    borderRadius: '8px',
    scrollMarginTop: '16px',
    outlineStyle: 'none',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
})

export const SettingsPartBox = ({ id, children }: { readonly id: string; readonly children: ReactNode }) => (
  <div id={id} tabIndex={-1} className={useStyles().part}>
    {children}
  </div>
)
