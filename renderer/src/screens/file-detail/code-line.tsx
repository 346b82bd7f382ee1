// The text of one line, coloured by kind; the value at the marked position bold. Never more than what is in view.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { memo } from 'react'
import { boldTokens, tokensOf, type TokenKind } from './xml-tokens.ts'

const useStyles = makeStyles({
  tag: { color: tokens.colorBrandForeground1 },
  punctuation: { color: tokens.colorNeutralForeground3 },
  comment: { color: tokens.colorNeutralForeground3 },
  value: { color: tokens.colorNeutralForeground1 },
  bold: { fontWeight: 700 },
})

export interface CodeLineProps {
  readonly text: string
  /** The marked line draws its value bold. */
  readonly marked: boolean
  /** 1-based, in characters; null when not known. */
  readonly position: number | null
}

export const CodeLine = memo(({ text, marked, position }: CodeLineProps) => {
  const styles = useStyles()
  const tokenList = tokensOf(text)
  const bold = marked ? boldTokens(tokenList, position) : null
  return (
    <>
      {tokenList.map((token, index) => (
        <span
          key={token.start}
          className={mergeClasses(styles[token.kind satisfies TokenKind], bold?.has(index) === true && styles.bold)}
        >
          {token.text}
        </span>
      ))}
    </>
  )
})
