import type { Language } from '../../messages/message.ts'
import { sentence } from '../../messages/sentence.ts'
import type { Configuration } from '../../model/configuration.ts'

/** The public view of a configuration. It lists every field by name, so that a new one is never shown by accident. */
export function configurationView(
  { id, provider, region, clientId, terms, health, ...rest }: Configuration,
  language: Language,
) {
  return {
    id,
    provider,
    ...(region !== undefined && { region }),
    clientId,
    configuredAt: rest.configuredAt.toISOString(),
    terms: { acceptedAt: terms.acceptedAt.toISOString(), acceptedBy: terms.acceptedBy },
    ...(rest.deleteCancelledWebinars && { deleteCancelledWebinars: true }),
    health: {
      status: health.status,
      message: sentence(health.message, language),
      checkedAt: health.checkedAt.toISOString(),
    },
    lastMetricsUpdate: rest.lastMetricsUpdate?.toISOString() ?? null,
  }
}
