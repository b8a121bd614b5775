import type { Crm } from '../api.ts'
import { type PlannedChange, plannedChange } from '../planned-change.ts'
import { desired, ownTables } from '../solution/desired-solution.ts'
import { findApp } from './app.ts'
import { webResourceId } from './web-resources.ts'

/**
 * Publishes what was changed, once: these tables, the shared choices, the files of the page and the app. Other people's unfinished work on other
 * tables stays unpublished.
 */
export function planPublication(crm: Crm, tables: readonly string[], pageChanges: boolean): PlannedChange {
  return plannedChange(
    'Publication',
    'what was changed',
    (tables.length > 0 || pageChanges) && {
      does: 'publish',
      needs: ['prvPublishCustomization'],
      seconds: 60,
      async apply() {
        const app = await findApp(crm)
        const ParameterXml = list('importexportxml', [
          list(
            'entities',
            tables.map((table) => tag('entity', table)),
          ),
          list(
            'optionsets',
            desired.choices.map(({ name }) => tag('optionset', name)),
          ),
          list(
            'webresources',
            desired.webResources.map((resource) => tag('webresource', `{${webResourceId(resource)}}`)),
          ),
          list('appmodules', app ? [tag('appmodule', app)] : []),
        ])
        await crm.write('POST', 'PublishXml', { ParameterXml })
      },
    },
  )
}

/** The tables of which something is shown: the connector's own and Microsoft's. */
export function shownTables(): string[] {
  return [...new Set([...ownTables, ...desired.views.map(({ table }) => table)])]
}

function list(name: string, inside: readonly string[]) {
  return inside.length ? tag(name, inside.join('')) : ''
}

function tag(name: string, inside: string) {
  return `<${name}>${inside}</${name}>`
}
