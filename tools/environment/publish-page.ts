import { readFileSync } from 'node:fs'
import type { Dataverse } from '@webinar-connector/dataverse-emulator'

const types = { html: 1, css: 2, js: 3 }

/** Puts the built page into an environment that has nothing else of the connector. */
export function publishPage(dataverse: Dataverse) {
  for (const [ending, webresourcetype] of Object.entries(types)) {
    const name = `wbc_/webinars.${ending}`
    dataverse.insert('webresource', {
      ...{ name, webresourcetype },
      content: readFileSync(`dist/page/${name}`).toString('base64'),
    })
  }
}
