// The C header files of Node, which a native module is compiled against. They come with Node itself; a headers folder
// is looked for beside the running Node, beside the system's, and where npm was told to look (`nodedir`).
import { execFileSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { NeedsPerson } from './needs-person.mjs'
import { withoutProjectBin } from './project.mjs'

/**
 * @returns {string} folder that holds `include/node`, the value for node-gyp's `--nodedir`
 * @throws {NeedsPerson} there is none
 */
export function findNodeHeaders() {
  const places = [process.env['npm_config_nodedir'], installationOf(process.execPath), installationOf(systemNode())]
  const found = places.find(holdsHeaders) ?? [nodedirOfNpm(), '/usr', '/usr/local'].find(holdsHeaders)
  if (found !== undefined) return found
  throw new NeedsPerson(
    'The C header files of Node.js (include/node/node_api.h) are not on this machine; SQLite is compiled against them.\n' +
      'They come with Node.js from nodejs.org or NodeSource. Where they lie elsewhere, name the folder above include/:\n' +
      '  npm_config_nodedir=/path npm start',
  )
}

/** @param {string | undefined} folder */
const holdsHeaders = (folder) =>
  folder !== undefined &&
  ['node_api.h', 'common.gypi', 'config.gypi'].every((file) => existsSync(join(folder, 'include/node', file)))

/** @param {string | undefined} executable */
const installationOf = (executable) =>
  executable === undefined ? undefined : dirname(dirname(realpathSync(executable)))

/** @returns {string | undefined} the `node` a person gets outside this project */
function systemNode() {
  const folders = (withoutProjectBin(process.env)['PATH'] ?? '').split(delimiter)
  return folders.map((folder) => join(folder, 'node')).find((path) => existsSync(path))
}

/** @returns {string | undefined} */
function nodedirOfNpm() {
  try {
    const options = { encoding: /** @type {const} */ ('utf8'), env: withoutProjectBin(process.env) }
    const value = execFileSync('npm', ['config', 'get', 'nodedir'], { ...options, stdio: ['ignore', 'pipe', 'ignore'] })
    return value.trim()
  } catch {
    return undefined // an npm that refuses the question has no answer either
  }
}
