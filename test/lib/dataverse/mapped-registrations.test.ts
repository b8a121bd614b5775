import { startDataverse } from '@webinar-connector/dataverse-emulator'
import { expect, onTestFinished, test } from 'vitest'
import { RefusedError, UnavailableError } from '../../../lib/core/errors.ts'
import { createDataverse } from '../../../lib/dataverse/client.ts'
import { createCrm } from '../../../lib/dataverse/crm.ts'
import { createFormAnswers } from '../../../lib/dataverse/form-answers.ts'
import { createMappedColumns } from '../../../lib/dataverse/mapped-columns.ts'
import type { ColumnKind } from '../../../lib/dataverse/own-definitions.ts'
import { tables } from '../../../lib/dataverse/tables.ts'
import { noBreaker } from '../../harness/no-limits.ts'

const email = 'ada@example.test'
const nothing = { contact: [], account: [], registration: [], answers: false }

/** Ada’s registration in an emulated environment, and how it is read. */
async function environment() {
  const dataverse = await startDataverse({ ownTables: true })
  onTestFinished(() => dataverse.stop())
  const crm = createCrm(
    createDataverse(dataverse.url, async () => 'token', noBreaker),
    { event: new Map(), session: new Map() },
  )
  const parentcustomerid = dataverse.insert('account', { name: 'Engines', numberofemployees: 1200 })
  const person = { emailaddress1: email, telephone1: '+44 20', donotemail: true, parentcustomerid }
  const contact = dataverse.insert('contact', person)
  const event = dataverse.insert('msevtmgt_event', {})
  const registration = { msevtmgt_contactid: contact, msevtmgt_eventid: event }
  const id = dataverse.insert('msevtmgt_eventregistration', registration)
  const read = async (columns?: Parameters<typeof crm.registrationsByEmail>[4]) => {
    const [found] = await crm.registrationsByEmail('event', event, email, id, columns)
    return found?.registration
  }
  return { dataverse, crm, read, id, contact }
}

test('without a mapping a registration is read by the same call as ever', async () => {
  const { dataverse, read } = await environment()
  await read()
  dataverse.calls.length = 0
  expect(await read()).not.toHaveProperty('texts')
  expect(dataverse.calls.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`)).toEqual(['POST $batch'])
})

test('with a mapping it is read by as many calls', async () => {
  const { dataverse, read } = await environment()
  const columns = { ...nothing, contact: ['telephone1', 'donotemail'], account: ['numberofemployees'] }
  await read(columns)
  dataverse.calls.length = 0
  expect((await read(columns))?.texts).toMatchObject({
    contact: { telephone1: '+44 20', donotemail: 'Yes' },
    account: { numberofemployees: '1200' },
  })
  expect(dataverse.calls).toHaveLength(1)
})

test('a column that was never there, or of which no text is made, is left out', async () => {
  const { read } = await environment()
  const texts = (await read({ ...nothing, contact: ['new_gone', 'telephone1'] }))?.texts
  expect(texts?.contact).toEqual({ telephone1: '+44 20' })
})

test('a session registration has the answers of its event registration', async () => {
  const { dataverse, crm, id, contact } = await environment()
  const session = dataverse.insert('msevtmgt_session', { msevtmgt_event: dataverse.insert('msevtmgt_event', {}) })
  const ofSession = dataverse.insert('msevtmgt_sessionregistration', {
    ...{ msevtmgt_contactid: contact, msevtmgt_sessionid: session, msevtmgt_registrationid: id },
  })
  dataverse.insert('msdynmkt_marketingformsubmission', {
    ...{ msdynmkt_eventregistration: id, msdynmkt_submittedvalues: '{"Diet":"vegan"}' },
  })
  const [found] = await crm.registrationsByEmail('session', session, email, ofSession, { ...nothing, answers: true })
  expect(found?.registration.texts?.answers.get('diet')).toBe('vegan')
  expect(found?.registration).not.toHaveProperty('answersOf')
})

test('a column that goes while it is held for there costs its own text alone', async () => {
  const there = new Map<string, ColumnKind>([
    ['telephone1', 'plain'],
    ['new_gone', 'plain'],
  ])
  const known = new Map(there)
  const mapped = createMappedColumns({
    columnKinds: async () => known,
    forget: () => void known.delete('new_gone'),
  })
  const asked: string[][] = []
  const answer = await mapped.read(
    { ...nothing, contact: [...there.keys()] },
    tables.eventRegistration,
    async (columns) => {
      const names = [...(columns?.contact.keys() ?? [])]
      asked.push(names)
      if (names.includes('new_gone')) throw new RefusedError({ code: 'dataverse_refused', said: 'No such property.' })
      return 'read'
    },
  )
  expect(answer).toBe('read')
  expect(asked).toEqual([['telephone1', 'new_gone'], ['telephone1']])
})

test('a table of answers that cannot be read costs its answers alone, for an hour', async () => {
  const asked: string[][] = []
  const row = { _msdynmkt_eventregistration_value: 'r', msdynmkt_submittedvalues: '{"Diet":"vegan"}' }
  const answersOf = createFormAnswers({
    async batch(requests) {
      asked.push(requests.map(({ path }) => path.split('?')[0]?.split('/').at(-1) ?? ''))
      const headers = new Headers()
      return requests.map(({ path }) =>
        path.includes('response')
          ? { status: 404, headers, body: undefined }
          : { status: 200, headers, body: { value: [row] } },
      )
    },
  })
  expect((await answersOf(['r'])).get('r')?.get('diet')).toBe('vegan')
  await answersOf(['r'])
  expect(asked).toEqual([
    ['msevtmgt_registrationresponses', 'msdynmkt_marketingformsubmissions'],
    ['msdynmkt_marketingformsubmissions'],
  ])
})

test('answers that cannot be read at present are waited for', async () => {
  const headers = new Headers()
  const answersOf = createFormAnswers({
    batch: async (requests) => requests.map(() => ({ status: 503, headers, body: undefined })),
  })
  await expect(answersOf(['r'])).rejects.toThrow(UnavailableError)
})
