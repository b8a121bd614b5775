import type { Entry } from '../message.ts'

/** Of a caller's way in, for that caller. */
export const signIn = {
  token_missing: [
    'This call needs an access token of Microsoft Entra for the connector in its Authorization header.',
    'Get one, and send it as Bearer.',
  ],
  token_expired: ['The access token has expired.', 'Get a new one.'],
  token_early: ['The access token is not valid yet.', 'Try again in a few minutes, or get a new one.'],
  token_foreign: [
    'This is no access token for this connector and its tenant.',
    'Get one for the client id of the connector.',
  ],
  token_unknown: ['The access token is damaged, or Microsoft Entra did not sign it.', 'Get a new one.'],
  role_missing: ({ role }: { role: string }) => [
    `This call needs the role ${role} of the connector.`,
    'An administrator of Microsoft Entra gives it, in the connector’s enterprise application under Users and groups; then get a new token.',
  ],
  keys_switched_off: ({ route }: { route: string }) => [
    'Function keys open no route here, because KEY_ROUTES is off.',
    `Call ${route} with an access token of Microsoft Entra.`,
  ],
  sign_in_not_set_up: [
    'Nobody can sign in with Microsoft Entra here yet.',
    'The operator of the app sets ENTRA_TENANT_ID and ENTRA_CLIENT_ID; until then call the route without v1, with its key.',
  ],
} satisfies Record<string, Entry>
