import type { AccountRecord } from '../../model/configuration.ts'
import type { ConfigurationRow } from '../../model/crm.ts'
import type { Provider, Providers } from '../../model/provider.ts'

/** The provider of a configuration row: the one that it names, else that of what is kept; undefined if unknown here. */
export function providerOf(
  row: Pick<ConfigurationRow, 'providerName'> | undefined,
  kept: Pick<AccountRecord, 'provider'> | undefined,
  providers: Providers,
): Provider | undefined {
  const name = row?.providerName ?? kept?.provider
  const [first] = providers.values()
  return name === undefined ? first : providers.get(providerNameOf(name))
}

/** A provider's name from the way in which people write it on a provider row. */
export function providerNameOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}
