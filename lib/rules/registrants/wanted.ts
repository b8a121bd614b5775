import type { AccountSettings } from '../../model/account-settings.ts'
import type { DetailedRegistrant } from '../../model/engagement.ts'
import type { ProviderRegistrant } from '../../model/webinar.ts'
import { isNewcomer } from './newcomers.ts'

/** Registrants of whom an account wants more than their attendance. `choice`: equal for equal choices. */
export type Wanted = {
  choice: string
  isWanted(registrant: ProviderRegistrant & Partial<DetailedRegistrant>): boolean
}

/** Undefined: the account wants nothing of people who registered at the provider themselves. */
export function wantedOf({
  registeredThere,
  consentPurpose,
}: Pick<AccountSettings, 'registeredThere' | 'consentPurpose'>): Wanted | undefined {
  if (registeredThere === 'list' && consentPurpose === undefined) return undefined
  return {
    choice: JSON.stringify([registeredThere, consentPurpose]),
    isWanted: (registrant) => {
      if (registeredThere !== 'list' && isNewcomer(registrant)) return true
      const hasConsented = registrant.engagement?.marketingConsent === true
      return consentPurpose !== undefined && hasConsented && registrant.state === 'approved'
    },
  }
}
