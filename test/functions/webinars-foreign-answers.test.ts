import { foreignAnswers } from '@webinar-connector/on24-emulator/foreign-answers'
import { expect } from 'vitest'
import { hour } from '../../lib/core/time.ts'
import { test, until } from '../harness/test-app.ts'
import { wallClock } from '../harness/wall-clock.ts'
import { onlyMadeFor as only, plan, save, says } from '../harness/webinars.ts'

const kinds = Object.keys(foreignAnswers) as (keyof typeof foreignAnswers)[]

test.for(kinds)('a start that was answered by a %s is told again', async (kind, { app, account }) => {
  const id = plan(app, account)
  await says(app, id, 'Ready')
  await app.idle()
  let changes = 0
  app.on24.na.injectFault(({ method }) => (method === 'PUT' && changes++ === 0 ? foreignAnswers[kind]() : undefined))
  const start = new Date(Math.ceil(Date.now() / hour) * hour + 30 * hour)
  save(app, id, {
    msevtmgt_eventstartdate: wallClock(start),
    msevtmgt_eventenddate: wallClock(new Date(start.getTime() + hour)),
  })
  await until(() => expect(only(app, id).goodafter).toEqual(start))
  expect(changes).toBe(2)
  app.clearFaults()
})

test.for(kinds)('a person whose cancellation was answered by a %s is cancelled', async (kind, { app, account }) => {
  const webinar = await app.webinar(account)
  const id = app.register(webinar, app.contact({ emailaddress1: 'ada@example.test' }))
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  await app.idle()
  let cancels = 0
  app.on24.na.injectFault(({ method, url }) =>
    method === 'POST' && url.includes('honorrequired') && cancels++ === 0 ? foreignAnswers[kind]() : undefined,
  )
  app.dataverse.update('msevtmgt_eventregistration', id, { msevtmgt_iscanceled: true })
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Cancelled at ON24'))
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])
  expect(cancels).toBe(2)
  app.clearFaults()
})
