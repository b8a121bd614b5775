import type { Annotated } from './present.ts'

export type Preferences = {
  representation: boolean
  trackChanges: boolean
  continueOnError: boolean
  pageSize: number
  annotated: Annotated
}

const MAX_PAGE_SIZE = 5000

/** Reads `Prefer`; Dataverse ignores unknown preferences. */
export function preferences(header: string | null): Preferences {
  const given = new Map<string, string>()
  for (const [, name, quoted, plain] of (header ?? '').matchAll(/([\w.-]+)(?:\s*=\s*(?:"([^"]*)"|([^\s,;]+)))?/g)) {
    if (name) given.set(name, quoted ?? plain ?? '')
  }
  const size = Number(given.get('odata.maxpagesize'))
  const patterns = (given.get('odata.include-annotations') ?? '').split(',').map((part) => part.trim())
  return {
    representation: given.get('return') === 'representation',
    trackChanges: given.has('odata.track-changes'),
    continueOnError: given.has('odata.continue-on-error'),
    pageSize: size >= 1 ? Math.min(size, MAX_PAGE_SIZE) : MAX_PAGE_SIZE,
    annotated: (annotation) => patterns.some((pattern) => matches(pattern, annotation)),
  }
}

function matches(pattern: string, annotation: string): boolean {
  return pattern.endsWith('*') ? annotation.startsWith(pattern.slice(0, -1)) : annotation === pattern
}
