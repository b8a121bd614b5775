import { counted, holdWebinars, queuePulls } from './demo/attend.ts'
import { configureByHttp, configureInCrm } from './demo/configure.ts'
import {
  attendanceFigures,
  callFigures,
  failureFigure,
  registrationFigures,
  secretFigure,
  webhookFigures,
  webinarFigures,
} from './demo/figures.ts'
import { importPeople } from './demo/import-people.ts'
import { makeWebinars } from './demo/make-webinars.ts'
import { changeMinds, registerAll } from './demo/register.ts'
import { setStage } from './demo/scenario.ts'
import { startCourier } from './demo/webhook-sender.ts'
import { startEnvironment } from './environment/environment.ts'
import { eager } from './environment/fast-polling.ts'
import { printTable } from './environment/print-table.ts'
import { toLine } from './environment/to-line.ts'
import { quiet } from './environment/wait-until-idle.ts'

/** The main job, end to end, on this machine: credentials in, webinars and registrations out, attendance back. */

const fourHours = 4 * 60 * 60 * 1000
const begun = performance.now()
const seconds = () => (performance.now() - begun) / 1000
const say = (what: string) => console.log(`${seconds().toFixed(1).padStart(5)} s  ${what}`)

// The webinars lie an hour ahead until everybody has registered; then ON24 and the app go on four hours later.
let ahead = 0
const environment = await startEnvironment({ now: () => new Date(Date.now() + ahead) })
const { dataverse, settings } = environment
const empty = setStage(environment)
say('Dynamics 365 has contacts and no event, ON24 two accounts and no webinar.')

const host = await environment.startHost({ env: eager })
const hosts = [host]
setTimeout(() => {
  console.error('After three minutes there is still work on its way. The app said last:')
  for (const record of hosts.flatMap(({ logs }) => logs).slice(-20)) console.error(toLine(record))
  process.exit(1)
}, 180_000).unref()
const courier = startCourier(dataverse, host)
const rest = () => quiet(settings.AzureWebJobsStorage ?? '', host, courier.webhooks)
say('The connector runs.')

await configureInCrm(empty)
say('One account was typed into Dynamics 365: proved at ON24 in Europe, kept encrypted, blanked in CRM.')
await configureByHttp(empty, host)
say('One account came by HTTP: proved at ON24 in North America, kept encrypted.')
const stage = await makeWebinars(empty)
await rest()
say('Three events and two sessions were saved in Dynamics 365: ON24 has their webinars, the rows have the links.')

const settled = new Set<string>()
dataverse.onChange(({ id, by, values }) => {
  if (by === 'api' && values.msevtmgt_registrationstatus) settled.add(id)
})
const progress = setInterval(() => say(`  ${settled.size} registrations have an outcome`), 2000)
const entered = await registerAll(stage, courier)
say(`${entered.length} people have registered in Dynamics 365.`)
await rest()
say('ON24 has heard of all whose webhooks came; now some cancel, move or are promoted, and late webhooks arrive.')
await changeMinds(stage, courier, entered)
await rest()
clearInterval(progress)
say('Everything agreed.')

courier.hold(() => importPeople(stage))
await host.stop()
ahead = fourHours
const port = Number(new URL(host.url).port)
const later = await environment.startHost({ env: eager, port, clockShift: ahead })
hosts.push(later)
holdWebinars(stage, entered)
say('Four hours later the webinars are over; most people had registered on ON24’s own page and were imported to CRM.')
const one = await counted(stage, async () => {
  await later.run('attendance-timer')
  await rest()
})
say(`Metric run one wrote ${one.checkIns} check-ins.`)
const two = await counted(stage, async () => {
  await queuePulls(stage)
  await rest()
})
say(`Metric run two wrote ${two.checkIns} check-ins.\n`)

const lines = [
  ...webhookFigures(courier.webhooks.statuses),
  ...webinarFigures(stage),
  ...registrationFigures(stage, entered),
  ...(await attendanceFigures(stage, later, one, two)),
  secretFigure(environment),
  failureFigure(hosts),
  ...callFigures(environment),
  { figure: 'Seconds', is: seconds().toFixed(1) },
]
printTable(['Figure', 'is', 'must be'], lines)
await environment.stop()

const wrong = lines.filter(({ ok }) => ok === false)
for (const { figure, is, must } of wrong) console.error(`${figure.trim()}: ${is} instead of ${must}`)
console.log(wrong.length ? '\nThe demo failed.' : '\nAll figures are what they must be.')
process.exitCode = wrong.length ? 1 : 0
