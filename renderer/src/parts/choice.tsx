// One choice of a group. Its words keep full ink whether chosen or not: they are there to be read and compared.

import { makeStyles, Radio, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  radio: { '& label': { color: `${tokens.colorNeutralForeground1} !important` } },
})

export const Choice = ({ value, words }: { readonly value: string; readonly words: string }) => (
  <Radio value={value} label={words} className={useStyles().radio} />
)
