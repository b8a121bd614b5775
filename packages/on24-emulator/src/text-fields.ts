const personal = ['firstname', 'lastname', 'company', 'jobtitle', 'jobfunction', 'companyindustry'] as const
const address = ['addressstreet1', 'addressstreet2', 'city', 'state', 'zip', 'country'] as const
const other = ['companysize', 'homephone', 'workphone', 'fax', 'username', 'exteventusercd', 'other', 'notes'] as const
const custom = ['std1', 'std2', 'std3', 'std4', 'std5', 'std6', 'std7', 'std8', 'std9', 'std10'] as const

/** The free-text fields of a registrant that may change; `std1` to `std10` have a meaning per event. */
export const textFields = [...personal, ...address, ...other, ...custom]
