import { attendWebinars, countDuring, enqueuePulls } from './demo/attend.ts'
import { configureByHttp, configureInCrm } from './demo/configure.ts'
import { createWebinars } from './demo/create-webinars.ts'
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
import { changeRegistrations, registerAll } from './demo/register.ts'
import { createScenario } from './demo/scenario.ts'
import { startWebhookSender } from './demo/webhook-sender.ts'
import { startEnvironment } from './environment/environment.ts'
import { fastPolling } from './environment/fast-polling.ts'
import { printTable } from './environment/print-table.ts'
import { toLine } from './environment/to-line.ts'
import { waitUntilIdle } from './environment/wait-until-idle.ts'
import { portsFrom } from './start/ports.ts'

/** The main job, end to end, on this machine: credentials in, webinars and registrations out, attendance back. */

const fourHours = 4 * 60 * 60 * 1000
const begun = performance.now()
const seconds = () => (performance.now() - begun) / 1000
const print = (line: string) => console.log(`${seconds().toFixed(1).padStart(5)} s  ${line}`)

// The webinars are an hour ahead until all registrations are done; then the clocks of ON24 and the app go on four hours.
let ahead = 0
const environment = await startEnvironment({ now: () => new Date(Date.now() + ahead) })
const { dataverse, settings } = environment
const initial = createScenario(environment)
print('Dynamics 365 has contacts and no event. ON24 has two accounts and no webinar.')

const host = await environment.startHost({ env: fastPolling })
const hosts = [host]
setTimeout(() => {
  console.error('The demo is not finished after three minutes. Last log records of the app:')
  for (const record of hosts.flatMap(({ logs }) => logs).slice(-20)) console.error(toLine(record))
  process.exit(1)
}, 180_000).unref()
const sender = startWebhookSender(dataverse, host)
const idle = () => waitUntilIdle(settings.AzureWebJobsStorage ?? '', host, sender.subscription)
print('The connector runs.')

await configureInCrm(initial)
print('Credentials of the account in Europe were entered in Dynamics 365: verified, encrypted, cleared in CRM.')
await configureByHttp(initial, host)
print('Credentials of the account in North America were sent by HTTP: verified, encrypted.')
const scenario = await createWebinars(initial)
await idle()
print('Three events and two sessions were saved in Dynamics 365. ON24 has their webinars, the rows have the links.')

const settled = new Set<string>()
dataverse.onChange(({ id, by, values }) => {
  if (by === 'api' && values.msevtmgt_registrationstatus) settled.add(id)
})
let shown = 0
const progress = setInterval(() => {
  if (settled.size === shown) return
  shown = settled.size
  print(`  ${shown} registrations have a status`)
}, 2000)
const registered = await registerAll(scenario, sender)
print(`${registered.length} registrations were created in Dynamics 365. One webhook in ten is still missing.`)
await idle()
print(
  'All others have a status. Some are cancelled, some people change title or address, and the late webhooks arrive.',
)
await changeRegistrations(scenario, sender, registered)
await idle()
clearInterval(progress)
print('ON24 and Dynamics 365 agree.')

// An import sends no webhooks.
sender.capture(() => importPeople(scenario))
await host.stop()
ahead = fourHours
const port = Number(new URL(host.url).port)
const later = await environment.startHost({ env: fastPolling, port, clockShift: ahead })
hosts.push(later)
attendWebinars(scenario, registered)
print('Four hours later the webinars are over. Most people had registered on ON24’s own page and were imported to CRM.')
const first = await countDuring(scenario, async () => {
  await later.run('attendance-timer')
  await idle()
})
print(`The first pull of attendance wrote ${first.checkIns.toLocaleString('en')} check-ins.`)
const second = await countDuring(scenario, async () => {
  await enqueuePulls(scenario)
  await idle()
})
print(`The second pull wrote ${second.checkIns}, because nothing has changed.\n`)

const lines = [
  ...webhookFigures(sender.subscription.statuses),
  ...webinarFigures(scenario),
  ...registrationFigures(scenario, registered),
  ...(await attendanceFigures(scenario, later, first, second)),
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
const page = `http://127.0.0.1:${portsFrom().environment.dataverse}/WebResources/wbc_/webinars.html`
console.log(`To see the page in Dynamics and to play with it: npm start, then open ${page}`)
process.exitCode = wrong.length ? 1 : 0
