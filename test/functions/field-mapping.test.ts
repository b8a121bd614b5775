import { expect } from 'vitest'
import { type TestApp, test, until, type Webinar } from '../harness/test-app.ts'
import { sessionWebinar } from '../harness/webinars.ts'

const sources = {
  contact: 524130000,
  account: 524130001,
  registration: 524130002,
  answer: 524130003,
  constant: 524130004,
}
const kinds = { resend: 524130001, fields: 524130011, preview: 524130012 }
const done = 524130002
const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }

test.override('appOptions', { ownTables: true })

/** An administrator maps a field, for an account or an event. */
type Line = { field: string; source: keyof typeof sources; [column: `wbc_${string}`]: unknown }
function map(app: TestApp, { field, source, ...values }: Line) {
  return app.dataverse.insert('wbc_fieldmapping', { wbc_field: field, wbc_source: sources[source], ...values })
}

const line = (app: TestApp, id: string) => app.dataverse.row('wbc_fieldmapping', id) ?? {}

/** The lines are read anew by the request, which says on each of them what is wrong. */
async function readFields(app: TestApp, subject: Record<string, unknown>) {
  return answered(app, 'fields', subject)
}

async function answered(app: TestApp, kind: keyof typeof kinds, subject: Record<string, unknown>) {
  const id = app.dataverse.insert('wbc_request', { wbc_kind: kinds[kind], ...subject })
  return until(() => {
    const { wbc_state, wbc_answer } = app.dataverse.row('wbc_request', id) ?? {}
    expect(wbc_state, String(wbc_answer)).toBe(done)
    return String(wbc_answer)
  })
}

/** A webinar whose form has these fields, in an account of its own with this mapping. */
async function mapped(
  app: TestApp,
  form: { required?: string[]; dropdowns?: Record<string, string[]> },
  lines: (account: { configuration: string }, webinar: Webinar) => Line[] = () => [],
) {
  const account = await app.account()
  const webinar = await app.webinar({ ...account, requiredFields: form.required ?? [] })
  app.on24.na.event(webinar.on24).dropdowns = form.dropdowns ?? {}
  const ids = lines(account, webinar).map((one) => map(app, one))
  await readFields(app, { wbc_eventid: webinar.id })
  return { account, webinar, ids }
}

function says(app: TestApp, id: string, status: string) {
  return until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe(status))
}

const registered = (app: TestApp, webinar: Webinar) => app.registrants(webinar)

const countries = ['Germany', 'United Kingdom']

test('a person arrives with the country in ON24’s own words', async ({ app }) => {
  const { webinar } = await mapped(app, { required: ['country'], dropdowns: { country: countries } }, (account) => [
    {
      ...{ field: 'country', source: 'contact', wbc_configurationid: account.configuration },
      ...{ wbc_column: 'address1_country', wbc_valuemap: 'England = United Kingdom\nBRD = Germany' },
    },
  ])
  const people = { England: 'United Kingdom', ' brd ': 'Germany', Deutschland: 'Germany', GB: 'United Kingdom' }
  for (const [at, country] of Object.keys(people).entries()) {
    const contact = app.contact({ ...ada, emailaddress1: `ada${at}@example.test` })
    app.dataverse.update('contact', contact, { address1_country: country })
    await says(app, app.register(webinar, contact), 'Registered at ON24')
  }
  expect(registered(app, webinar).map(({ country }) => country)).toEqual(Object.values(people))
})

test('a person without what the form requires is told of, and goes out once it is there', async ({ app }) => {
  const { webinar } = await mapped(app, { required: ['country'], dropdowns: { country: countries } })
  const contact = app.contact(ada)
  const calls = app.on24.na.calls.length
  const id = app.register(webinar, contact)
  await says(app, id, 'ON24 requires: Country. Complete the contact, or ask your administrator.')
  expect(app.on24.na.calls.slice(calls).filter(({ method }) => method === 'POST')).toEqual([])

  app.dataverse.update('contact', contact, { address1_country: 'Atlantis' })
  await says(app, id, 'ON24 has no such choice for: Country. Correct the contact, or ask your administrator.')
  app.dataverse.update('contact', contact, { address1_country: 'Germany' })
  await says(app, id, 'Registered at ON24')
  expect(registered(app, webinar)).toMatchObject([{ country: 'Germany' }])
})

