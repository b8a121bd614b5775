import { type Emulator, serve } from '@webinar-connector/emulator-server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Dataverse, startDataverse } from '../src/dataverse.ts'

let dataverse: Dataverse
let receiver: Emulator
let received: { query: string; key: string | null; organization: string | null; message: unknown }[]
let status: number

beforeEach(async () => {
  received = []
  status = 202
  dataverse = await startDataverse()
  receiver = await serve(async (request) => {
    const { MessageName: message } = JSON.parse(await request.text())
    const { headers } = request
    const sent = { query: new URL(request.url).search, key: headers.get('x-key') }
    received.push({ ...sent, organization: headers.get('x-ms-dynamics-organization'), message })
    return new Response(null, { status })
  })
})
afterEach(() => Promise.all([dataverse.stop(), receiver.stop()]))

function register(
  values: Record<string, unknown>,
  auth: Record<string, unknown> = { authtype: 4, authvalue: 'secret' },
) {
  const endpoint = { name: 'Hook', url: `${receiver.url}/hook`, contract: 8, ...auth }
  const message = dataverse.rows('sdkmessage').find(({ name }) => name === 'Update')?.sdkmessageid
  const filter = dataverse
    .rows('sdkmessagefilter')
    .find((row) => row.sdkmessageid === message && row.primaryobjecttypecode === 'account')
  return dataverse.insert('sdkmessageprocessingstep', {
    ...{ name: 'Hook: Update', stage: 40, mode: 1, rank: 1, sdkmessageid: message, asyncautodelete: true },
    ...{ eventhandler: dataverse.insert('serviceendpoint', endpoint), filteringattributes: 'name' },
    sdkmessagefilterid: filter?.sdkmessagefilterid,
    ...values,
  })
}

test('a registered step sends the changes it is for, with its endpoint’s key', async () => {
  register({})
  const account = dataverse.insert('account', { name: 'Contoso' })
  dataverse.update('account', account, { statecode: 1 })
  dataverse.update('account', account, { name: 'Contoso' })
  await vi.waitFor(() => expect(received).toHaveLength(1))
  expect(received).toEqual([{ query: '?code=secret', key: null, organization: '127.0.0.1', message: 'Update' }])
})

test.each([
  ['a header', 5, { query: '', key: 'a&b "c"' }],
  ['a part of the query', 6, { query: '?x-key=a%26b+%22c%22', key: null }],
])('a key that is kept as a setting is sent as %s', async (_as, authtype, expected) => {
  register({}, { authtype, authvalue: '<settings><setting name="x-key" value="a&amp;b &#34;c&#34;" /></settings>' })
  dataverse.update('account', dataverse.insert('account', { name: 'Contoso' }), { name: 'Fabrikam' })
  await vi.waitFor(() => expect(received).toMatchObject([expected]))
})

test('a step that is switched off sends nothing', async () => {
  register({ statecode: 1, statuscode: 2 })
  register({})
  dataverse.update('account', dataverse.insert('account', { name: 'Contoso' }), { name: 'Fabrikam' })
  await vi.waitFor(() => expect(received).toHaveLength(1))
})

test('a system job stays after a failure, and after a success where the step keeps it', async () => {
  const silent = register({})
  const kept = register({ asyncautodelete: false })
  const account = dataverse.insert('account', { name: 'Contoso' })
  dataverse.update('account', account, { name: 'Fabrikam' })
  const jobs = () => dataverse.rows('asyncoperation').map((job) => [job.owningextensionid, job.statuscode])
  await vi.waitFor(() => expect(jobs()).toEqual([[kept, 30]]))
  await vi.waitFor(() => expect(received).toHaveLength(2))
  status = 404
  dataverse.update('account', account, { name: 'Contoso' })
  await vi.waitFor(() => expect(jobs()).toContainEqual([silent, 31]))
})
