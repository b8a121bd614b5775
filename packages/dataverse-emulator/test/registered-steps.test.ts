import { type Emulator, serve } from '@webinar-connector/emulator-server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Dataverse, startDataverse } from '../src/dataverse.ts'

let dataverse: Dataverse
let receiver: Emulator
let received: { code: string | null; organization: string | null; message: unknown }[]
let status: number

beforeEach(async () => {
  received = []
  status = 202
  dataverse = await startDataverse()
  receiver = await serve(async (request) => {
    const { MessageName: message } = JSON.parse(await request.text())
    const code = new URL(request.url).searchParams.get('code')
    received.push({ code, organization: request.headers.get('x-ms-dynamics-organization'), message })
    return new Response(null, { status })
  })
})
afterEach(() => Promise.all([dataverse.stop(), receiver.stop()]))

function register(values: Record<string, unknown>) {
  const endpoint = { name: 'Hook', url: `${receiver.url}/hook`, contract: 8, authtype: 4, authvalue: 'secret' }
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
  expect(received).toEqual([{ code: 'secret', organization: '127.0.0.1', message: 'Update' }])
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
