import { AppError } from '../../core/errors.ts'
import type { Services } from '../../services.ts'
import { openConfiguration } from './open.ts'

/**
 * Seals under the vault's newest key what no use has sealed anew since that was rotated; how many envelopes that were.
 * One that does not open is left to whoever needs it, and so are all while the vault or CRM is out.
 */
export async function resealOutdated(services: Services): Promise<number> {
  const { outdatedSeals, pendingCredentials, registrantKeys } = services
  const kinds = {
    configuration: (id: string) => openConfiguration(id, services),
    pending: pendingCredentials.reseal,
    'registrant-key': registrantKeys.reseal,
  } as const
  let resealed = 0
  for (const kind of ['configuration', 'pending', 'registrant-key'] as const) {
    for (const id of (await outdatedSeals(kind).catch(ifAppError)) ?? []) {
      if (await kinds[kind](id).catch(ifAppError)) resealed += 1
    }
  }
  return resealed
}

function ifAppError(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error
}
