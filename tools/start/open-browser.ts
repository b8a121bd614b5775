import { spawn } from 'node:child_process'

const openers: Partial<Record<NodeJS.Platform, [command: string, ...args: string[]]>> = {
  darwin: ['open'],
  linux: ['xdg-open'],
  win32: ['cmd', '/c', 'start', ''],
}

/**
 * Opens an address in the person's browser where somebody sits at a terminal; does nothing in CI, or where there is no
 * browser.
 * @returns whether a browser was asked
 */
export function openBrowser(url: string, { env = process.env, terminal = process.stdout.isTTY } = {}): boolean {
  const [command, ...args] = openers[process.platform] ?? []
  if (!command || !terminal || env.CI || (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY))
    return false
  spawn(command, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
  return true
}
