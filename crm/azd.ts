import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

/**
 * The outputs of the template that azd deployed last from this folder.
 * learn.microsoft.com/azure/developer/azure-developer-cli/manage-environment-variables
 */
export function azdVariables(folder: string): Record<string, string | undefined> {
  try {
    const { defaultEnvironment } = JSON.parse(readFileSync(join(folder, '.azure', 'config.json'), 'utf8'))
    return parseEnv(readFileSync(join(folder, '.azure', String(defaultEnvironment), '.env'), 'utf8'))
  } catch {
    // Without azd here, the command line must name everything.
    return {}
  }
}
