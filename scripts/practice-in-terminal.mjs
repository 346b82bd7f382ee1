// The practice run for a machine without a screen: the practice cloud, the engine and a folder of sample journals, told
// in the terminal (main/cli/practice.ts). It says how to get the window instead.
import { existsSync } from 'node:fs'
import { NeedsPerson } from './install/needs-person.mjs'
import { inProject, toolNode, withProjectBin } from './install/project.mjs'
import { runToExitCode } from './install/run-command.mjs'

const HOW_TO_GET_THE_WINDOW = `
There is no screen here, so Storebridge practises in the terminal. To see the window instead,
start it on a desktop, over "ssh -X", or on a screen nobody sees:

  apt-get install -y xvfb xauth && xvfb-run -a npm start
`

/**
 * Runs the built practice run until it ends.
 * @returns {Promise<number>} its exit code; 1 if a signal ended it
 */
export async function practiceInTerminal() {
  const program = inProject('out/cli/practice.cjs')
  if (!existsSync(program)) throw new NeedsPerson('This tree holds no practice run: main/cli/practice.ts is missing.')
  console.log(HOW_TO_GET_THE_WINDOW)
  return runToExitCode(toolNode, [program], { env: withProjectBin(process.env) })
}
