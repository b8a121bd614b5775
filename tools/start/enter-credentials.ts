import type { Dataverse } from '@webinar-connector/dataverse-emulator'
import type { Seeded } from './seed.ts'

/** Accepts the provider's terms and enters the account's credentials on its row, as an administrator does. */
export function enterCredentials(
  dataverse: Pick<Dataverse, 'insert' | 'update'>,
  { configuration, clientId, accessTokenKey, accessTokenSecret }: Seeded,
) {
  dataverse.insert('msevtmgt_webinarconsent', { msevtmgt_name: 'ON24', msevtmgt_consentprovided: true })
  dataverse.update('msevtmgt_webinarconfiguration', configuration, {
    msevtmgt_clientid: clientId,
    msevtmgt_accesstokenkey: accessTokenKey,
    msevtmgt_accesstokensecret: accessTokenSecret,
  })
}
