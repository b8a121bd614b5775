import type { Dataverse } from '@webinar-connector/dataverse-emulator'
import { pollUntil } from '../demo/poll-until.ts'
import type { Seeded } from './seed.ts'

/**
 * Accepts the provider's terms and enters the account's credentials on its row, as an administrator does; waits until the app
 * has taken them.
 * @throws Error with the message of the row after half a minute
 */
export async function enterCredentials(
  dataverse: Pick<Dataverse, 'insert' | 'update' | 'row'>,
  { configuration, clientId, accessTokenKey, accessTokenSecret }: Seeded,
) {
  dataverse.insert('msevtmgt_webinarconsent', { msevtmgt_name: 'ON24', msevtmgt_consentprovided: true })
  dataverse.update('msevtmgt_webinarconfiguration', configuration, {
    msevtmgt_clientid: clientId,
    msevtmgt_accesstokenkey: accessTokenKey,
    msevtmgt_accesstokensecret: accessTokenSecret,
  })
  const row = () => dataverse.row('msevtmgt_webinarconfiguration', configuration)
  await pollUntil(
    () => (row()?.msevtmgt_accesstokensecret ? undefined : 'taken'),
    () => `The credentials were not taken: ${row()?.msevtmgt_message ?? 'no message'}`,
  )
}
