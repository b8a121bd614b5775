import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sentence } from '../../lib/messages/sentence.ts'
import { configurationDesk, typed } from '../harness/configurations.ts'
import { type Rig, startRig, until } from '../harness/test-app.ts'
import { plan, row, save, says } from '../harness/webinars.ts'

let rig: Rig

beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const status = (id: string) => rig.row(id)?.msevtmgt_registrationstatus
const outcomes = (id: string) =>
  rig.reports('connector.message').flatMap((report) => (report.id === id ? [report.outcome] : []))

describe('an organisation whose base language is German', () => {
  let munich: Rig
  beforeAll(async () => {
    munich = await startRig()
    const [organization] = munich.dataverse.rows('organization')
    munich.dataverse.update('organization', String(organization?.organizationid), { languagecode: 1031 })
  })
  afterAll(() => munich.stop())

  test('is told everything in German: rows, checks and answers', async () => {
    const account = await munich.account()
    const configuration = munich.dataverse.row('msevtmgt_webinarconfiguration', account.configuration)
    expect(configuration?.msevtmgt_message).toBe('ON24 nimmt die Zugangsdaten an.')

    const id = plan(munich, account, { msevtmgt_eventenddate: null })
    await says(munich, id, 'Handlungsbedarf: Die Veranstaltung hat kein Ende. Bitte geben Sie eines ein.')
    const check = await munich.call('POST', `webinars/msevtmgt_event/${id}/check`)
    expect(await check.json()).toMatchObject({
      findings: [
        { code: 'plan', finding: 'Die Veranstaltung hat kein Ende.', remedy: 'Bitte geben Sie eines ein.' },
        { code: 'no webinar' },
      ],
    })
    const unknown = await munich.call('GET', `runs/${crypto.randomUUID()}`)
    expect(await unknown.json()).toMatchObject({ error: { message: 'Es gibt keinen Lauf mit dieser ID.' } })

    const registration = munich.register(await munich.webinar(account), munich.contact(ada))
    await until(() => expect(munich.row(registration)?.msevtmgt_registrationstatus).toBe('Bei ON24 angemeldet'))
  })

  test('is told in English where the setting says so', async () => {
    const english = await munich.startHost({ env: { MESSAGE_LANGUAGE: 'en' } })
    const headers = { 'x-functions-key': english.keys.default }
    const unknown = await fetch(`${english.url}/api/runs/${crypto.randomUUID()}`, { headers })
    expect(await unknown.json()).toMatchObject({ error: { message: 'There is no run with this id.' } })
    await english.stop()
  })
})

describe('a text that somebody edited, translated or reworded', () => {
  /** The connector looks at the event once more, and finds nothing to do. */
  async function looked(id: string) {
    await rig.quiet()
    await rig.enqueue('webinars', { table: 'msevtmgt_event', id })
    await rig.quiet()
    expect(outcomes(id).at(-1)).toBe('left alone')
  }

  test.each(['Ready to go!', 'Bereit', ''])('changes nothing for a webinar: %j', async (words) => {
    const id = plan(rig, await rig.account())
    await says(rig, id, 'Ready')
    await rig.quiet()
    const edited = { msevtmgt_webinarstatus: words, msevtmgt_webinarstatusreason: words }
    save(rig, id, edited)
    await looked(id)
    expect(row(rig, id)).toMatchObject(edited)
    save(rig, id, { msevtmgt_publishstatus: 100000004 })
    await says(rig, id, 'Cancelled')
    await rig.quiet()
    save(rig, id, edited)
    await looked(id)
  })

  test.each(['The administrator is on it.', 'Die Zugangsdaten des Clients gelten weiter.'])(
    'changes nothing for a configuration: %j',
    async (words) => {
      const desk = configurationDesk(rig)
      const { configuration } = await rig.account()
      desk.acceptTerms()
      desk.write(configuration, typed('99999'))
      await until(() => expect(desk.row(configuration).msevtmgt_message).toMatch(/stay in force\.$/))
      await rig.quiet()
      desk.write(configuration, { msevtmgt_message: words })
      await rig.enqueue('configurations', { table: 'msevtmgt_webinarconfiguration', id: configuration })
      await rig.quiet()
      expect(outcomes(configuration).at(-1)).toBe('nothing')
      expect(desk.row(configuration).msevtmgt_message).toBe(words)
    },
  )

  test('does not tell ON24 anything of a registration, and the row gets its status back', async () => {
    const webinar = await rig.webinar()
    const id = rig.register(webinar, rig.contact(ada))
    await until(() => expect(status(id)).toBe('Registered at ON24'))
    await rig.quiet()
    const calls = rig.on24.na.calls.length
    rig.dataverse.update('msevtmgt_eventregistration', id, { msevtmgt_registrationstatus: 'Brings a guest' })
    await rig.enqueue('registrations', { table: 'msevtmgt_eventregistration', id })
    await until(() => expect(status(id)).toBe('Registered at ON24'))
    await rig.quiet()
    expect(rig.on24.na.calls.slice(calls)).toEqual([])
  })
})

test('after another language was set, what stands is written again only with its row’s next news', async () => {
  const webinar = await rig.webinar()
  const id = rig.register(webinar, rig.contact(ada))
  await until(() => expect(status(id)).toBe('Registered at ON24'))
  await rig.quiet()
  await rig.host.stop()
  const german = await rig.startHost({ env: { MESSAGE_LANGUAGE: 'de' } })
  await german.run('reconcile-timer')
  await rig.quiet()
  expect(status(id)).toBe('Registered at ON24')
  await rig.enqueue('registrations', { table: 'msevtmgt_eventregistration', id })
  await until(() => expect(status(id)).toBe(sentence({ code: 'registered', provider: 'ON24' }, 'de')))
})
