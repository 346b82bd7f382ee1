// The default app of the evaluation runtime: what `electron <folder or file>` runs first.
//
// An ordinary Electron brings a default app of its own that finds the program named on the command line and starts it.
// The runtime we fall back on (electron-standin.mjs) ships without one, so this takes its place: the first argument
// that is not a switch is the app, `-r FILE` loads FILE before it (Playwright relies on that), and the app sees the
// same name, version and folders as under an ordinary Electron. It is never part of a package (after-pack.mjs).
'use strict'

const { app } = require('electron')
const fs = require('node:fs')
const Module = require('node:module')
const path = require('node:path')
const { pathToFileURL } = require('node:url')

const { appArgument, preloads } = readArguments(process.argv.slice(1))

if (appArgument === undefined) {
  console.error('Name the folder or file of the app: electron <app>')
  app.exit(2)
} else {
  const { folder, mainFile, manifest } = findApp(path.resolve(appArgument))
  process.defaultApp = true
  takeIdentity(folder, manifest)
  const requireFromHere = Module.createRequire(path.join(process.cwd(), 'noop.js'))
  for (const preload of preloads) requireFromHere(preload)
  start(mainFile)
}

/** Splits Electron's arguments: what to load first, and the app. Everything after the app belongs to the app. */
function readArguments(args) {
  const preloads = []
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index]
    if (argument === '-r' || argument === '--require') {
      index += 1
      preloads.push(args[index])
    } else if (!argument.startsWith('-')) {
      return { appArgument: argument, preloads }
    }
  }
  return { appArgument: undefined, preloads }
}

/** A folder is described by its package.json; a bare file is its own main file. */
function findApp(location) {
  const manifestPath = path.join(location, 'package.json')
  if (!fs.existsSync(manifestPath)) return { folder: path.dirname(location), mainFile: location, manifest: {} }
  const manifest = JSON.parse(fs.readFileSync(manifestPath, 'utf8'))
  return { folder: location, mainFile: path.resolve(location, manifest.main ?? 'index.js'), manifest }
}

/** Gives the running app the name, version and data folder that its package.json declares. */
function takeIdentity(folder, manifest) {
  const name = manifest.productName ?? manifest.name
  if (manifest.version !== undefined) app.setVersion(manifest.version)
  if (name !== undefined) {
    app.setName(name)
    app.setPath('userData', path.join(app.getPath('appData'), name))
  }
  if (manifest.desktopName !== undefined) app.setDesktopName?.(manifest.desktopName)
  app.setAppPath(folder)
}

/** Runs the app's main file; an app that cannot be loaded ends the process instead of leaving an empty one behind. */
function start(mainFile) {
  if (mainFile.endsWith('.mjs')) {
    import(pathToFileURL(mainFile).href).catch(giveUp)
    return
  }
  try {
    Module._load(mainFile, null, true)
  } catch (error) {
    giveUp(error)
  }
}

function giveUp(error) {
  console.error(error)
  app.exit(1)
}
