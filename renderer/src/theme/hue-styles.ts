// One class per status hue. A class only sets three variables; every recipe (badge, pill, bar, card) reads those.

import { makeStyles } from '@fluentui/react-components'
import { colours } from './themes.ts'

/** The five status hues, and the brand for practice mode and other clouds. */
export type Hue = 'green' | 'amber' | 'red' | 'blue' | 'grey' | 'brand'

export const hue = { fg: 'var(--hue-fg)', tint: 'var(--hue-tint)', border: 'var(--hue-border)' } as const

export const useHueStyles = makeStyles({
  green: { '--hue-fg': colours.sbGreenFg, '--hue-tint': colours.sbGreenTint, '--hue-border': colours.sbGreenBorder },
  amber: { '--hue-fg': colours.sbAmberFg, '--hue-tint': colours.sbAmberTint, '--hue-border': colours.sbAmberBorder },
  red: { '--hue-fg': colours.sbRedFg, '--hue-tint': colours.sbRedTint, '--hue-border': colours.sbRedBorder },
  blue: { '--hue-fg': colours.sbBlueFg, '--hue-tint': colours.sbBlueTint, '--hue-border': colours.sbBlueBorder },
  grey: { '--hue-fg': colours.sbGreyFg, '--hue-tint': colours.sbGreyTint, '--hue-border': colours.sbGreyBorder },
  brand: { '--hue-fg': colours.sbBrandFg, '--hue-tint': colours.sbBrandTint, '--hue-border': colours.sbBrandBorder },
})
