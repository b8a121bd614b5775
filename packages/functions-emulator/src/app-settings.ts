/** A setting keeps one function from being served; the host reports it and serves the others. */
export class InError extends Error {}

/** Replaces each `%NAME%` by the setting of that name, as the host does in schedules, queue names and routes. */
export function resolveSettings(text: string, env: NodeJS.ProcessEnv) {
  return text.replaceAll(/%([^%]+)%/g, (whole, name: string) => {
    const value = env[name]
    if (value === undefined) throw new InError(`'${whole}' does not resolve to a value: there is no setting ${name}.`)
    return value
  })
}

/** The connection string that a binding names; `AzureWebJobsStorage` if it names none. */
export function connectionString(name: string | undefined, env: NodeJS.ProcessEnv) {
  const setting = name || 'AzureWebJobsStorage'
  const value = env[setting]
  if (!value) throw new Error(`There is no connection string in the setting ${setting}.`)
  return value
}
