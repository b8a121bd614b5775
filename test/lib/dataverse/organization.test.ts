import { type Dataverse, startDataverse } from '@webinar-connector/dataverse-emulator'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDataverse } from '../../../lib/dataverse/client.ts'
import { createOrganization } from '../../../lib/dataverse/organization.ts'
import { noBreaker } from '../../harness/no-limits.ts'

let dataverse: Dataverse
const organization = () => createOrganization(createDataverse(dataverse.url, async () => 'token', noBreaker))
beforeAll(async () => {
  dataverse = await startDataverse()
})
afterAll(() => dataverse.stop())
beforeEach(() => {
  dataverse.injectFault()
  dataverse.calls.length = 0
})

test('the base language is read once for all who ask', async () => {
  const [row] = dataverse.rows('organization')
  dataverse.update('organization', String(row?.organizationid), { languagecode: 1031 })
  const { languageCode } = organization()
  expect(await Promise.all([languageCode(), languageCode(), languageCode()])).toEqual([1031, 1031, 1031])
  expect(await languageCode()).toBe(1031)
  expect(dataverse.calls).toHaveLength(1)
})

test.each([403, 404, 500])(
  'where it cannot be read (%i) it is unknown, and not asked for again at once',
  async (status) => {
    dataverse.injectFault(() => new Response('{}', { status }))
    const { languageCode } = organization()
    expect(await languageCode()).toBeUndefined()
    const asked = dataverse.calls.length
    expect(await languageCode()).toBeUndefined()
    expect(dataverse.calls).toHaveLength(asked)
  },
)

test('nobody waits long for an answer that does not come; one that comes late counts', async () => {
  let answer = () => {}
  const stuck = new Promise<void>((resolve) => {
    answer = resolve
  })
  dataverse.injectFault(async () => {
    await stuck
    return undefined
  })
  const { languageCode } = organization()
  const started = performance.now()
  expect(await languageCode()).toBeUndefined()
  expect(performance.now() - started).toBeLessThan(10_000)
  answer()
  await expect.poll(languageCode, { timeout: 5000 }).toBe(1031)
}, 20_000)
