import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe']
/** Places outside the search path. */
const usual = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The program of a Chromium that is installed here, or that CHROME_PATH names; undefined where there is none. */
export function findChromium({ CHROME_PATH, PATH = '' }: NodeJS.ProcessEnv = process.env): string | undefined {
  if (CHROME_PATH) return CHROME_PATH
  const folders = PATH.split(delimiter).filter(Boolean)
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...usual].find(isProgram)
}

/** Starts that Chromium without a window. Its sandbox does not work for root. */
export function launchChromium(executablePath: string): Promise<Browser> {
  const args = ['--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
  return chromium.launch({ executablePath, args })
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
