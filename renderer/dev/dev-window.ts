// Starts the window over the scripted main process named in the address: ?scenario=good&theme=dark&text=100
// &language=es-US. `longer=1` makes every text a third longer, to find those that do not fit.

import '../src/zod-without-eval.ts'
import type { Language } from '../../contract/language.ts'
import { createBridge } from '../src/bridge.ts'
import { keys } from '../src/data/query-keys.ts'
import { startWindow } from '../src/start.tsx'
import { speak, teach } from '../src/words/say.ts'
import enUs from '../locales/en-US.json'
import esUs from '../locales/es-US.json'
import { compileCatalogue } from '../locales/catalogue.ts'
import { lengthen } from './lengthen.ts'
import { scenarios, type ScenarioName } from './scenarios.ts'
import { createScriptedMain } from './scripted-main.ts'

const query = new URLSearchParams(window.location.search)
const asked = query.get('scenario') ?? 'good'
const name: ScenarioName = Object.hasOwn(scenarios, asked) ? (asked as ScenarioName) : 'good'
const theme = query.get('theme')
const language = query.get('language')
const scenario = scenarios[name]()
const main = createScriptedMain(scenario, {
  theme: theme === 'dark' || theme === 'light' ? theme : 'system',
  textSize: Number(query.get('text') ?? 100),
  zoom: 100,
  closeToTray: true,
  notify: { 'sign-in': true, refused: true, quiet: true, 'not-sent': true, disk: true },
  quietHours: null,
  hideAmounts: false,
  language: language === 'es-US' || language === 'system' ? language : 'en-US',
})

const sources = { 'en-US': enUs, 'es-US': esUs } as const
const compiled = new Map<string, unknown>()
/** Teaches both languages as they are, or a third longer; each is compiled once. */
const teachSize = (longer: boolean): void => {
  for (const each of ['en-US', 'es-US'] as const) {
    const name = `${each} ${longer}`
    if (!compiled.has(name)) compiled.set(name, compileCatalogue(longer ? lengthen(sources[each]) : sources[each]))
    teach(each, compiled.get(name))
  }
}
if (query.get('longer') === '1') teachSize(true)
speak()

/** Calls without which there is no frame to look at. */
const framing = new Set(['getSnapshot', 'getPreferences', 'on'])
const never = (): Promise<never> => new Promise(() => undefined)
// `hold=1`: every screen stays as it is while it loads.
const held = Object.fromEntries(
  Object.entries(main.bridge).map(([name, call]) => [name, framing.has(name) ? call : never]),
) as unknown as typeof main.bridge

const client = startWindow(createBridge(query.get('hold') === '1' ? held : main.bridge), main.clock)

/** Another language for what is on the screen, as after a choice in Settings. */
const speakIn = async (next: Language, longer: boolean): Promise<void> => {
  teachSize(longer)
  const preferences = await main.bridge.getPreferences(undefined)
  if (preferences.ok) await main.bridge.savePreferences({ ...preferences.value, language: next })
  await client.invalidateQueries({ queryKey: keys.preferences, exact: true })
}

// For a script that drives the page: push events, change what main says.
Object.assign(window, { scripted: main, speakIn })