test('a field that is not required is left out where ON24 lacks the choice', async ({ app }) => {
  const { webinar } = await mapped(app, { dropdowns: { job_title: ['CEO'] } })
  await says(app, app.register(webinar, app.contact({ ...ada, jobtitle: 'CTO' })), 'Registered at ON24')
  expect(registered(app, webinar)[0]?.jobtitle ?? '').toBe('')
})

test('the mapping of an event holds over that of its account', async ({ app }) => {
  const { webinar, account } = await mapped(app, {}, ({ configuration }, { id }) => [
    { field: 'std1', source: 'constant', wbc_constant: 'account', wbc_configurationid: configuration },
    { field: 'std2', source: 'constant', wbc_constant: 'account', wbc_configurationid: configuration },
    { field: 'std1', source: 'constant', wbc_constant: 'event', wbc_eventid: id },
  ])
  const other = await app.webinar({ ...account, clientId: String(app.on24.na.event(webinar.on24).clientid) })
  await says(app, app.register(webinar, app.contact(ada)), 'Registered at ON24')
  await says(app, app.register(other, app.contact(ada)), 'Registered at ON24')
  expect(registered(app, webinar)).toMatchObject([{ std1: 'event', std2: 'account' }])
  expect(registered(app, other)).toMatchObject([{ std1: 'account', std2: 'account' }])
})

test('the mapping of an event holds for its sessions, unless theirs says otherwise', async ({ app }) => {
  const account = await app.account()
  const session = await sessionWebinar(app, account)
  const constant = (field: string, text: string, place: Record<string, string>) =>
    map(app, { field, source: 'constant', wbc_constant: text, ...place })
  for (const field of ['std1', 'std2', 'std3']) {
    constant(field, 'account', { wbc_configurationid: account.configuration })
  }
  for (const field of ['std2', 'std3']) constant(field, 'event', { wbc_eventid: session.event })
  constant('std3', 'session', { wbc_sessionid: session.id })
  await readFields(app, { wbc_sessionid: session.id })
  await says(app, app.register(session, app.contact(ada)), 'Registered at ON24')
  expect(registered(app, session)).toMatchObject([{ std1: 'account', std2: 'event', std3: 'session' }])
})

test('choices, lookups, numbers, dates and the account of a contact become texts', async ({ app }) => {
  const of = (field: string, source: 'contact' | 'account' | 'registration', wbc_column: string) => ({
    ...{ field, source, wbc_column },
  })
  const { webinar } = await mapped(app, {}, ({ configuration }) =>
    [
      of('std1', 'contact', 'preferredcontactmethodcode'),
      of('std2', 'contact', 'parentcustomerid'),
      of('std3', 'contact', 'donotemail'),
      of('std4', 'contact', 'birthdate'),
      of('company_size', 'account', 'numberofemployees'),
      of('Company Industry', 'account', 'industrycode'),
      of('partnerref', 'registration', 'msevtmgt_name'),
    ].map((one) => ({ ...one, wbc_configurationid: configuration })),
  )
  const contact = app.contact(ada, 'Engines')
  const { parentcustomerid } = app.dataverse.row('contact', contact) ?? {}
  app.dataverse.update('account', String(parentcustomerid), { numberofemployees: 1200, industrycode: 1 })
  app.dataverse.update('contact', contact, { preferredcontactmethodcode: 2, donotemail: true, birthdate: '1815-12-10' })
  await says(app, app.register(webinar, contact, { msevtmgt_name: 'R-17' }), 'Registered at ON24')
  expect(registered(app, webinar)).toMatchObject([
    {
      ...{ std1: 'Email', std2: 'Engines', std3: 'Yes', std4: '1815-12-10' },
      ...{ companysize: '1200', companyindustry: 'Accounting', partnerref: 'R-17' },
    },
  ])
})

