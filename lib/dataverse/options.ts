/** Languages of a webinar, in the order of their option values from 100000000 on. */
const webinarLanguages = ['en', 'fr', 'de', 'es', 'it', 'ru', 'nl', 'tr', 'pt', 'zh-Hans', 'ja', 'ko', 'he', 'zh-Hant']

/** The language (BCP 47) that an option of the webinar language column stands for. */
export function languageOf(option: number | null): string | undefined {
  return option === null ? undefined : webinarLanguages[option - 100000000]
}

/** The option of a language; undefined if the column offers none for it. */
export function optionOfLanguage(language: string | undefined): number | undefined {
  const at = webinarLanguages.indexOf(language ?? '')
  return at < 0 ? undefined : 100000000 + at
}

/** Option values (Microsoft's table reference, msevtmgt_* tables), and those of the connector's own columns. */
export const options = {
  format: { webinar: 100000002, hybrid: 100000003 },
  streaming: { other: 100000003 },
  template: { yes: 100000001 },
  publish: { draft: 100000000, cancelled: 100000004 },
  synced: { no: 100000001, yes: 100000002 },
  publishing: {
    pending: 100000000,
    published: 100000001,
    parentFailed: 100000002,
    failed: 100000003,
    providerError: 100000004,
  },
  requestKind: {
    check: 524130000,
    resend: 524130001,
    backfill: 524130002,
    erase: 524130003,
    attendance: 524130004,
    types: 524130005,
    revokeLink: 524130013,
    makeEvent: 524130007,
    purge: 524130006,
    fields: 524130011,
    preview: 524130012,
    thisContact: 524130008,
    makeContact: 524130009,
    ignore: 524130010,
  },
  matchedBy: { registration: 524130000, providerId: 524130001, email: 524130002 },
  actionKind: {
    poll: 524130000,
    survey: 524130001,
    question: 524130002,
    resource: 524130003,
    callToAction: 524130004,
    certification: 524130005,
  },
  unmatchedReason: {
    noRegistration: 524130000,
    several: 524130001,
    providerOnly: 524130002,
    noAddress: 524130003,
    orphan: 524130004,
    refused: 524130005,
  },
  registeredThere: { list: 524130000, knownContacts: 524130001, allContacts: 524130002 },
  /**
   * Of Dynamics' consent records (learn.microsoft.com/dynamics365/developer/reference/entities/msdynmkt_contactpointconsent4).
   */
  consent: { email: 534120000, purpose: 534120000, optedIn: 534120001, internal: 534120000, fromEvents: 534120002 },
  mailsFrom: { provider: 524130000, crm: 524130001 },
  mappingSource: {
    contact: 524130000,
    account: 524130001,
    registration: 524130002,
    answer: 524130003,
    constant: 524130004,
  },
  tooLong: { cut: 524130000, refuse: 524130001 },
  requestState: { waiting: 524130000, running: 524130001, done: 524130002, failed: 524130003 },
  checkIn: { session: 100000000, event: 100000001 },
  authorized: { yes: 100000000, no: 100000001, tokenExpired: 100000002 },
  serviceStatus: { healthy: 100000000, not_authenticated: 100000001, forbidden: 100000002, unhealthy: 100000003 },
} as const
