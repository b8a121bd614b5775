import { options } from '../../lib/dataverse/options.ts'
import type { Subject } from '../model.ts'
import {
  type Line,
  type Mapping,
  type ProviderField,
  pairsOf,
  type Reach,
  sources,
  textOfPairs,
} from '../rules/mapping.ts'
import { aboutWebinar } from './about-webinar.ts'
import { etagOf, maybeNumber, numberOf, type Row, textOf, type WebApi } from './web-api.ts'

/** An account, or one webinar of it, in which a mapping holds. */
export type Place = Subject & {
  table: 'msevtmgt_webinarconfiguration' | 'msevtmgt_event' | 'msevtmgt_session'
  /** Id of the account; of an account its own. */
  account: string
}

/** The table of the columns of a source. In an account registrations are taken to be those of events. */
export function tableOf(source: 'contact' | 'account' | 'registration', { table }: Place): string {
  if (source !== 'registration') return source
  return table === 'msevtmgt_session' ? 'msevtmgt_sessionregistration' : 'msevtmgt_eventregistration'
}

const { mappingSource, tooLong } = options
const fieldColumns = 'wbc_name,wbc_field,wbc_required,wbc_options,wbc_missing,wbc_position,wbc_maxlength'
const lineColumns = 'wbc_field,wbc_source,wbc_column,wbc_constant,wbc_valuemap,wbc_default,wbc_toolong,wbc_problem'
const lines = 'wbc_fieldmappings'

/** As many of each table are read at most. */
const most = 500

/** The fields that were read of a form, in its order. A webinar of which none were read has those of its account: `isOwn` is false. */
export async function fieldsOf(api: WebApi, place: Place): Promise<{ fields: ProviderField[]; isOwn: boolean }> {
  const own = await readFields(api, conditionOf(place))
  if (own.length || isAccount(place)) return { fields: own, isOwn: true }
  return { fields: await readFields(api, ofAccount(place)), isOwn: false }
}

async function readFields(api: WebApi, condition: string): Promise<ProviderField[]> {
  const filter = `statecode eq 0 and ${condition}`
  const query = `$select=${fieldColumns}&$filter=${filter}&$orderby=wbc_position&$top=${most}`
  return (await api.rows(`wbc_providerfields?${query}`)).map((row) => ({
    id: textOf(row, 'wbc_providerfieldid'),
    field: textOf(row, 'wbc_field'),
    name: textOf(row, 'wbc_name'),
    isRequired: row.wbc_required === true,
    options: textOf(row, 'wbc_options').split(/\r?\n/).filter(Boolean),
    missing: numberOf(row, 'wbc_missing'),
    maxLength: maybeNumber(row, 'wbc_maxlength'),
  }))
}

/** The lines that hold in a place, the oldest first: those of an account hold in its webinars, those of an event in its sessions. */
export async function linesOf(api: WebApi, place: Place): Promise<Line[]> {
  const reach: Record<Reach, string | undefined> = {
    here: conditionOf(place),
    event: await ofEventAround(api, place),
    account: isAccount(place) ? undefined : ofAccount(place),
  }
  const of = async ([name, condition]: [string, string | undefined]) => {
    if (!condition) return []
    const query = `$select=${lineColumns}&$filter=statecode eq 0 and ${condition}&$orderby=createdon&$top=${most}`
    return (await api.rows(`${lines}?${query}`)).map((row) => toLine(row, name as Reach))
  }
  return (await Promise.all(Object.entries(reach).map(of))).flat()
}

async function ofEventAround(api: WebApi, { table, id }: Place): Promise<string | undefined> {
  if (table !== 'msevtmgt_session') return undefined
  const query = `$select=_msevtmgt_event_value&$filter=msevtmgt_sessionid eq ${id}`
  const [session = {}] = await api.rows(`msevtmgt_sessions?${query}`)
  const event = textOf(session, '_msevtmgt_event_value')
  return event ? `(${aboutWebinar({ table: 'msevtmgt_event', id: event })})` : undefined
}

function isAccount({ table }: Place) {
  return table === 'msevtmgt_webinarconfiguration'
}

function ofAccount({ account }: Place) {
  return `(_wbc_configurationid_value eq ${account} and _wbc_eventid_value eq null and _wbc_sessionid_value eq null)`
}

function conditionOf(place: Place) {
  const { table, id } = place
  return table === 'msevtmgt_webinarconfiguration' ? ofAccount(place) : `(${aboutWebinar({ table, id })})`
}

function toLine(row: Row, reach: Reach): Line {
  return {
    ...{ id: textOf(row, 'wbc_fieldmappingid'), etag: etagOf(row), field: textOf(row, 'wbc_field') },
    source: sources.find((one) => mappingSource[one] === row.wbc_source) ?? 'contact',
    ...{ column: textOf(row, 'wbc_column'), constant: textOf(row, 'wbc_constant') },
    ...{ pairs: pairsOf(textOf(row, 'wbc_valuemap')), fallback: textOf(row, 'wbc_default') },
    refusesTooLong: row.wbc_toolong === tooLong.refuse,
    problem: textOf(row, 'wbc_problem'),
    reach,
  }
}

/** Makes a line in a place, or changes it in the version that was read. @throws Problem `changed`: it is another one now */
export async function saveLine(api: WebApi, place: Place, name: string, mapping: Mapping, before: Line | undefined) {
  const { field, source, column, constant, pairs, fallback, refusesTooLong } = mapping
  const isConstant = source === 'constant'
  const values = {
    wbc_source: mappingSource[source],
    wbc_column: isConstant ? null : column,
    wbc_constant: isConstant ? constant : null,
    wbc_valuemap: isConstant ? null : textOfPairs(pairs) || null,
    wbc_default: isConstant ? null : fallback || null,
    wbc_toolong: refusesTooLong ? tooLong.refuse : tooLong.cut,
  }
  if (before) return api.change(lines, before.id, values, before.etag)
  await api.create(lines, { wbc_name: name.slice(0, 200), wbc_field: field, ...values, ...bindings(place) })
}

function bindings({ table, id, account }: Place) {
  return {
    'wbc_ConfigurationId@odata.bind': `/msevtmgt_webinarconfigurations(${account})`,
    ...(table === 'msevtmgt_event' && { 'wbc_EventId@odata.bind': `/msevtmgt_events(${id})` }),
    ...(table === 'msevtmgt_session' && { 'wbc_SessionId@odata.bind': `/msevtmgt_sessions(${id})` }),
  }
}

/** @throws Problem `changed`: it is another one now, or gone */
export async function deleteLine(api: WebApi, { id, etag }: Line) {
  await api.remove(lines, id, etag)
}
