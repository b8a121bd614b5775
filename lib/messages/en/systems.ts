import type { Entry } from '../message.ts'

type System = { system: string }

/** Of the systems that the connector speaks to, for its administrator. */
export const systems = {
  unreachable: ({ system }: System) => `${system} cannot be reached at present.`,
  unreadable_answer: ({ system }: System) => `${system} gave an answer that cannot be read.`,
  out_of_service: ({ system }: System) => `${system} reports a fault of its own at present.`,
  asked_to_wait: ({ system }: System) => `${system} takes no more calls at present.`,
  not_now: ({ system }: System) => `${system} does not allow this at present.`,
  /** A provider's refusal, in its own words, where it is about no registration and no webinar. */
  provider_refused: ({ provider, said }: { provider: string; said: string }) =>
    said ? `${provider} refused: “${said}”` : `${provider} refused this without a reason.`,
  provider_knows_not: ({ provider }: { provider: string }) => `${provider} does not know this webinar or person.`,

  dataverse_no_access: [
    'Dataverse does not let the connector in.',
    'Check its application user and security role: npm run crm -- plan.',
  ],
  dataverse_refused: ({ said }: { said: string }) =>
    said ? `Dataverse refused the data: “${said}”` : 'Dataverse refused the data without a reason.',
  row_gone: 'This row is no longer in Dynamics.',
  no_dataverse_token: [
    'The connector’s identity gets no token for Dataverse.',
    'See whether the identity still exists and is assigned to the app.',
  ],

  storage_unreachable: 'The connector’s own storage cannot be reached at present.',
  storage_refused: 'The connector asked its own storage for what that never takes. This is a fault of the connector.',
  record_unreadable: [
    'A record of the connector cannot be read by this version of it.',
    'Its log names the record: correct it, or deploy the version that wrote it.',
  ],
  vault_unreachable: 'Key Vault cannot be reached at present.',
  vault_refuses: [
    'Key Vault does not let the connector in.',
    'Its operator checks the roles of the connector’s identity on the vault, and the vault’s network: azd provision.',
  ],
  vault_key_missing: ['Key Vault has no usable credential key.', 'Set one.'],
  vault_key_expired: [
    'The credential key in Key Vault has expired, or is not valid yet.',
    'The connector’s operator makes a new version of it.',
  ],
  vault_key_malformed: ['The credential key in Key Vault is not 32 bytes in base64.', 'Set a new version of it.'],
} satisfies Record<string, Entry>
