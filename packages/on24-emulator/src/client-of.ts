/** The client that a call acts for, by its path; a fault for one account alone asks for it. */
export function clientOf({ url }: Request): string | undefined {
  return /\/client\/([^/]+)/.exec(new URL(url).pathname)?.[1]
}
