import type { RegistrantCipher } from '../../credentials/registrant-cipher.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import type { Assignment, RegistrantKey } from '../../rules/registrations/registrant-key.ts'
import type { Services } from '../../services.ts'

/** A webinar that can take registrations: its account is connected and its id is known. */
export type ConnectedWebinar = {
  account: WebinarAccount
  cipher: RegistrantCipher
  configuration: string
  webinarId: string
}

/** One e-mail address in one webinar, and the event or session in CRM whose registrations share it. */
export type RegistrantAt = ConnectedWebinar & {
  key: RegistrantKey
  email: string
  kind: WebinarRow['kind']
  webinarRow: string
}

export function registrantAt(
  connected: ConnectedWebinar,
  email: string,
  { kind, webinarRow }: Pick<Assignment, 'kind' | 'webinarRow'>,
): RegistrantAt {
  return { ...connected, email, kind, webinarRow, key: connected.cipher.keyOf(connected.webinarId, email) }
}

/** Connects the account of a webinar; undefined if no credentials are kept for it. */
export async function connect(
  { configuration, webinarId }: { configuration: string; webinarId: string },
  { accountFor, registrantCipherFor }: Pick<Services, 'accountFor' | 'registrantCipherFor'>,
): Promise<ConnectedWebinar | undefined> {
  const account = await accountFor(configuration)
  return account && { account, cipher: await registrantCipherFor(configuration), configuration, webinarId }
}
