import { counted, holdWebinars, queuePulls } from './demo/attend.ts'
import { configureByHttp, configureInCrm } from './demo/configure.ts'
import { startCourier } from './demo/courier.ts'
import {
  attendanceFigures,
  callFigures,
  failureFigure,
  registrationFigures,
  secretFigure,
  webhookFigures,
} from './demo/figures.ts'
import { importPeople } from './demo/import-people.ts'
import { changeMinds, registerAll } from './demo/register.ts'
import { setStage } from './demo/stage.ts'
import { eager } from './eager.ts'
import { startEnvironment } from './environment.ts'
import { printTable } from './print-table.ts'
import { quiet } from './quiet.ts'
import { toLine } from './to-line.ts'

/** The main job, end to end, on this machine: credentials in, registrations out, attendance back. */

const day = 24 * 60 * 60 * 1000
const begun = performance.now()
const seconds = () => (performance.now() - begun) / 1000
const say = (what: string) => console.log(`${seconds().toFixed(1).padStart(5)} s  ${what}`)

// People register while the webinars lie ahead; a day later they are over, as in CRM they are from the start.
const onTheDayBefore = { is: true }
const environment = await startEnvironment({ now: () => new Date(Date.now() - (onTheDayBefore.is ? day : 0)) })
const { dataverse, settings } = environment
const stage = setStage(environment)
say('Dynamics 365 has three events and two sessions, ON24 their webinars, nobody has registered.')

const host = await environment.startHost({ env: eager })
setTimeout(() => {
  console.error('After three minutes there is still work on its way. The app said last:')
  for (const record of host.logs.slice(-20)) console.error(toLine(record))
  process.exit(1)
}, 180_000).unref()
const courier = startCourier(dataverse, host)
const rest = () => quiet(settings.AzureWebJobsStorage ?? '', host, courier.webhooks)
say('The connector runs.')

await configureInCrm(stage)
say('One account was typed into Dynamics 365: proved at ON24 in Europe, kept encrypted, blanked in CRM.')
await configureByHttp(stage, host)
say('One account came by HTTP: proved at ON24 in North America, kept encrypted.')
await rest()

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
onTheDayBefore.is = false
holdWebinars(stage, entered)
say('The webinars took place; most people had registered on ON24’s own page and were imported to CRM.')
const one = await counted(stage, async () => {
  await host.run('attendance-timer')
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
  ...registrationFigures(stage, entered),
  ...(await attendanceFigures(stage, host, one, two)),
  secretFigure(environment),
  failureFigure(host),
  ...callFigures(environment),
  { figure: 'Seconds', is: seconds().toFixed(1) },
]
printTable(['Figure', 'is', 'must be'], lines)
await environment.stop()

const wrong = lines.filter(({ ok }) => ok === false)
for (const { figure, is, must } of wrong) console.error(`${figure.trim()}: ${is} instead of ${must}`)
console.log(wrong.length ? '\nThe demo failed.' : '\nAll figures are what they must be.')
process.exitCode = wrong.length ? 1 : 0
