import type { Configuration } from '../../model/configuration.ts'

/** What may be shown of a configuration. Lists every field by name, so that a new one is never shown by accident. */
export function configurationView({ id, provider, region, clientId, terms, health, ...rest }: Configuration) {
  return {
    id,
    provider,
    ...(region !== undefined && { region }),
    clientId,
    configuredAt: rest.configuredAt.toISOString(),
    terms: { acceptedAt: terms.acceptedAt.toISOString(), acceptedBy: terms.acceptedBy },
    ...(rest.deleteCancelledWebinars && { deleteCancelledWebinars: true }),
    health: { status: health.status, message: health.message, checkedAt: health.checkedAt.toISOString() },
    lastMetricsUpdate: rest.lastMetricsUpdate?.toISOString() ?? null,
  }
}
