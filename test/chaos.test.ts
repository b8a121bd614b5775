import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

test('a short chaos run loses, doubles and outdates nothing', { timeout: 150_000 }, () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['tools/chaos.ts', '--registrations', '80', '--seed', '7'],
    { encoding: 'utf8' },
  )
  expect(stderr).toBe('')
  expect(stdout).toContain('Nothing is lost, nothing is doubled, nothing is stale.')
  expect(status).toBe(0)
})
