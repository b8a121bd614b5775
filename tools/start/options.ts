import { parseArgs } from 'node:util'

const usage = `npm start -- [--without-host] [--ports 20000]
  --without-host  everything but the app, which func start runs
  --ports         the first of nine ports in a row, where the usual ones are taken`

/**
 * The options of `npm start`.
 * @throws Error with the usage, for an option that is unknown or no port
 */
export function readStartOptions(args: readonly string[]) {
  const options = { 'without-host': { type: 'boolean' }, ports: { type: 'string' } } as const
  try {
    const { values } = parseArgs({ args: [...args], options })
    const first = values.ports === undefined ? undefined : Number(values.ports)
    if (first !== undefined && !(Number.isInteger(first) && first >= 1024 && first <= 65_500)) {
      throw new Error('--ports must be a number from 1024 to 65500.')
    }
    return { withHost: !values['without-host'], first }
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\n${usage}`)
  }
}