test('an answer of the registration form reaches ON24, from new forms and old ones', async ({ app }) => {
  const { webinar } = await mapped(app, {}, ({ configuration }) => [
    { field: 'std1', source: 'answer', wbc_column: 'Your diet?', wbc_configurationid: configuration },
    { field: 'std2', source: 'answer', wbc_column: 'T-shirt', wbc_configurationid: configuration, wbc_default: 'M' },
  ])
  const [first, second] = [ada, { ...ada, emailaddress1: 'grace@example.test' }].map((one) =>
    app.register(webinar, app.contact(one), { statuscode: 533_240_001 }),
  )
  app.dataverse.insert('msdynmkt_marketingformsubmission', {
    msdynmkt_eventregistration: first,
    msdynmkt_submittedvalues: JSON.stringify({ 'Your diet?': 'vegan', 'T-Shirt': 'L' }),
  })
  const field = app.dataverse.insert('msevtmgt_customregistrationfield', { msevtmgt_name: 'Your diet?' })
  app.dataverse.insert('msevtmgt_registrationresponse', {
    ...{ msevtmgt_eventregistration: second, msevtmgt_customregistrationfield: field, msevtmgt_response: 'fish' },
  })
  for (const id of [first, second]) {
    if (id) app.dataverse.update('msevtmgt_eventregistration', id, { statuscode: 533_240_000 })
    if (id) await says(app, id, 'Registered at ON24')
  }
  expect(registered(app, webinar).map(({ std1, std2 }) => [std1, std2])).toEqual([
    ['vegan', 'L'],
    ['fish', 'M'],
  ])
})

test('a line that cannot be used says why, and keeps nobody out', async ({ app }) => {
  const of = (values: Partial<Line> & Pick<Line, 'field'>): Line => ({ source: 'contact', ...values })
  const { webinar, account, ids } = await mapped(app, { dropdowns: { country: countries } }, ({ configuration }) =>
    [
      of({ field: 'std1', wbc_column: 'new_gone' }),
      of({ field: 'std2', wbc_column: 'contactid' }),
      of({ field: 'favourite_colour', wbc_column: 'jobtitle' }),
      of({ field: 'std3', wbc_column: '' }),
      of({ field: 'country', source: 'constant', wbc_constant: 'Atlantis' }),
      of({ field: 'std4', wbc_column: 'jobtitle' }),
    ].map((one) => ({ ...one, wbc_configurationid: configuration })),
  )
  expect(ids.map((id) => line(app, id).wbc_problem ?? null)).toEqual([
    'Dynamics has no column “new_gone” there, so the line is left out. Correct the name of the column, or delete the line.',
    null,
    'ON24 has no field “favourite_colour” that can be mapped. Choose one of its fields.',
    'The line names no column, question or fixed value. Enter it.',
    'ON24 has no choice “Atlantis” in this field. Read the fields again, and write the value as one of its options.',
    null,
  ])
  await says(app, app.register(webinar, app.contact({ ...ada, jobtitle: 'CTO' })), 'Registered at ON24')
  expect(registered(app, webinar)).toMatchObject([{ email: ada.emailaddress1, std4: 'CTO' }])
  const [first = ''] = ids
  app.dataverse.update('wbc_fieldmapping', first, { wbc_column: 'department' })
  await readFields(app, { wbc_configurationid: account.configuration })
  expect(line(app, first).wbc_problem ?? null).toBeNull()
})

test('a change of the mapping reaches those who are registered', async ({ app }) => {
  const { webinar, account, ids } = await mapped(app, {}, ({ configuration }) => [
    { field: 'std1', source: 'constant', wbc_constant: 'before', wbc_configurationid: configuration },
  ])
  await says(app, app.register(webinar, app.contact(ada)), 'Registered at ON24')
  expect(registered(app, webinar)).toMatchObject([{ std1: 'before' }])
  app.dataverse.update('wbc_fieldmapping', ids[0] ?? '', { wbc_constant: 'after' })
  await readFields(app, { wbc_configurationid: account.configuration })
  await app.enqueue('webinars', { table: 'msevtmgt_event', id: webinar.id, work: 'review' })
  await until(() => expect(registered(app, webinar)).toMatchObject([{ std1: 'after' }]))
})

test('a value that is too long is cut, or keeps the person out where the line says so', async ({ app }) => {
  const long = 'x'.repeat(150)
  const of = (wbc_toolong: number) => (account: { configuration: string }) => [
    {
      ...{ field: 'std1', source: 'constant' as const, wbc_constant: long, wbc_toolong },
      wbc_configurationid: account.configuration,
    },
  ]
  const { webinar: cut } = await mapped(app, {}, of(524130000))
  await says(app, app.register(cut, app.contact(ada)), 'Registered at ON24')
  expect(registered(app, cut)).toMatchObject([{ std1: 'x'.repeat(100) }])
  const { webinar: refuses } = await mapped(app, {}, of(524130001))
  const id = app.register(refuses, app.contact(ada))
  await says(app, id, 'Too long for ON24: Custom 1. Shorten it, or ask your administrator.')
})

