import { mkdirSync, rmSync } from 'node:fs'
import { en } from '../page/words/en.ts'
import { findChromium, launchChromium } from './environment/chromium.ts'
import { takePictures } from './pictures/take.ts'
import { startPicturedWorld } from './pictures/world.ts'

/** Writes a picture of each view of the page into docs/pictures, of a world of some days in which much has happened. */

const folder = 'docs/pictures'
const program = findChromium()
if (!program) {
  console.error('There is no Chromium here: install one, or name its program in CHROME_PATH.')
  process.exit(1)
}
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const world = await startPicturedWorld()
const browser = await launchChromium(program)
for (const file of await takePictures(browser, world, folder, en)) console.log(file)
await browser.close()
await world.stop()
