/** An answer ON24 gives instead of a result; the body is always `{ "message": "..." }`. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Ends the call with a status and one English sentence. */
export function refuse(status: number, message: string): never {
  throw new Refusal(status, message)
}
