import { readFileSync } from 'node:fs'
import { serve } from '@webinar-connector/emulator-server'
import { expect, test } from 'vitest'
import { busyPort } from '../../tools/start/busy-port.ts'
import { curls } from '../../tools/start/curls.ts'
import { readStartOptions } from '../../tools/start/options.ts'
import { namedPorts, portsFrom } from '../../tools/start/ports.ts'
import { shellOf } from '../../tools/start/shell.ts'

const seeded = {
  ...{ clientId: '10001', accessTokenKey: 'key', accessTokenSecret: 'secret' },
  ...{ configuration: 'c', registration: 'r', event: 'e', pastEvent: 'p' },
  signIn: { url: 'http://127.0.0.1:7085/tenant/oauth2/v2.0/token', form: 'grant_type=client_credentials' },
}
const commands = (platform: NodeJS.Platform) =>
  curls('http://127.0.0.1:7071', seeded, { default: 'any', master: 'any' }, shellOf(platform)).map(
    ({ command }) => command,
  )

test('other ports are nine in a row, none of them twice', () => {
  const { app, environment } = portsFrom(20000)
  const taken = [app, ...Object.values(namedPorts(environment))]
  expect(taken.toSorted()).toEqual(Array.from({ length: 9 }, (_, at) => 20000 + at))
})

test('the usual ports are those of the sample settings', () => {
  const { Values } = JSON.parse(readFileSync('local.settings.sample.json', 'utf8'))
  const { environment } = portsFrom()
  expect(Values.DATAVERSE_URL).toBe(`http://127.0.0.1:${environment.dataverse}`)
  expect(Values.KEY_VAULT_URL).toBe(`http://127.0.0.1:${environment.keyVault}`)
  expect(environment.storage).toEqual({ blob: 10000, queue: 10001, table: 10002 })
})

test('a port that another program has is named', async () => {
  const other = await serve(() => new Response())
  const port = Number(new URL(other.url).port)
  expect(await busyPort({ Dataverse: port })).toEqual({ name: 'Dataverse', port })
  await other.stop()
  expect(await busyPort({ Dataverse: port })).toBeUndefined()
})

test('options are taken as they are meant, or answered with the usage', () => {
  expect(readStartOptions([])).toEqual({ withHost: true, first: undefined })
  expect(readStartOptions(['--without-host', '--ports', '20000'])).toEqual({ withHost: false, first: 20000 })
  for (const args of [['--ports', '80'], ['--ports', 'any'], ['--port', '20000'], ['20000']]) {
    expect(() => readStartOptions(args)).toThrow(/npm start -- \[--without-host\] \[--ports 20000\]/)
  }
})

test('commands are printed for the shell of the platform', () => {
  expect(commands('linux').filter((command) => /curl\.exe|`/.test(command))).toEqual([])
  expect(commands('linux').join('\n')).toMatch(/ \\\n {2}-H .*backfill=\$\(curl -s/s)
  const windows = commands('win32')
  expect(windows.filter((command) => !command.includes('curl.exe') || / \\\n|\bsed\b/.test(command))).toEqual([])
  expect(windows.join('\n')).toMatch(/\$backfill = \(curl\.exe -s .*ConvertFrom-Json\)\.id/s)
})
