// The three themes of the window: light, dark and forced colours. Fluent's own tokens with our brand, our surfaces
// spread in (visual.md, part 1), and every text length turned into rem.

import {
  createDarkTheme,
  createLightTheme,
  teamsHighContrastTheme,
  tokens,
  type Theme,
} from '@fluentui/react-components'
import { brand, darkColours, lightColours, systemColours, type OwnColours } from './palette.ts'
import { rem } from './rem.ts'

export type StorebridgeTheme = Theme & OwnColours

/** Fluent writes text sizes in px; the same sizes in rem follow the root font size. */
const inRem = (theme: Theme): Theme =>
  Object.fromEntries(
    Object.entries(theme).map(([name, value]) => {
      const pixels = /^(fontSize|lineHeight)/.test(name) ? /^([\d.]+)px$/.exec(String(value))?.[1] : undefined
      return [name, pixels === undefined ? value : rem(Number(pixels))]
    }),
  ) as unknown as Theme

const fonts = {
  fontFamilyBase: "'Segoe UI Variable Text', 'Segoe UI', 'Open Sans', -apple-system, system-ui, sans-serif",
  fontFamilyMonospace: "'Cascadia Mono', Consolas, 'Noto Sans Mono', 'DejaVu Sans Mono', ui-monospace, monospace",
}

export const lightTheme: StorebridgeTheme = {
  ...inRem(createLightTheme(brand)),
  ...fonts,
  ...lightColours,
  colorBrandBackground2: lightColours.sbBrandTint,
  // 5.9:1 on the page layer; Fluent's own grey is a little weaker there.
  colorNeutralForeground3: '#5C5C5C',
}

export const darkTheme: StorebridgeTheme = {
  ...inRem(createDarkTheme(brand)),
  ...fonts,
  ...darkColours,
  colorBrandBackground2: darkColours.sbBrandTint,
  // White text on brand 90 is 6.5:1; marks and links on dark surfaces need the lighter 130.
  colorBrandBackground: brand[90],
  colorBrandBackgroundHover: brand[100],
  colorBrandBackgroundPressed: brand[70],
  colorBrandForeground1: brand[130],
  colorBrandForegroundLink: brand[130],
  colorBrandForegroundLinkHover: brand[140],
  colorBrandForegroundLinkPressed: brand[120],
  // Pictures of quiet buttons under the pointer: Fluent's own are 2.3:1 on our cards.
  colorNeutralForeground2BrandHover: brand[130],
  colorNeutralForeground2BrandPressed: brand[120],
  colorNeutralForeground2BrandSelected: brand[130],
  colorNeutralForeground3BrandHover: brand[130],
  colorNeutralForeground3BrandPressed: brand[120],
  colorNeutralForeground3BrandSelected: brand[130],
  colorCompoundBrandStroke: brand[130],
  colorCompoundBrandForeground1: brand[130],
  colorCompoundBrandBackground: brand[130],
  colorNeutralForeground3: '#BDBDBD',
}

export const forcedColoursTheme: StorebridgeTheme = {
  ...inRem(teamsHighContrastTheme),
  ...fonts,
  ...systemColours,
}

/** Our own variables, to be used in makeStyles beside Fluent's `tokens`. */
export const colours = Object.fromEntries(
  Object.keys(lightColours).map((name) => [name, `var(--${name})`]),
) as unknown as OwnColours

/** What a window is made of: the shell, and on it, beside the way through it, the layer its screen stands on. */
export const surfaces = {
  window: { display: 'flex', flexDirection: 'column', height: '100vh', backgroundColor: colours.sbShell },
  layer: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    backgroundColor: colours.sbLayer,
    borderTop: `1px solid ${colours.sbCardBorder}`,
    borderLeft: `1px solid ${colours.sbCardBorder}`,
    borderTopLeftRadius: '8px',
  },
} as const

/** The type scale of visual.md part 1; two weights only. */
export const text = {
  /** The one sentence of a screen. */
  sentence: { fontSize: rem(28), lineHeight: rem(36), fontWeight: tokens.fontWeightSemibold },
  /** Page h1, alert title, figures. */
  title: { fontSize: rem(24), lineHeight: rem(32), fontWeight: tokens.fontWeightSemibold },
  /** Plain-words lead. */
  lead: { fontSize: rem(16), lineHeight: rem(22), fontWeight: tokens.fontWeightRegular },
  leadStrong: { fontSize: rem(16), lineHeight: rem(22), fontWeight: tokens.fontWeightSemibold },
  body: { fontSize: rem(14), lineHeight: rem(20), fontWeight: tokens.fontWeightRegular },
  bodyStrong: { fontSize: rem(14), lineHeight: rem(20), fontWeight: tokens.fontWeightSemibold },
  caption: { fontSize: rem(12), lineHeight: rem(16), fontWeight: tokens.fontWeightRegular },
  captionStrong: { fontSize: rem(12), lineHeight: rem(16), fontWeight: tokens.fontWeightSemibold },
  pill: { fontSize: rem(13), lineHeight: rem(20), fontWeight: tokens.fontWeightSemibold },
  code: { fontSize: rem(13), lineHeight: rem(20), fontFamily: tokens.fontFamilyMonospace },
  quote: { fontSize: rem(12), lineHeight: rem(18), fontFamily: tokens.fontFamilyMonospace },
} as const
