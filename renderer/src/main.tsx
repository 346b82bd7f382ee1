// Entry of the window. The first import must stay the first: it keeps zod from trying what the page's policy forbids.

import './zod-without-eval.ts'
import { bridgeOfWindow } from './bridge.ts'
import { startWindow } from './start.tsx'
import { speak } from './words/say.ts'

speak()
startWindow(bridgeOfWindow(), Date.now)
