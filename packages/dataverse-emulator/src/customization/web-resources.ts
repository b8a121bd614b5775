import { badRequest, duplicate } from '../fault.ts'
import type { Store } from '../store.ts'
import type { Values } from '../types.ts'
import { publishedRows } from './publish.ts'

// learn.microsoft.com/power-apps/developer/model-driven-apps/web-resources

const TYPES: Record<number, string> = {
  1: 'text/html',
  2: 'text/css',
  3: 'text/javascript',
  4: 'text/xml',
  5: 'image/png',
  6: 'image/jpeg',
  7: 'image/gif',
  10: 'image/x-icon',
  11: 'image/svg+xml',
  12: 'text/xml',
}

/** Checks a web resource: its name with a publisher's prefix, its content and its size. */
export function checkWebResource(store: Store, given: Values, before: Values | undefined) {
  const resource = { ...before, ...given }
  const name = String(resource.name ?? '')
  if (before && name !== before.name) throw badRequest('A web resource cannot be renamed.', '0x80040203')
  const prefixes = Array.from(store.entries('publisher'), ({ values }) => values.customizationprefix)
  if (
    !/^[A-Za-z0-9_./-]+$/.test(name) ||
    name.includes('//') ||
    !prefixes.some((prefix) => name.startsWith(`${prefix}_`))
  ) {
    throw badRequest(
      `The web resource name '${name}' lacks a prefix or has characters that are not allowed.`,
      '0x80040203',
    )
  }
  for (const { id, values } of store.entries('webresource')) {
    if (values.name === name && id !== before?.webresourceid) throw duplicate()
  }
  if (resource.webresourcetype === null || resource.webresourcetype === undefined) {
    throw badRequest('A web resource needs its webresourcetype.', '0x80040203')
  }
  const content = String(resource.content ?? '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(content) || content.length % 4 !== 0) {
    throw badRequest('The content of a web resource is base64.', '0x80040203')
  }
  const [organization] = store.entries('organization')
  if (content.length * 0.75 > Number(organization?.values.maxuploadfilesize)) {
    throw badRequest('The web resource is larger than the largest file that may be uploaded.', '0x80044a02')
  }
}

/** The published content of a web resource, and its type; undefined if there is none. */
export function findWebResource(store: Store, name: string): { type: string; content: Buffer } | undefined {
  for (const { values } of publishedRows(store, store.schema.named('webresource')).entries('webresource')) {
    if (values.name !== name) continue
    const type = TYPES[Number(values.webresourcetype)] ?? 'application/octet-stream'
    return { type, content: Buffer.from(String(values.content ?? ''), 'base64') }
  }
  return undefined
}
