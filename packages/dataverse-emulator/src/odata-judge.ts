import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Dataverse } from './dataverse.ts'

/** A request as it was sent; the address is whole. */
export type SentRequest = { method: string; url: string; headers: Record<string, string>; body: string }

const judge = process.env.ODATA_JUDGE ?? ''

/** Why requests cannot be judged on this machine; undefined where they can. */
export const notChecked = judge ? undefined : 'not checked: ODATA_JUDGE names no judge (`.ci/odata-judge` builds one)'

/** Keeps a copy of every request from now on. It takes the place of an injected fault. */
export function recordRequests(dataverse: Pick<Dataverse, 'injectFault'>): SentRequest[] {
  const sent: SentRequest[] = []
  dataverse.injectFault(async (request) => {
    const { method, url, headers } = request
    sent.push({ method, url, headers: Object.fromEntries(headers), body: await request.text() })
    return undefined
  })
  return sent
}

/**
 * What a service would refuse, in the words of Microsoft's OData library: one finding for each request, empty where it is
 * right.
 * @param metadata the service's `$metadata`
 */
export async function findingsOn(metadata: string, requests: readonly SentRequest[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'odata-judge-'))
  try {
    const model = join(folder, 'metadata.xml')
    await writeFile(model, metadata)
    const judging = promisify(execFile)('dotnet', [judge, model], { maxBuffer: 64 * 1024 * 1024 })
    // A judge that cannot read the model ends before it has read the requests.
    judging.child.stdin?.on('error', () => undefined)
    judging.child.stdin?.end(requests.map((request) => `${JSON.stringify(request)}\n`).join(''))
    return (await judging).stdout.split('\n').slice(0, requests.length)
  } finally {
    await rm(folder, { recursive: true })
  }
}
