/** A thing that apply makes or remove takes away, and what is to be done about it; nothing, if it is as it should be (or `as` says how it is). */
export type Item = { name: string; todo?: Todo; as?: string }

export type Todo = {
  /** In words that follow the name, e.g. "create". */
  does: string
  /** Names of the privileges that whoever does it must hold. */
  needs: readonly string[]
  make(): Promise<unknown>
}

export function item(name: string, todo: Todo | false | undefined): Item {
  return todo ? { name, todo } : { name }
}
