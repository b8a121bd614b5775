import { expect, test } from 'vitest'
import { withReporter } from '../../../../lib/core/reporter.ts'
import { recordSettings } from '../../../../lib/flows/operations/record-settings.ts'
import { createAuditTrail } from '../../../../lib/stores/audit-trail.ts'
import { createCursors } from '../../../../lib/stores/cursors.ts'
import { freshStorage } from '../../../harness/fresh-storage.ts'

const { newTable } = freshStorage()

test('changed settings are recorded by name once, and those that a release brings are not', async () => {
  const now = () => new Date()
  const services = {
    now,
    auditTrail: createAuditTrail(newTable().table),
    cursors: createCursors(newTable().table, now),
  }
  const reported: unknown[] = []
  const look = (settingHashes: Record<string, string>) =>
    withReporter(
      (_event, facts) => void reported.push(facts),
      () => recordSettings({ ...services, settingHashes }),
    )
  const records = async () => (await services.auditTrail.page({}, 10)).records
  expect(await look({ ONE: 'a', TWO: 'b' })).toBe(0)
  expect(await look({ ONE: 'a', TWO: 'b', THREE: 'c' })).toBe(0)
  expect(await records()).toEqual([])
  expect(await look({ ONE: 'x', TWO: 'y', THREE: 'c' })).toBe(2)
  expect(await look({ ONE: 'x', TWO: 'y', THREE: 'c' })).toBe(0)
  const changed = { action: 'settings_changed', outcome: 'done', subject: 'ONE TWO' }
  expect(await records()).toMatchObject([{ ...changed, actor: { by: 'application', id: 'unknown' } }])
  expect(reported).toMatchObject([changed])
})
