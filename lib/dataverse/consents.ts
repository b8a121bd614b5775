import * as v from 'valibot'
import type { Terms } from '../model/configuration.ts'
import type { Dataverse } from './client.ts'
import { tables } from './tables.ts'

/**
 * All columns of a consent: its lookup to the provider is named nowhere in Microsoft's reference, so it cannot be
 * selected.
 */
const consent = {
  table: tables.webinarConsent,
  schema: v.looseObject(tables.webinarConsent.columns),
  columns: [],
  related: {},
}

const accepted = 'statecode eq 0 and msevtmgt_consentprovided eq true'

export type Consents = ReturnType<typeof createConsents>

/** Rows that say that the terms of a webinar provider have been accepted. */
export function createConsents(dataverse: Pick<Dataverse, 'rows' | 'upsert'>) {
  return {
    /**
     * The acceptance of the terms of this provider row; undefined if there is none (any more). Any lookup with
     * "provider" in its name counts.
     */
    async acceptedTerms(providerRow: string | undefined): Promise<Terms | undefined> {
      for await (const row of dataverse.rows(consent, { filter: accepted })) {
        const named = Object.entries(row).find(([column, value]) => /^_.*provider.*_value$/.test(column) && value)?.[1]
        if (!named || !providerRow || named === providerRow) {
          return toTerms(row)
        }
      }
      return undefined
    },

    /** The acceptance that this row shows; undefined if it is gone or shows none. */
    async termsOfRow(id: string): Promise<Terms | undefined> {
      const filter = `${accepted} and ${tables.webinarConsent.key} eq ${id}`
      for await (const row of dataverse.rows(consent, { filter })) return toTerms(row)
      return undefined
    },

    /** Shows in CRM that the terms were accepted elsewhere. */
    async writeConsent(id: string, name: string) {
      await dataverse.upsert(tables.webinarConsent, id, {
        msevtmgt_name: name.slice(0, 100),
        msevtmgt_consentprovided: true,
        statecode: 0,
        statuscode: 1,
      })
    },
  }
}

function toTerms({ modifiedon, _modifiedby_value }: v.InferOutput<typeof consent.schema>): Terms {
  return { acceptedAt: modifiedon, acceptedBy: _modifiedby_value }
}
