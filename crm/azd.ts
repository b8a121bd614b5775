import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

/**
 * What azd knows of the environment it deployed last from this folder: the outputs of the template.
 * learn.microsoft.com/azure/developer/azure-developer-cli/manage-environment-variables
 */
export function azdVariables(folder: string): Record<string, string | undefined> {
  try {
    const { defaultEnvironment } = JSON.parse(readFileSync(join(folder, '.azure', 'config.json'), 'utf8'))
    return parseEnv(readFileSync(join(folder, '.azure', String(defaultEnvironment), '.env'), 'utf8'))
  } catch {
    // Deployed otherwise, or by somebody else: then the command line says it all.
    return {}
  }
}
