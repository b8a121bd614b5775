import { expect } from 'vitest'
import { fixedId } from '../../crm/solution/identity.ts'
import { type CrmEnvironment, test } from '../harness/crm.ts'

const headers = { authorization: 'Bearer token', 'content-type': 'application/json' }
const lookup = "EntityDefinitions(LogicalName='wbc_request')/Attributes(LogicalName='wbc_eventid')"
const choice = "GlobalOptionSetDefinitions(Name='wbc_requestkind')"
const cast = { [lookup]: 'LookupAttributeMetadata', [choice]: 'OptionSetMetadata' }

type Definition = { Description: { LocalizedLabels: { Label: string; LanguageCode: number }[] } }
type Place = keyof typeof cast

function address({ dataverse }: CrmEnvironment, path: string) {
  return `${dataverse.url}/api/data/v9.2/${path}`
}

async function definition(crm: CrmEnvironment, place: Place): Promise<Definition> {
  const answer = await fetch(address(crm, `${place}/Microsoft.Dynamics.CRM.${cast[place]}`), { headers })
  return (await answer.json()) as Definition
}

async function descriptions(crm: CrmEnvironment, place: Place) {
  const { LocalizedLabels } = (await definition(crm, place)).Description
  return Object.fromEntries(LocalizedLabels.map(({ LanguageCode, Label }) => [LanguageCode, Label]))
}

test.for([
  [lookup, 'The event that it is about.', 'Das Event, um das es geht.'],
  [choice, 'What the webinar connector is asked to do.', 'Was der Webinar-Connector tun soll.'],
] as const)('a description that lacks a language is repaired: %s', async ([place, en, de], { crm }) => {
  await crm.run('apply')
  const { Options: _, ...whole } = { Options: [], ...(await definition(crm, place)) }
  const Description = { LocalizedLabels: [{ Label: 'Mine', LanguageCode: 1033 }] }
  const type = { '@odata.type': `Microsoft.Dynamics.CRM.${cast[place]}` }
  const body = JSON.stringify({ ...whole, ...type, Description })
  const answer = await fetch(address(crm, place), { method: 'PUT', headers, body })
  expect(answer.status).toBe(204)
  expect(await descriptions(crm, place)).toEqual({ 1033: 'Mine' })
  await crm.run('apply')
  expect(await descriptions(crm, place)).toEqual({ 1033: en, 1031: de })
  crm.writes()
  await crm.run('apply')
  expect(crm.writes()).toEqual([])
})

test('a view says in both languages what it shows, and keeps the note of its version', async ({ crm }) => {
  await crm.run('apply')
  const id = fixedId('view', 'msevtmgt_event', 'needs attention')
  const query = `@a={'@odata.id':'savedqueries(${id})'}&@b='description'&@c=true`
  const path = `RetrieveLocLabels(EntityMoniker=@a,AttributeName=@b,IncludeUnpublished=@c)?${query}`
  const { Label } = (await (await fetch(address(crm, path), { headers })).json()) as {
    Label: Definition['Description']
  }
  expect(Label.LocalizedLabels.toSorted((one, other) => one.LanguageCode - other.LanguageCode)).toMatchObject([
    { LanguageCode: 1031, Label: expect.stringMatching(/^Webinare, für die .* connector \(\w{12}\)\.$/) },
    { LanguageCode: 1033, Label: expect.stringMatching(/^Webinars for which .* connector \(\w{12}\)\.$/) },
  ])
})