test('the fields of a form are shown as it is now, with how many registrations lack each', async ({ app }) => {
  const { webinar } = await mapped(app, { required: ['country'], dropdowns: { country: countries } })
  const id = app.register(webinar, app.contact(ada))
  await says(app, id, 'ON24 requires: Country. Complete the contact, or ask your administrator.')
  const answer = await readFields(app, { wbc_eventid: webinar.id })
  expect(answer).toBe('The webinar provider has 6 fields for registrants, 1 of them required here. They are shown now.')
  const shown = () => app.dataverse.rows('wbc_providerfield').filter(({ wbc_eventid }) => wbc_eventid === webinar.id)
  const country = () => shown().find(({ wbc_field }) => wbc_field === 'country')
  expect(country()).toMatchObject({
    ...{ wbc_name: 'Country', wbc_required: true, wbc_options: 'Germany\nUnited Kingdom', wbc_missing: 1 },
    wbc_maxlength: 100,
  })
  expect(shown().map(({ wbc_field }) => wbc_field)).toContain('std10')
  const { dropdowns, requiredFields } = app.on24.na.event(webinar.on24)
  requiredFields.push('new_question')
  delete dropdowns.country
  await readFields(app, { wbc_eventid: webinar.id })
  expect(shown().map(({ wbc_field }) => wbc_field)).toContain('newquestion')
  requiredFields.length = 0
  await readFields(app, { wbc_eventid: webinar.id })
  expect(shown().map(({ wbc_field }) => wbc_field)).not.toContain('newquestion')
  expect(country()).toMatchObject({ wbc_required: false, wbc_missing: 0 })
  expect(country()?.wbc_options ?? null).toBeNull()
})

test('an account without a webinar ahead shows the fields that ON24 documents', async ({ app }) => {
  const { configuration } = await app.account()
  expect(await readFields(app, { wbc_configurationid: configuration })).toMatch(/^The account has no webinar ahead/)
  const rows = app.dataverse.rows('wbc_providerfield')
  expect(rows.some((row) => row.wbc_configurationid === configuration && row.wbc_field === 'partnerref')).toBe(true)
})

test('a preview says of each field what is sent for one registration', async ({ app }) => {
  const { webinar } = await mapped(
    app,
    { required: ['country', 'work_phone'], dropdowns: { country: countries, job_title: ['CEO'] } },
    ({ configuration }) => [
      { field: 'std1', source: 'constant', wbc_constant: `${'x'.repeat(99)}😀`, wbc_configurationid: configuration },
    ],
  )
  const contact = app.contact({ ...ada, jobtitle: 'CTO' })
  app.dataverse.update('contact', contact, { address1_country: 'Deutschland' })
  const wbc_eventregistrationid = app.register(webinar, contact)
  expect((await answered(app, 'preview', { wbc_eventregistrationid })).split('\n')).toEqual([
    'Email: ada@example.test',
    'Firstname: Ada',
    'Lastname: Byron',
    'Company: (nothing)',
    'Job title: “CTO” is no choice at the webinar provider, so the field is left out.',
    'Work phone: missing, and required. The registration is not sent without it.',
    'Country: Germany',
    `Custom 1: ${'x'.repeat(99)} (cut to 100 characters)`,
  ])
  map(app, { field: 'workphone', source: 'constant', wbc_constant: '+44 1', wbc_eventid: webinar.id })
  expect(await answered(app, 'preview', { wbc_eventregistrationid })).toContain('Work phone: +44 1')
})

test('a check tells which registrations will be refused, before they are sent', async ({ app }) => {
  const { webinar } = await mapped(app, { required: ['country'], dropdowns: { country: countries } })
  app.on24.na.injectFault(({ method }) => (method === 'POST' ? Response.json({}, { status: 503 }) : undefined))
  for (const [at, country] of ['Germany', 'Atlantis', null].entries()) {
    const contact = app.contact({ ...ada, emailaddress1: `ada${at}@example.test` })
    app.dataverse.update('contact', contact, { address1_country: country })
    app.register(webinar, contact)
  }
  const checked = await app.call('POST', `webinars/msevtmgt_event/${webinar.id}/check`)
  app.clearFaults()
  expect(await checked.json()).toMatchObject({
    findings: [
      {
        ...{ code: 'refused registrations', level: 'error' },
        finding: '2 registrations lack what ON24 asks for, or have it in words that it does not take: Country (2).',
      },
    ],
  })
})
