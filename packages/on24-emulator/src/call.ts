import type { Account } from './account.ts'
import type { Fields } from './request.ts'
import type { World } from './world.ts'

/** A call that has passed every check the contract knows. */
export type Call = {
  world: World
  account: Account
  /** The named parts of the path, decoded. */
  path: Fields
  query: Fields
  form: Fields
}

/** Answers a call with a body for 200, or with a response of its own; refuses by throwing. */
export type Handler = (call: Call) => object
