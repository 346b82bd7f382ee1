// The colours of the product (visual.md, part 1). The only file with hex values: components read the variables
// that themes.ts makes of them.

import type { BrandVariants } from '@fluentui/react-components'

/** Ink indigo: far from all five status hues. For the product itself, never for a status. */
export const brand: BrandVariants = {
  10: '#0a0b1e',
  20: '#131433',
  30: '#1b1d46',
  40: '#25265a',
  50: '#2c2d6b',
  60: '#33357c',
  70: '#3b3e8b',
  80: '#444798',
  90: '#5156a8',
  100: '#6067b7',
  110: '#7178c4',
  120: '#848ccf',
  130: '#98a0da',
  140: '#aeb5e5',
  150: '#c5cbef',
  160: '#dce0f6',
}

/** Surfaces and hues; each key becomes a CSS variable of the same name. */
export interface OwnColours {
  readonly sbShell: string
  readonly sbLayer: string
  readonly sbCard: string
  readonly sbCardBorder: string
  readonly sbCode: string
  readonly sbNavChosen: string
  readonly sbBar: string
  readonly sbGreenFg: string
  readonly sbGreenTint: string
  readonly sbGreenBorder: string
  readonly sbAmberFg: string
  readonly sbAmberTint: string
  readonly sbAmberBorder: string
  readonly sbRedFg: string
  readonly sbRedTint: string
  readonly sbRedBorder: string
  readonly sbBlueFg: string
  readonly sbBlueTint: string
  readonly sbBlueBorder: string
  readonly sbGreyFg: string
  readonly sbGreyTint: string
  readonly sbGreyBorder: string
  readonly sbBrandFg: string
  readonly sbBrandTint: string
  readonly sbBrandBorder: string
}

export const lightColours: OwnColours = {
  sbShell: '#F2F2F5',
  sbLayer: '#FAFAFC',
  sbCard: '#FFFFFF',
  sbCardBorder: '#E4E4EA',
  sbCode: '#FFFFFF',
  sbNavChosen: '#E6E6EB',
  sbBar: brand[80],
  sbGreenFg: '#0E700E',
  sbGreenTint: '#F1FAF1',
  sbGreenBorder: '#B4DDB4',
  sbAmberFg: '#8A3707',
  sbAmberTint: '#FDF6F0',
  sbAmberBorder: '#EDC9AC',
  sbRedFg: '#B10E1C',
  sbRedTint: '#FDF3F4',
  sbRedBorder: '#EBB3B8',
  sbBlueFg: '#0F548C',
  sbBlueTint: '#EFF6FC',
  sbBlueBorder: '#B3D3EC',
  sbGreyFg: '#5C5C5C',
  sbGreyTint: '#F5F5F5',
  sbGreyBorder: '#D6D6D6',
  sbBrandFg: brand[80],
  sbBrandTint: '#EEF0FB',
  sbBrandBorder: brand[80],
}

export const darkColours: OwnColours = {
  sbShell: '#19191C',
  sbLayer: '#1F1F22',
  sbCard: '#29292D',
  sbCardBorder: '#3A3A40',
  sbCode: '#232326',
  sbNavChosen: '#2A2A2E',
  sbBar: brand[130],
  sbGreenFg: '#54B054',
  sbGreenTint: '#16281A',
  sbGreenBorder: '#2F5A33',
  sbAmberFg: '#FAA06B',
  sbAmberTint: '#372416',
  sbAmberBorder: '#6E4526',
  sbRedFg: '#F1707B',
  sbRedTint: '#3A1E21',
  sbRedBorder: '#75363C',
  sbBlueFg: '#62ABF5',
  sbBlueTint: '#182A3C',
  sbBlueBorder: '#2C5580',
  sbGreyFg: '#BDBDBD',
  sbGreyTint: '#333333',
  sbGreyBorder: '#525252',
  sbBrandFg: brand[130],
  sbBrandTint: '#2B2C47',
  sbBrandBorder: brand[130],
}

/** Forced colours: no tints, system colours only; the icon and the word carry the state. */
export const systemColours: OwnColours = {
  sbShell: 'Canvas',
  sbLayer: 'Canvas',
  sbCard: 'Canvas',
  sbCardBorder: 'CanvasText',
  sbCode: 'Canvas',
  sbNavChosen: 'Canvas',
  sbBar: 'CanvasText',
  sbGreenFg: 'CanvasText',
  sbGreenTint: 'Canvas',
  sbGreenBorder: 'CanvasText',
  sbAmberFg: 'CanvasText',
  sbAmberTint: 'Canvas',
  sbAmberBorder: 'CanvasText',
  sbRedFg: 'CanvasText',
  sbRedTint: 'Canvas',
  sbRedBorder: 'CanvasText',
  sbBlueFg: 'CanvasText',
  sbBlueTint: 'Canvas',
  sbBlueBorder: 'CanvasText',
  sbGreyFg: 'CanvasText',
  sbGreyTint: 'Canvas',
  sbGreyBorder: 'CanvasText',
  sbBrandFg: 'CanvasText',
  sbBrandTint: 'Canvas',
  sbBrandBorder: 'CanvasText',
}
