import { options } from '../../lib/dataverse/options.ts'
import type { Order, Request, RequestKind, Table } from '../model.ts'
import { numberOf, Problem, type Row, shownOf, textOf, timeOf, type WebApi } from './web-api.ts'

const { requestKind: kinds, requestState: states } = options
const set = 'wbc_requests'

/** The lookup to the row that a request is about, and the set of that row. */
const lookups: Record<Table, { lookup: string; set: string }> = {
  msevtmgt_event: { lookup: 'wbc_EventId', set: 'msevtmgt_events' },
  msevtmgt_session: { lookup: 'wbc_SessionId', set: 'msevtmgt_sessions' },
  msevtmgt_eventregistration: { lookup: 'wbc_EventRegistrationId', set: 'msevtmgt_eventregistrations' },
  msevtmgt_sessionregistration: { lookup: 'wbc_SessionRegistrationId', set: 'msevtmgt_sessionregistrations' },
  msevtmgt_webinarconfiguration: { lookup: 'wbc_ConfigurationId', set: 'msevtmgt_webinarconfigurations' },
  wbc_foundwebinar: { lookup: 'wbc_FoundWebinarId', set: 'wbc_foundwebinars' },
  wbc_unmatchedattendee: { lookup: 'wbc_UnmatchedAttendeeId', set: 'wbc_unmatchedattendees' },
}
const subjects = Object.values(lookups).map(({ lookup }) => columnOf(lookup))
const columns = [
  'wbc_name',
  'wbc_kind',
  'wbc_state',
  'wbc_answer',
  'wbc_progress',
  'wbc_dryrun',
  'wbc_finishedon',
  'createdon',
  '_createdby_value',
  ...subjects,
]

/** The newest requests first. A table of an older version, without the newest lookup, has its own ones nevertheless. */
export async function requests(api: WebApi): Promise<Request[]> {
  const newest = columnOf(lookups.wbc_unmatchedattendee.lookup)
  const read = async (of: readonly string[]) => {
    const query = `$select=${of}&$filter=statecode eq 0&$orderby=createdon desc&$top=100`
    return (await api.rows(`${set}?${query}`)).map(toRequest)
  }
  return read(columns).catch((error: unknown) => {
    if (!(error instanceof Problem && error.kind === 'missing')) throw error
    return read(columns.filter((column) => column !== newest))
  })
}

/** Orders something, unless the same is ordered and not done yet. */
export async function order(api: WebApi, { kind, subject, dryRun, contact }: Order) {
  const { lookup, set: target } = lookups[subject.table]
  const open = ['null', states.waiting, states.running].map((state) => `wbc_state eq ${state}`).join(' or ')
  const same = `wbc_kind eq ${kinds[kind]} and ${columnOf(lookup)} eq ${subject.id} and ${dry(dryRun)}`
  const filter = `statecode eq 0 and wbc_finishedon eq null and (${open}) and ${same}`
  const found = await api.rows(`${set}?$select=wbc_requestid&$filter=${filter}&$top=1`)
  if (found.length) return
  await api.create(set, {
    wbc_kind: kinds[kind],
    wbc_dryrun: dryRun,
    [`${lookup}@odata.bind`]: `/${target}(${subject.id})`,
    ...(contact && { 'wbc_ContactId@odata.bind': `/contacts(${contact.id})` }),
  })
}

function dry(dryRun: boolean) {
  return dryRun ? 'wbc_dryrun eq true' : '(wbc_dryrun eq null or wbc_dryrun eq false)'
}

function columnOf(lookup: string) {
  return `_${lookup.toLowerCase()}_value`
}

const kindNames = Object.keys(kinds) as RequestKind[]

function toRequest(row: Row): Request {
  return {
    id: textOf(row, 'wbc_requestid'),
    kind: kindNames.find((kind) => kinds[kind] === row.wbc_kind),
    state: stateOf(row),
    name: textOf(row, 'wbc_name'),
    subject: subjects.map((column) => textOf(row, column)).find(Boolean),
    dryRun: row.wbc_dryrun === true,
    answer: textOf(row, 'wbc_answer'),
    progress: numberOf(row, 'wbc_progress'),
    createdOn: new Date(textOf(row, 'createdon')),
    createdBy: shownOf(row, '_createdby_value'),
    finishedOn: timeOf(row, 'wbc_finishedon'),
  }
}

function stateOf({ wbc_state: state, wbc_finishedon: finished }: Row): Request['state'] {
  if (state === states.failed) return 'failed'
  if (state === states.done || finished) return 'done'
  return state === states.running ? 'running' : 'waiting'
}
