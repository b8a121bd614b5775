/** A field of a registration form and the column of Dynamics that fills it. */
export type DefaultLine = { field: string; source: 'contact' | 'account'; column: string }

/** Fields that every registration brings along; by their names without underscores. */
export const alwaysSent = ['email', 'firstname', 'lastname', 'company', 'jobtitle'] as const

/**
 * The sources of fields that a form requires and that nobody has mapped; by their names without underscores. The connector
 * has the same ones (`lib/dataverse/usual-columns.ts`), which a test compares.
 */
export const defaultMapping: readonly DefaultLine[] = [
  { field: 'country', source: 'contact', column: 'address1_country' },
  { field: 'state', source: 'contact', column: 'address1_stateorprovince' },
  { field: 'city', source: 'contact', column: 'address1_city' },
  { field: 'addressstreet1', source: 'contact', column: 'address1_line1' },
  { field: 'addressstreet2', source: 'contact', column: 'address1_line2' },
  { field: 'zip', source: 'contact', column: 'address1_postalcode' },
  { field: 'workphone', source: 'contact', column: 'telephone1' },
  { field: 'jobfunction', source: 'contact', column: 'department' },
  { field: 'companyindustry', source: 'account', column: 'industrycode' },
  { field: 'companysize', source: 'account', column: 'numberofemployees' },
]
