import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { until } from './poll-until.ts'
import { accounts, type EmptyStage } from './scenario.ts'

/** An administrator accepts the terms, types credentials into the row in CRM, and sees them taken and blanked. */
export async function configureInCrm({ environment: { dataverse }, configurations }: EmptyStage) {
  dataverse.insert('msevtmgt_webinarconsent', { msevtmgt_name: 'ON24', msevtmgt_consentprovided: true })
  const { clientId, accessTokenKey, accessTokenSecret } = accounts.eu
  dataverse.update('msevtmgt_webinarconfiguration', configurations.eu, {
    msevtmgt_clientid: clientId,
    msevtmgt_accesstokenkey: accessTokenKey,
    msevtmgt_accesstokensecret: accessTokenSecret,
  })
  const row = () => dataverse.row('msevtmgt_webinarconfiguration', configurations.eu)
  await until(
    () => (row()?.msevtmgt_accesstokensecret ? undefined : 'blanked'),
    () => `The credentials were not taken: ${row()?.msevtmgt_message ?? 'no word'}`,
  )
}

/** The same for the other account through the app's own route. */
export async function configureByHttp({ configurations }: EmptyStage, { url, keys }: FunctionsHost) {
  const answer = await fetch(`${url}/api/configurations/${configurations.na}`, {
    method: 'PUT',
    headers: { 'x-functions-key': keys.default, 'content-type': 'application/json' },
    body: JSON.stringify({ provider: 'on24', region: 'na', ...accounts.na, acceptTerms: true }),
  })
  if (!answer.ok) throw new Error(`The credentials were not taken: ${await answer.text()}`)
}
