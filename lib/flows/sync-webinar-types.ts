import { CredentialsRefused } from '../base/errors.ts'
import type { Configurations } from '../dataverse/configurations.ts'
import type { WebinarTypes } from '../dataverse/webinar-types.ts'
import { webinarTypeId } from '../rules/webinar-type-id.ts'
import type { WebinarAccount } from '../webinar/provider.ts'

export type Neighbours = {
  crm: WebinarTypes & Pick<Configurations, 'configurationRow'>
  accountFor(configuration: string): Promise<WebinarAccount | undefined>
}

/** Shows on the form of events what types of webinars an account can hold. */
export async function syncWebinarTypes(configuration: string, { crm, accountFor }: Neighbours) {
  const row = await crm.configurationRow(configuration)
  const account = row?.active ? await accountFor(configuration) : undefined
  if (!account) return 'left alone'
  try {
    const types = await account.types()
    const rows = types.map((type) => ({ ...type, id: webinarTypeId(configuration, type.value) }))
    return { types: types.length, written: await crm.writeWebinarTypes(configuration, rows) }
  } catch (error) {
    // Many tokens may hold webinars but not read this list; their planners' types stay as they were typed.
    if (error instanceof CredentialsRefused && error.status === 'forbidden') return 'hidden'
    throw error
  }
}
