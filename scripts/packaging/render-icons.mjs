// Renders the icons from their drawings: `node scripts/packaging/render-icons.mjs`. Needs rsvg-convert and icotool
// (Debian: librsvg2-bin, icoutils); the results are in the repository, so nobody else does.
//
// resources/icons/source/*.svg
//   → app/16x16.png … 512x512.png   the program; up to 24 px from the drawing made for small sizes
//   → app.ico                       the same for Windows
//   → tray/<state>-on-<taskbar>.png and @1.25x … @2x, which Electron chooses from by the screen's scale
//   → tray/<state>Template.png and @2x   the same in black for the menu bar of macOS, which colours it
//   → badge/badge-<n>.png and @1.25x … @2x   the number laid over the program's button on Windows
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { inProject } from '../install/project.mjs'

const SMALL_DRAWING_UP_TO = 24
const APP_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256, 512]
const ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 256]
const TRAY_SIZE = 16
const TRAY_SCALES = [1, 1.25, 1.5, 2]
const TEMPLATE_SCALES = [1, 2]

/** @param {string[]} parts */
const icons = (...parts) => inProject('resources/icons', ...parts)

for (const folder of ['app', 'tray', 'badge']) {
  rmSync(icons(folder), { recursive: true, force: true })
  mkdirSync(icons(folder))
}
for (const size of APP_SIZES) {
  render(size <= SMALL_DRAWING_UP_TO ? 'app-16.svg' : 'app.svg', appIcon(size), size)
}
writeIco()
for (const drawing of readdirSync(icons('source')).filter((name) => name.startsWith('tray-'))) {
  const name = drawing.slice('tray-'.length, -'.svg'.length)
  if (name.endsWith('-template')) renderScales(drawing, 'tray', name.replace(/-template$/, 'Template'), TEMPLATE_SCALES)
  else renderScales(drawing, 'tray', name, TRAY_SCALES)
}
for (const drawing of readdirSync(icons('source')).filter((name) => name.startsWith('badge-'))) {
  renderScales(drawing, 'badge', drawing.slice(0, -'.svg'.length), TRAY_SCALES)
}

/**
 * @param {string} drawing file name in source/
 * @param {string} folder
 * @param {string} name of the pictures, without scale and ending
 * @param {number[]} scales
 */
function renderScales(drawing, folder, name, scales) {
  for (const scale of scales) {
    const suffix = scale === 1 ? '' : `@${scale}x`
    render(drawing, icons(folder, `${name}${suffix}.png`), TRAY_SIZE * scale)
  }
}

/** @param {number} size */
function appIcon(size) {
  return icons('app', `${size}x${size}.png`)
}

/**
 * @param {string} drawing file name in source/
 * @param {string} target
 * @param {number} size in pixels, both ways
 */
function render(drawing, target, size) {
  const pixels = String(size)
  execFileSync('rsvg-convert', ['--width', pixels, '--height', pixels, '--output', target, icons('source', drawing)])
}

/** Small pictures as bitmaps, which every program reads; the large one as PNG. */
function writeIco() {
  const bitmaps = ICO_SIZES.filter((size) => size < 256).map(appIcon)
  execFileSync('icotool', ['--create', `--output=${icons('app.ico')}`, ...bitmaps, `--raw=${appIcon(256)}`])
}
