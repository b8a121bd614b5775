import { expect, test } from 'vitest'
import { configurationView } from '../../../../lib/rules/configurations/configuration-view.ts'
import { aConfiguration } from '../../../harness/builders.ts'

const at = new Date('2026-03-01T10:00:00Z')
const configuration = aConfiguration({
  ...{ id: 'a-row', region: 'eu', terms: { acceptedAt: at, acceptedBy: 'Erin' } },
  health: { status: 'healthy', message: { code: 'credentials_accepted', provider: 'ON24' }, checkedAt: at },
})
const iso = '2026-03-01T10:00:00.000Z'

test('the view has the promised members, times as ISO text', () => {
  expect(configurationView(configuration, 'en')).toEqual({
    ...{ id: 'a-row', provider: 'on24', region: 'eu', clientId: '1', configuredAt: iso, lastMetricsUpdate: null },
    terms: { acceptedAt: iso, acceptedBy: 'Erin' },
    health: { status: 'healthy', message: 'ON24 accepts the credentials.', checkedAt: iso },
  })
  expect(configurationView({ ...configuration, lastMetricsUpdate: at }, 'en').lastMetricsUpdate).toBe(iso)
  expect(configurationView({ ...configuration, deleteCancelledWebinars: true }, 'en').deleteCancelledWebinars).toBe(
    true,
  )
})

test('a provider without regions shows none', () => {
  expect(configurationView({ ...configuration, region: undefined }, 'en')).not.toHaveProperty('region')
})

test('nothing else is ever shown, even if it is there', () => {
  const secrets = { accessTokenKey: 'key', accessTokenSecret: 'secret', envelope: 'sealed' }
  const overfull = {
    ...{ ...configuration, ...secrets },
    ...{ terms: { ...configuration.terms, ...secrets }, health: { ...configuration.health, ...secrets } },
  }
  expect(configurationView(overfull, 'en')).toEqual(configurationView(configuration, 'en'))
})
