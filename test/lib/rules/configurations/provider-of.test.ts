import { expect, test } from 'vitest'
import type { Provider } from '../../../../lib/model/provider.ts'
import { createOn24 } from '../../../../lib/on24/provider.ts'
import { providerOf } from '../../../../lib/rules/configurations/provider-of.ts'
import { noLimits } from '../../../harness/no-limits.ts'

const on24 = createOn24({ na: '', eu: '' }, noLimits)
const teams: Provider = { ...on24, name: 'teams' }
const providers = new Map([on24, teams].map((provider) => [provider.name, provider]))

test.each([
  ['the row names it', { providerName: ' Teams ' }, undefined, teams],
  ['the row names it, whatever is kept', { providerName: 'ON-24' }, { provider: 'teams' }, on24],
  ['the row names none, but its credentials are kept', { providerName: undefined }, { provider: 'teams' }, teams],
  ['nothing names any, and it is the first', { providerName: undefined }, undefined, on24],
  ['there is no row, and it is the first', undefined, undefined, on24],
  ['the row names an unknown one', { providerName: 'Zoom' }, { provider: 'on24' }, undefined],
])('a provider is taken where %s', (_where, row, kept, provider) => {
  expect(providerOf(row, kept, providers)).toBe(provider)
})
