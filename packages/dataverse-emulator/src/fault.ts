/** An error of Dataverse: status, code and message. */
export class DataverseFault extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'DataverseFault'
    this.status = status
    this.code = code
  }
}

// Codes: learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes, and the status
// they travel with: learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors.

export function badRequest(message: string, code = '0x80060888'): DataverseFault {
  return new DataverseFault(400, code, message)
}

export function notFound(message: string, code = '0x80040217'): DataverseFault {
  return new DataverseFault(404, code, message)
}

export function noSuchRow(table: string, id: string): DataverseFault {
  return notFound(`Entity '${table}' With Id = ${id} Does Not Exist`)
}

export function unknownProperty(property: string, table: string): DataverseFault {
  return badRequest(`Could not find a property named '${property}' on type 'Microsoft.Dynamics.CRM.${table}'.`, '0x0')
}

export function badPayload(message: string): DataverseFault {
  return badRequest(`Error identified in Payload provided by the user: ${message}`, '0x80048d19')
}

export function duplicate(): DataverseFault {
  return new DataverseFault(412, '0x80040237', 'A record with matching key values already exists.')
}

export function versionMismatch(): DataverseFault {
  const message = "The version of the existing record doesn't match the RowVersion property provided."
  return new DataverseFault(412, '0x80060882', message)
}

export function lacksPrivilege(user: string, privilege: string, table: string): DataverseFault {
  const message = `Principal user (Id=${user}, type=8) is missing ${privilege} privilege for entity '${table}'.`
  return new DataverseFault(403, '0x80040220', message)
}

export function lacksAccess(user: string, type: string, table: string, id: string): DataverseFault {
  const message = `Principal user (Id=${user}, type=8) does not have ${type}Access right(s) for record with id ${id} of entity ${table}.`
  return new DataverseFault(403, '0x80048306', message)
}

export function wrongMethod(method: string): DataverseFault {
  return new DataverseFault(405, '0x80060888', `The requested resource does not support http method '${method}'.`)
}

export function stillReferred(): DataverseFault {
  const message = 'The object you tried to delete is associated with another object and cannot be deleted.'
  return new DataverseFault(405, '0x80040227', message)
}
