import * as v from 'valibot'
import { AppError } from '../lib/core/errors.ts'
import type { Crm } from './api.ts'
import { readLanguages } from './components/languages.ts'
import { said } from './errors.ts'
import type { Finding } from './plan.ts'

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
  const { base, provisioned } = await readLanguages(crm)
  const name = (code: number) => `${code}${spoken[code] ? ` ${spoken[code]}` : ''}${code === base ? ' (base)' : ''}`
  const written = base === 1031 ? 'German' : 'English'
  return `${provisioned.map(name).join(', ')}. Rows are written in ${written}, unless MESSAGE_LANGUAGE says otherwise.`
}

async function units(crm: Crm) {
  const all = await crm.rows(Unit, 'businessunits?$select=name,_parentbusinessunitid_value')
  const root = all.find(({ _parentbusinessunitid_value: parent }) => !parent)
  return `${all.length}. The app’s user belongs to the root${root ? `, ${root.name}` : ''}, and reaches all.`
}

async function customizations(crm: Crm) {
  return (await customizationsBlocked(crm)) ? 'blocked.' : 'allowed.'
}

/**
 * Whether the environment refuses own tables, views and apps that no managed solution brings. The answer's shape is
 * documented nowhere, so any "true" in it counts. It is asked by POST, and changes nothing.
 */
export async function customizationsBlocked(crm: Crm): Promise<boolean> {
  const answer = await crm.write('POST', 'GetOrgDbOrgSetting', { SettingName: lockdown })
  return /\btrue\b/i.test(await answer.text())
}
