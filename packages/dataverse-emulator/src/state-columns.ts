import type { Column } from './types.ts'

const user = (name: string): Column => ({
  type: 'lookup',
  targets: { systemuser: name },
  onDelete: 'restrict',
  readOnly: true,
})

/** The column of the status reason: Active and Inactive, and further reasons of an active row. */
export function statusReasons(further: Record<number, string>): Column {
  const states = { ...Object.fromEntries(Object.keys(further).map((reason) => [reason, 0])), 1: 0, 2: 1 }
  return { type: 'choice', options: { 1: 'Active', 2: 'Inactive', ...further }, states, default: 1 }
}

/** The columns of every table, with the two status reasons that every table begins with. */
export const STATE_COLUMNS: Record<string, Column> = {
  statecode: { type: 'choice', options: { 0: 'Active', 1: 'Inactive' }, default: 0 },
  statuscode: statusReasons({}),
  createdon: { type: 'moment', wall: false, readOnly: true },
  modifiedon: { type: 'moment', wall: false, readOnly: true },
  createdby: user('createdby'),
  modifiedby: user('modifiedby'),
  versionnumber: { type: 'whole', min: 0, max: Number.MAX_SAFE_INTEGER, readOnly: true },
}
