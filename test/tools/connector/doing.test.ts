import { expect } from 'vitest'
import { operatorOf } from '../../harness/connector.ts'
import { test as base, type TestApp, until } from '../../harness/test-app.ts'

const test = base.extend('operator', ({ app }) => operatorOf(app))
test.override('appOptions', { webhooks: false })

const person = (n: number) => ({ firstname: 'A', lastname: `B${n}`, emailaddress1: `person${n}@example.test` })

async function webinarNamed(app: TestApp, name: string, people = 0) {
  const webinar = await app.webinar({ values: { msevtmgt_name: name } })
  for (let n = 0; n < people; n += 1) app.register(webinar, app.contact(person(n)))
  return webinar
}

test('a check by name has the findings with what to do, and an error needs somebody', async ({ operator, app }) => {
  const webinar = await webinarNamed(app, 'Spring demo')
  const well = await operator.call('check', 'spring DEMO')
  expect(well).toMatchObject({ code: 0, out: 'Nothing stands in its way.\n', notes: [] })
  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: '999999' })
  const { code, out } = await operator.call('check', 'Spring demo')
  expect({ code, out }).toEqual({ code: 1, out: expect.stringMatching(/^error, unknown webinar: .*ON24/) })
  expect(await operator.document('check', 'Spring demo')).toMatchObject({
    webinar: { table: 'msevtmgt_event', id: webinar.id, name: 'Spring demo' },
    findings: [{ level: 'error', code: 'unknown webinar', finding: expect.any(String), remedy: expect.any(String) }],
  })
})

test('a backfill shows what it would do, asks, and shows how far it got', async ({ operator, app }) => {
  const webinar = await webinarNamed(app, 'Backfilled', 3)
  app.register(webinar, app.contact({ lastname: 'Nobody', emailaddress1: null }))
  operator.answers = [false, true]
  operator.isTerminal = true
  const declined = await operator.call('backfill', 'Backfilled', '--registrations')
  expect(declined).toMatchObject({ code: 0, out: 'Nothing was done.\n', bars: [] })
  expect(declined.notes).toEqual([
    expect.stringMatching(/^Registrations of 4 people: 3 to register, .*, 1 refused\.$/),
    '  1 refused: The contact has no e-mail address. Enter one on the contact.',
    'Do it?',
  ])
  expect(app.registrants(webinar)).toEqual([])
  const done = await operator.call('backfill', 'Backfilled', '--registrations')
  expect(done).toMatchObject({ code: 1, out: expect.stringMatching(/has ended: 3 of 4 done, 1 failed\.\n$/) })
  expect(done.bars.at(-2)).toBe(`[${'#'.repeat(30)}] 4 of 4, 1 failed`)
  expect(done.bars.at(-1)).toBe('')
  expect(app.registrants(webinar)).toHaveLength(3)
})

test('a backfill without a terminal needs a yes, and leaves nothing but its document', async ({ operator, app }) => {
  await webinarNamed(app, 'Without terminal', 2)
  const asked = await operator.call('backfill', 'Without terminal')
  expect(asked).toMatchObject({ code: 2, out: '', notes: ['There is no terminal to ask at: say --yes, or --dry-run.'] })
  const dry = await operator.call('backfill', 'Without terminal', '--dry-run')
  expect(dry).toMatchObject({ code: 0, out: expect.stringMatching(/2 to register.*\nAttendance is read/) })
  const done = await operator.call('backfill', 'Without terminal', '--registrations', '--yes', '--json')
  expect(done).toMatchObject({ code: 0, notes: [], bars: [] })
  const { run, plan } = JSON.parse(done.out)
  expect(plan).toMatchObject({ blocked: null, registrations: { people: 2, register: 2 } })
  expect(run).toMatchObject({ state: 'ended', total: 2, done: 2, failed: 0, waiting: 0 })
  expect(await operator.document('runs', run.id)).toEqual({ runs: [run] })
  expect((await operator.call('runs')).out).toMatch(new RegExp(`${run.id} .* msevtmgt_event .* registrations\n`))
})

test('a webinar that cannot be backfilled says why, and nothing is asked', async ({ operator, app }) => {
  await app.webinar({ values: { msevtmgt_name: 'No account', msevtmgt_webinarconfigurationid: null } })
  operator.answers = [true]
  const { code, out, notes } = await operator.call('backfill', 'No account')
  expect({ code, notes }).toEqual({ code: 1, notes: [] })
  expect(out).toMatch(/^Not possible: The event has no webinar configuration/)
  app.dataverse.insert('msevtmgt_event', { msevtmgt_name: 'On site', msevtmgt_eventformat: 100000001 })
  expect(await operator.call('backfill', 'On site')).toMatchObject({ code: 1, out: '' })
})

test('failures are sent again by filter, by id and by the link of their row', async ({ operator, app }) => {
  const webinar = await webinarNamed(app, 'Refused')
  const contact = app.contact({ lastname: 'Byron', emailaddress1: 'no address' })
  const row = app.register(webinar, contact)
  await app.enqueue('registrations', { table: 'msevtmgt_eventregistration', id: row })
  await until(async () => expect(await app.failures()).toContainEqual(expect.objectContaining({ row })))
  await app.idle()
  const still = await operator.call('send-again', '--kind', 'refused')
  expect(still).toMatchObject({ code: 1, out: expect.stringMatching(/\d of \d done, [1-9] failed\.\n$/) })
  app.dataverse.update('contact', contact, person(9))
  const link = `https://contoso.crm.dynamics.com/main.aspx?etn=msevtmgt_eventregistration&id=%7B${row}%7D`
  const sent = await operator.call('send-again', link)
  expect(sent).toMatchObject({ code: 0, out: expect.stringMatching(/^Sent 1 message again: /) })
  await until(() => expect(app.row(row)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  await until(async () =>
    expect(await operator.call('send-again', row)).toMatchObject({
      code: 2,
      notes: [expect.stringMatching(/has no failure/)],
    }),
  )
  const unknown = await operator.call('send-again', `registrations_${row}`)
  expect(unknown).toMatchObject({ code: 2, out: '' })
})

test('an account is removed after a question, with a receipt', async ({ operator, app }) => {
  operator.roles = ['Administrator']
  const { clientId } = await app.account()
  const unasked = await operator.call('remove-account', clientId)
  expect(unasked).toMatchObject({ code: 2, notes: ['There is no terminal to ask at: say --yes.'] })
  operator.answers = [false]
  expect(await operator.call('remove-account', clientId)).toMatchObject({ code: 0, out: 'Nothing was done.\n' })
  const { receipt } = await operator.document<{ receipt: object }>('remove-account', clientId, '--yes')
  expect(receipt).toMatchObject({ erased: { credentials: 1, registrations: 0, webinars: 0 } })
  expect((await operator.call('accounts', clientId)).code).toBe(2)
})
