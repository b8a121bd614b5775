import { isSameEmail } from '../core/email.ts'
import { byAddresses } from './by-addresses.ts'
import type { Dataverse } from './client.ts'
import { ifClosed } from './errors.ts'
import { options } from './options.ts'
import type { OwnDefinitions } from './own-definitions.ts'
import type { createOwnRows } from './own-rows.ts'
import { select } from './selection.ts'
import { tables } from './tables.ts'

const { consent } = options
const table = tables.contactConsent
const standing = select(table, ['msdynmkt_contactpointvalue'])

/**
 * Consents of Dynamics, by address and purpose
 * (learn.microsoft.com/dynamics365/customer-insights/journeys/consent-record-creation).
 */
export function createContactConsents(
  dataverse: Pick<Dataverse, 'privateRows'>,
  { isComplete }: OwnDefinitions,
  { createRows }: ReturnType<typeof createOwnRows>,
) {
  return {
    /**
     * Of these addresses, those of which Dynamics has no record for the purpose, whatever it says. None where the
     * environment lacks the table, or the role does not open it, or there is no such purpose.
     */
    async withoutConsent(purpose: string, emails: readonly string[]): Promise<string[]> {
      if (!(await isComplete(table))) return []
      const isOfAddress = `msdynmkt_contactpointtype eq ${consent.email}`
      // One without a type is of a purpose, from before there were topics.
      const isOfPurpose = `(msdynmkt_contactpointconsenttype eq ${consent.purpose} or msdynmkt_contactpointconsenttype eq null)`
      const theirs = `_msdynmkt_purposeid_value eq ${purpose} and ${isOfAddress} and ${isOfPurpose}`
      return byAddresses('msdynmkt_contactpointvalue', emails, async (hasOne, addresses) => {
        const rows = await dataverse.privateRows(standing, { filter: `${theirs} and (${hasOne})` }).catch(ifClosed)
        if (!rows) return []
        return addresses.filter((email) => !rows.some((row) => isSameEmail(row.msdynmkt_contactpointvalue, email)))
      })
    },

    /** Writes that these people agreed; answers how each went. A record of this id stays as it is. */
    writeConsents: (purpose: string, rows: readonly { id: string; email: string }[]) =>
      createRows(
        table,
        rows.map(({ id, email }) => ({
          id,
          values: {
            msdynmkt_contactpointvalue: email.trim(),
            msdynmkt_contactpointtype: consent.email,
            msdynmkt_contactpointconsenttype: consent.purpose,
            msdynmkt_value: consent.optedIn,
            msdynmkt_source: consent.internal,
            msdynmkt_logicalreason: consent.fromEvents,
            'msdynmkt_purposeId@odata.bind': `/${tables.consentPurpose.set}(${purpose})`,
          },
        })),
      ),
  }
}
