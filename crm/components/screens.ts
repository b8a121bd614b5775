import * as v from 'valibot'
import { type PlannedChange, plannedChange } from '../planned-change.ts'
import { desired } from '../solution/desired-solution.ts'
import { fixedId } from '../solution/identity.ts'
import type { Chart, Form, View, Words } from '../solution/shapes.ts'
import { chartXml } from './chart-xml.ts'
import { keptNote } from './digest.ts'
import { formXml } from './form-xml.ts'
import { type Languages, translations } from './languages.ts'
import { inSolution, type Place } from './place.ts'
import { tableNumber } from './read-table.ts'
import { fetchXml, layoutXml } from './view-xml.ts'

/** A view, form or chart: a row of Dataverse, which has one id in all environments. */
export type Screen = {
  id: string
  set: 'savedqueries' | 'systemforms' | 'savedqueryvisualizations'
  /** Its table in the Web API. */
  type: 'savedquery' | 'systemform' | 'savedqueryvisualization'
  key: 'savedqueryid' | 'formid' | 'savedqueryvisualizationid'
  /** The table that it shows. */
  table: string
  called: string
  words: Words
  /** People read it beside the name. */
  about?: Words | undefined
  needs: readonly string[]
  /** All that is sent, but for its name and the table's number. */
  values: Record<string, string | number | boolean>
  /** Values of its creation only. */
  fixed: Record<string, string | number | boolean>
  /** XML with the number that the environment has for the table. */
  numbered?: (object: number) => Record<string, string>
}

export function allScreens(languages: Languages): Screen[] {
  return [
    ...desired.views.map(viewScreen),
    ...desired.forms.map((form) => formScreen(form, languages)),
    ...desired.charts.map(chartScreen),
  ]
}

/**
 * Makes what is missing, and sets what another version brought. An administrator's later edits stay.
 * @returns with each the table to publish
 */
export async function planScreens(place: Place): Promise<(PlannedChange & { table: string })[]> {
  return Promise.all(
    allScreens(place.languages).map(async (screen) => ({ ...(await planScreen(place, screen)), table: screen.table })),
  )
}

const Found = v.object({ name: v.nullish(v.string()), description: v.nullish(v.string()) })

async function planScreen(place: Place, screen: Screen): Promise<PlannedChange> {
  const { crm, languages, outdated } = place
  const { id, set, key, words, about, values, fixed, numbered, needs } = screen
  const address = `${set}(${id})`
  const read = () => crm.read(Found, `${address}?$select=name,description`)
  const found = await read()
  const note = keptNote([values, numbered?.(0), words, about])
  const texts = translations(words, languages)
  // The note ends the description in each language: which one is read depends on the person.
  const abouts = about && translations(about, languages).map((one) => ({ ...one, Label: `${one.Label} ${note}` }))
  const description = abouts?.[0]?.Label ?? note
  const other = found !== undefined && !found.description?.endsWith(note)
  // A run that was stopped may have left the name in one language; one that people gave it stays.
  const untranslated = found !== undefined && outdated && texts.some(({ Label }) => Label === found.name)
  return plannedChange(
    'Views, forms and charts',
    screen.called,
    (!found || other || untranslated) && {
      does: !found ? 'create' : other ? 'set' : 'translate',
      needs,
      seconds: 6,
      async apply() {
        const name = texts[0].Label
        const xml = numbered?.(await tableNumber(crm, screen.table))
        const sent = { ...values, ...xml, description }
        if (!found) {
          const there = async () => (await read()) !== undefined
          await crm.create(set, { [key]: id, name, ...fixed, ...sent }, there, inSolution)
          if (fixed.isdefault) await yieldFirst(place, screen)
        } else if (other) await crm.write('PATCH', address, sent, { ...inSolution, 'if-match': '*' })
        const EntityMoniker = { '@odata.type': `Microsoft.Dynamics.CRM.${screen.type}`, [key]: id }
        for (const [AttributeName, Labels] of Object.entries({ name: texts, description: abouts })) {
          if (Labels) await crm.write('POST', 'SetLocLabels', { EntityMoniker, AttributeName, Labels })
        }
      },
    },
  )
}

/** A table has one view that is seen first: Dataverse makes one with the table, which stays as a further one. */
async function yieldFirst({ crm }: Place, { id, table }: Screen) {
  const filter = `returnedtypecode eq '${table}' and querytype eq 0 and isdefault eq true and savedqueryid ne ${id}`
  const others = await crm.rows(
    v.object({ savedqueryid: v.string() }),
    `savedqueries?$select=savedqueryid&$filter=${filter}`,
  )
  for (const { savedqueryid } of others) {
    await crm.write('PATCH', `savedqueries(${savedqueryid})`, { isdefault: false }, { 'if-match': '*' })
  }
}

function viewScreen(view: View): Screen {
  const { table, key: name, words, description: about, first = false } = view
  return {
    ...{ id: fixedId('view', table, name), set: 'savedqueries', type: 'savedquery', key: 'savedqueryid' },
    ...{ table, words, about, called: `view “${words.en}” of ${table}` },
    needs: ['prvCreateSavedQuery', 'prvWriteSavedQuery'],
    values: { fetchxml: fetchXml(view) },
    fixed: { returnedtypecode: table, querytype: 0, isdefault: first },
    numbered: (object) => ({ layoutxml: layoutXml(view, object) }),
  }
}

function formScreen(form: Form, languages: Languages): Screen {
  const { table, words } = form
  const shown = desired.tables.find(({ schema }) => schema.toLowerCase() === table)
  if (!shown) throw new Error(`${table} is no table of the connector.`)
  return {
    ...{ id: fixedId('form', table), set: 'systemforms', type: 'systemform', key: 'formid' },
    ...{ table, words, called: `form of ${table}`, needs: ['prvCreateSystemForm', 'prvWriteSystemForm'] },
    values: { formxml: formXml(form, shown, languages) },
    fixed: { objecttypecode: table, type: 2, formactivationstate: 1 },
  }
}

function chartScreen(chart: Chart): Screen {
  const { table, words, by } = chart
  return {
    ...{ id: fixedId('chart', table, by), set: 'savedqueryvisualizations', type: 'savedqueryvisualization' },
    ...{ key: 'savedqueryvisualizationid', table, words, called: `chart “${words.en}” of ${table}` },
    needs: ['prvCreateSavedQueryVisualizations', 'prvWriteSavedQueryVisualizations'],
    values: chartXml(chart),
    fixed: { primaryentitytypecode: table, isdefault: false },
  }
}
