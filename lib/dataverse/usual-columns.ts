import type { MappedRow, UsualFact } from '../model/mapping.ts'

/**
 * The columns that every environment has for what webinar providers usually ask
 * (learn.microsoft.com/power-apps/developer/data-platform/reference/entities/contact and …/account).
 */
export const usualColumns: Readonly<Record<UsualFact, { source: MappedRow; column: string }>> = {
  country: { source: 'contact', column: 'address1_country' },
  phone: { source: 'contact', column: 'telephone1' },
  industry: { source: 'account', column: 'industrycode' },
  companySize: { source: 'account', column: 'numberofemployees' },
  jobFunction: { source: 'contact', column: 'department' },
  street: { source: 'contact', column: 'address1_line1' },
  street2: { source: 'contact', column: 'address1_line2' },
  city: { source: 'contact', column: 'address1_city' },
  state: { source: 'contact', column: 'address1_stateorprovince' },
  postalCode: { source: 'contact', column: 'address1_postalcode' },
}
