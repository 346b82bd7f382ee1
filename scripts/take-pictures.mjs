// `npm run pictures`: takes the pictures of the documents from the built app itself: docs/pictures/today.png shows Today
// in practice mode, after the practice register has written its files. Look at the result before you commit it.
//
// The script starts itself a second time on a screen nobody sees (Linux), where it takes the pictures.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron } from '@playwright/test'
import { buildIfChanged } from './build/build-app.mjs'
import { prepareElectronAndTools } from './install/prepare-project.mjs'
import { inProject, projectRoot, toolNode, withProjectBin } from './install/project.mjs'
import { runCommand } from './install/run-command.mjs'
import { reportFailure, step } from './install/steps.mjs'

const SIZE = { width: 1366, height: 768 }
/** The practice register needs a quarter of a minute for its first files. */
const ALL_FILES_LIMIT_MS = 60_000

const isOnScreen = process.argv.includes('--on-screen')

try {
  if (isOnScreen) await takePictures()
  else await startOnScreen()
} catch (error) {
  reportFailure(error)
  process.exitCode = 1
}

async function startOnScreen() {
  const { env } = await prepareElectronAndTools({ virtualDisplay: true })
  await step('Build', buildIfChanged)
  const screen = process.platform === 'linux' ? ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24 -nolisten tcp'] : []
  const [program, ...args] = [...screen, toolNode, fileURLToPath(import.meta.url), '--on-screen']
  await step('Pictures', () => runCommand(program, args, { cwd: projectRoot, env: withProjectBin(env) }))
}

async function takePictures() {
  const userData = mkdtempSync(join(tmpdir(), 'storebridge-pictures-'))
  const { NODE_OPTIONS: _, ...env } = process.env
  const app = await _electron.launch({
    args: [projectRoot, ...(process.platform === 'linux' ? ['--disable-gpu'] : [])],
    // A store of the East Coast, whatever this computer's own zone is.
    env: { .../** @type {Record<string, string>} */ (env), TZ: 'America/New_York', STOREBRIDGE_USER_DATA: userData },
  })
  try {
    const page = await app.firstWindow()
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await app.evaluate(({ BrowserWindow }, { width, height }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
    }, SIZE)
    await page.getByRole('button', { name: 'Try it with the practice cloud' }).click()
    const { all, accepted } = practiceFiles()
    for (const figure of [`${all} practice files`, `${accepted} accepted`])
      await page.getByRole('link', { name: figure }).waitFor({ timeout: ALL_FILES_LIMIT_MS })
    mkdirSync(inProject('docs/pictures'), { recursive: true })
    const path = inProject('docs/pictures/today.png')
    await page.screenshot({ path })
    console.log(path)
  } finally {
    await app.close()
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** @returns {{ all: number, accepted: number }} what practice comes to when its register has written its first files */
function practiceFiles() {
  /** @type {{ files: { expected: { state: string } }[] }} */
  const { files } = JSON.parse(readFileSync(inProject('resources/practice/index.json'), 'utf8'))
  return { all: files.length, accepted: files.filter(({ expected }) => expected.state.startsWith('accepted')).length }
}
