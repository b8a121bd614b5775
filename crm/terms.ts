import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { createConsents } from '../lib/dataverse/consents.ts'
import { tables } from '../lib/dataverse/tables.ts'
import { sentence } from '../lib/messages/sentence.ts'
import type { Crm } from './api.ts'
import { type PlannedChange, plannedChange } from './planned-change.ts'

const Provider = v.object({
  msevtmgt_termsofservice: v.nullish(v.string()),
  msevtmgt_privacypolicy: v.nullish(v.string()),
})

/** The row that says that the terms are accepted, as the app reads it. Without `accept` it is only looked for. */
export async function planTerms(crm: Crm, accept: boolean): Promise<PlannedChange> {
  const consents = createConsents({
    async *rows({ table, schema }, { filter }) {
      for (const row of await crm.rows(schema, `${table.set}?$filter=${filter}`)) yield row
    },
    upsert: async ({ set }, id, values) => void (await crm.write('PATCH', `${set}(${id})`, values)),
  })
  const [kind, name] = ['Terms of the webinar provider', 'terms of the webinar provider'] as const
  if (await consents.acceptedTerms(undefined)) return { kind, name, state: 'accepted' }
  const { name: table } = tables.webinarConsent
  if (accept) {
    return plannedChange(kind, name, {
      does: 'accept',
      needs: [`prvCreate${table}`, `prvWrite${table}`],
      apply: () => consents.writeConsent(randomUUID(), sentence({ code: 'terms_row', provider: 'ON24' }, 'en')),
    })
  }
  const [provider] = await crm.rows(Provider, `${tables.webinarProvider.set}?$select=${Object.keys(Provider.entries)}`)
  const texts = Object.values(provider ?? {}).filter(Boolean)
  const where = texts.length ? ` (${texts.join(', ')})` : ''
  return { kind, name, state: `not accepted; apply --accept-terms does it, for your organisation${where}` }
}
