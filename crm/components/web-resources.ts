import * as v from 'valibot'
import type { Crm } from '../api.ts'
import { type PlannedChange, plannedChange } from '../planned-change.ts'
import { desired } from '../solution/desired-solution.ts'
import { fixedId } from '../solution/identity.ts'
import type { WebResource } from '../solution/shapes.ts'
import { translations } from './languages.ts'
import { builtPage } from './page-content.ts'
import { inSolution, type Place } from './place.ts'

const Found = v.object({ content: v.nullish(v.string()) })

export function webResourceId({ name }: WebResource) {
  return fixedId('web resource', name)
}

export function webResourceAddress(resource: WebResource) {
  return `webresourceset(${webResourceId(resource)})`
}

/**
 * The files of the page as they are built from this version. An edit in Dynamics does not stay: they are code. What is
 * compared is what people get, so that a file that was sent and not published is sent again.
 */
export async function planWebResources(place: Place): Promise<PlannedChange[]> {
  const contents = await builtPage()
  return Promise.all(desired.webResources.map((resource) => planWebResource(place, resource, contents)))
}

async function planWebResource(
  { crm, languages }: Place,
  resource: WebResource,
  contents: ReadonlyMap<string, string>,
): Promise<PlannedChange> {
  const { name, type, words } = resource
  const address = webResourceAddress(resource)
  const read = () => crm.read(Found, `${address}?$select=content`)
  const found = await read()
  const content = Buffer.from(contents.get(name) ?? '').toString('base64')
  return plannedChange(
    'Page',
    `web resource ${name}`,
    found?.content !== content && {
      does: found ? 'set its content' : 'create',
      needs: ['prvCreateWebResource', 'prvWriteWebResource'],
      seconds: 4,
      async apply() {
        if (found) return crm.write('PATCH', address, { content }, { ...inSolution, 'if-match': '*' })
        const displayname = translations(words, languages)[0].Label
        const body = { webresourceid: webResourceId(resource), name, displayname, webresourcetype: type, content }
        return crm.create('webresourceset', body, async () => (await read()) !== undefined, inSolution)
      },
    },
  )
}

/** The files of the page that are there. */
export async function findWebResources(crm: Crm): Promise<WebResource[]> {
  const found = await Promise.all(
    desired.webResources.map(async (resource) => {
      const there = await crm.read(v.object({}), `${webResourceAddress(resource)}?$select=name`)
      return there ? [resource] : []
    }),
  )
  return found.flat()
}
