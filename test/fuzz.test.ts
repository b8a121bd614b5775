import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

test('a short fuzz breaks, hangs and loses nothing', { timeout: 240_000 }, () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['tools/fuzz.ts', '--requests', '300', '--messages', '150', '--seed', '7'],
    { encoding: 'utf8' },
  )
  expect(stderr).toBe('')
  expect(stdout).toContain('Nothing broke, nothing hung, nothing is lost.')
  expect(status).toBe(0)
})
