import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Rig, startRig } from '../rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

test('a new registration is at ON24 with name, e-mail, company and job title, and the row says so', async () => {
  const webinar = await rig.webinar()
  const contact = rig.contact(
    { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test', jobtitle: 'CTO' },
    'Engines',
  )
  const id = rig.register(webinar, contact)
  await vi.waitFor(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  const [registrant] = rig.registrants(webinar)
  expect(registrant).toMatchObject({
    ...{ firstname: 'Ada', lastname: 'Byron', email: 'ada@example.test', company: 'Engines', jobtitle: 'CTO' },
    ...{ exteventusercd: id, eventemail: 'Y', marketingemail: 'N' },
  })
  expect(rig.row(id)).toMatchObject({
    msevtmgt_webinarregistrationid: String(registrant?.eventuserid),
    msevtmgt_syncedwithprovider: 100000002,
    msevtmgt_publishingstate: 100000001,
  })
})
