import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { pollUntil } from './poll-until.ts'
import { accounts, type InitialScenario } from './scenario.ts'

/** Enters credentials on the row in CRM, after accepting the terms; waits until the app has cleared them. */
export async function configureInCrm({ environment: { dataverse }, configurations }: InitialScenario) {
  dataverse.insert('msevtmgt_webinarconsent', { msevtmgt_name: 'ON24', msevtmgt_consentprovided: true })
  const { clientId, accessTokenKey, accessTokenSecret } = accounts.eu
  dataverse.update('msevtmgt_webinarconfiguration', configurations.eu, {
    msevtmgt_clientid: clientId,
    msevtmgt_accesstokenkey: accessTokenKey,
    msevtmgt_accesstokensecret: accessTokenSecret,
  })
  const row = () => dataverse.row('msevtmgt_webinarconfiguration', configurations.eu)
  await pollUntil(
    () => (row()?.msevtmgt_accesstokensecret ? undefined : 'cleared'),
    () => `The credentials were not accepted: ${row()?.msevtmgt_message ?? 'no message'}`,
  )
}

/** Sends the credentials of the other account to the app by HTTP. */
export async function configureByHttp({ configurations }: InitialScenario, { url, keys }: FunctionsHost) {
  const answer = await fetch(`${url}/api/configurations/${configurations.na}`, {
    method: 'PUT',
    headers: { 'x-functions-key': keys.default, 'content-type': 'application/json' },
    body: JSON.stringify({ provider: 'on24', region: 'na', ...accounts.na, acceptTerms: true }),
  })
  if (!answer.ok) throw new Error(`The credentials were not accepted: ${await answer.text()}`)
}
