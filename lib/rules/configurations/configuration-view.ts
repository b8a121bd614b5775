import type { Language } from '../../messages/message.ts'
import { sentence } from '../../messages/sentence.ts'
import type { AccountRecord, Configuration } from '../../model/configuration.ts'

/** The public view of a configuration. It lists every field by name, so that a new one is never shown by accident. */
export function configurationView(configuration: Configuration, language: Language) {
  const { region, clientId, configuredAt, terms, deleteCancelledWebinars } = configuration
  return {
    ...recordView(configuration, language),
    ...(region !== undefined && { region }),
    clientId,
    configuredAt: configuredAt.toISOString(),
    terms: { acceptedAt: terms.acceptedAt.toISOString(), acceptedBy: terms.acceptedBy },
    ...(deleteCancelledWebinars && { deleteCancelledWebinars: true }),
  }
}

/** The part of the view that needs no opening: of an account that does not open it is all. */
export function recordView({ id, provider, health, lastMetricsUpdate }: AccountRecord, language: Language) {
  return {
    id,
    provider,
    health: {
      status: health.status,
      message: sentence(health.message, language),
      checkedAt: health.checkedAt.toISOString(),
    },
    lastMetricsUpdate: lastMetricsUpdate?.toISOString() ?? null,
  }
}
