import { extname } from 'node:path'
import type { Dataverse } from '@webinar-connector/dataverse-emulator'
import { bundlePage } from '../../tools/package/page.ts'

const types: Record<string, number> = { '.html': 1, '.css': 2, '.js': 3 }

/** Puts the page into an environment that has nothing else of the connector. */
export async function publishPage(dataverse: Dataverse) {
  for (const { name, content } of await bundlePage()) {
    const webresourcetype = types[extname(name)]
    dataverse.insert('webresource', { name, webresourcetype, content: Buffer.from(content).toString('base64') })
  }
}
