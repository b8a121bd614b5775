/** Users that write: a person in the product, and the connector's application user over the Web API. */
export const WRITERS = {
  user: '5b0e1d1c-6a54-4f0e-9d5e-7a1f4c7f0001',
  api: '5b0e1d1c-6a54-4f0e-9d5e-7a1f4c7f0002',
}

/** A user who calls the Web API: an application with a token, or a person in a browser, whose roles are checked. */
export type Caller = { by: 'user' | 'api'; user: string; roles: 'checked' | 'ignored' }

/** The application user, whom a token stands for. */
export const APPLICATION: Caller = { by: 'api', user: WRITERS.api, roles: 'ignored' }
