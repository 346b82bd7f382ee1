// Starts the window over the scripted main process named in the address: ?scenario=good&theme=dark&text=100. `pseudo=1`
// lengthens every text by a third and marks it, to find texts that do not come from the catalogue or do not fit.

import '../src/zod-without-eval.ts'
import { createBridge } from '../src/bridge.ts'
import { startWindow } from '../src/start.tsx'
import { speak } from '../src/words/say.ts'
import enUs from '../locales/en-US.json'
import { compileCatalogue } from '../locales/catalogue.ts'
import { lengthen } from './lengthen.ts'
import { scenarios, type ScenarioName } from './scenarios.ts'
import { createScriptedMain } from './scripted-main.ts'

const query = new URLSearchParams(window.location.search)
const asked = query.get('scenario') ?? 'good'
const name: ScenarioName = Object.hasOwn(scenarios, asked) ? (asked as ScenarioName) : 'good'
const theme = query.get('theme')
const scenario = scenarios[name]()
const main = createScriptedMain(scenario, {
  theme: theme === 'dark' || theme === 'light' ? theme : 'system',
  textSize: Number(query.get('text') ?? 100),
})

if (query.get('pseudo') === '1') speak('en-US', compileCatalogue(lengthen(enUs)))
else speak()

// For a script that drives the page: push events, change what main says.
Object.assign(window, { scripted: main })
startWindow(createBridge(main.bridge), main.clock)
