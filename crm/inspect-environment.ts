import * as v from 'valibot'
import { AppError } from '../lib/core/errors.ts'
import type { Crm } from './api.ts'
import { said } from './errors.ts'
import type { Finding } from './plan.ts'

const Organization = v.object({ languagecode: v.number() })
const Languages = v.object({ RetrieveProvisionedLanguages: v.array(v.number()) })
const Unit = v.object({ name: v.string(), _parentbusinessunitid_value: v.nullish(v.string()) })

/** Words for the languages that the connector has sentences in, by Windows language code. */
const spoken: Record<number, string> = { 1031: 'German', 1033: 'English' }
const lockdown = 'IsLockdownOfUnmanagedCustomizationEnabled'

/** The environment itself: languages, business units, and whether customizations are blocked. */
export async function inspectEnvironment(crm: Crm): Promise<Finding[]> {
  return [
    await inspected('Languages', () => languages(crm)),
    await inspected('Business units', () => units(crm)),
    await inspected('Unmanaged customizations', () => customizations(crm)),
  ]
}

/** A reading that fails is said, and stops nothing. */
export async function inspected(subject: string, read: () => Promise<string | Finding>): Promise<Finding> {
  try {
    const found = await read()
    return typeof found === 'string' ? { line: `${subject}: ${found}` } : found
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { line: `${subject}: could not be read. ${said(error)}` }
  }
}

async function languages(crm: Crm) {
  const [organization] = await crm.rows(Organization, 'organizations?$select=languagecode')
  const answer = await crm.read(Languages, 'RetrieveProvisionedLanguages()')
  const base = organization?.languagecode ?? 0
  const all = answer?.RetrieveProvisionedLanguages ?? [base]
  const name = (code: number) => `${code}${spoken[code] ? ` ${spoken[code]}` : ''}${code === base ? ' (base)' : ''}`
  const written = base === 1031 ? 'German' : 'English'
  return `${all.map(name).join(', ')}. Rows are written in ${written}, unless MESSAGE_LANGUAGE says otherwise.`
}

async function units(crm: Crm) {
  const all = await crm.rows(Unit, 'businessunits?$select=name,_parentbusinessunitid_value')
  const root = all.find(({ _parentbusinessunitid_value: parent }) => !parent)
  return `${all.length}. The app’s user belongs to the root${root ? `, ${root.name}` : ''}, and reaches all.`
}

/** The answer's shape is documented nowhere, so any "true" in it counts. It is asked by POST, and changes nothing. */
async function customizations(crm: Crm): Promise<Finding | string> {
  const answer = await crm.write('POST', 'GetOrgDbOrgSetting', { SettingName: lockdown })
  if (!/\btrue\b/i.test(await answer.text())) return 'allowed.'
  return {
    line: 'Unmanaged customizations: blocked.',
    inTheWay: `${crm.url} blocks unmanaged customizations: an administrator can allow them for the time of apply (Power Platform admin center > Environments > Settings > Features).`,
  }
}
