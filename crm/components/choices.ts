import * as v from 'valibot'
import { type PlannedChange, plannedChange } from '../planned-change.ts'
import { solution } from '../solution/identity.ts'
import type { GlobalChoice, Option } from '../solution/shapes.ts'
import { Label, label, labelDiffers } from './languages.ts'
import { inSolution, merging, type Place } from './place.ts'

export const Options = v.object({
  MetadataId: v.nullish(v.string()),
  DisplayName: Label,
  Description: Label,
  Options: v.array(v.object({ Value: v.number(), Label })),
})
type Found = v.InferOutput<typeof Options>['Options']

const needs = ['prvCreateOptionSet', 'prvWriteOptionSet']

/** A choice that tables share, with all its options. Options that others have added stay. */
export async function planChoice(place: Place, choice: GlobalChoice): Promise<PlannedChange[]> {
  const { crm, languages } = place
  const address = choiceAddress(choice.name)
  const found = await crm.read(Options, address)
  const named = `choice ${choice.name}`
  if (found) {
    const target = { OptionSetName: choice.name }
    return [planWords(place, choice, found), ...planOptions(place, named, target, choice.options, found.Options)]
  }
  const body = {
    '@odata.type': 'Microsoft.Dynamics.CRM.OptionSetMetadata',
    Name: choice.name,
    OptionSetType: 'Picklist',
    IsGlobal: true,
    DisplayName: label(choice.words, languages),
    Description: label(choice.description, languages),
    Options: optionBodies(choice.options, place),
  }
  const there = async () => (await crm.read(v.object({}), address)) !== undefined
  return [
    plannedChange('Tables and columns', named, {
      does: 'create',
      needs,
      seconds: 5,
      apply: () => crm.create('GlobalOptionSetDefinitions', body, there, inSolution),
    }),
  ]
}

function planWords(
  { crm, languages, outdated }: Place,
  { name, words, description }: GlobalChoice,
  found: v.InferOutput<typeof Options>,
): PlannedChange {
  const isDifferent =
    labelDiffers(found.DisplayName, words, languages, outdated) ||
    labelDiffers(found.Description, description, languages, outdated)
  return plannedChange(
    'Tables and columns',
    `words of choice ${name}`,
    isDifferent && {
      does: 'set',
      needs,
      seconds: 5,
      async apply() {
        const whole = await crm.read(v.looseObject({}), choiceAddress(name))
        // Options have actions of their own.
        const { '@odata.context': _, Options: __, ...rest }: Record<string, unknown> = whole ?? {}
        const labels = { DisplayName: label(words, languages), Description: label(description, languages) }
        const type = 'Microsoft.Dynamics.CRM.OptionSetMetadata'
        const body = { ...rest, '@odata.type': type, ...labels }
        await crm.write('PUT', `GlobalOptionSetDefinitions(Name='${name}')`, body, merging)
      },
    },
  )
}

/** Options that are missing, and labels that are. An option is never taken away: rows may have it. */
export function planOptions(
  place: Place,
  named: string,
  target: Record<string, string>,
  wanted: readonly Option[],
  found: Found,
): PlannedChange[] {
  const { crm, languages, outdated } = place
  const given = new Map(found.map(({ Value, Label }) => [Value, Label]))
  const different = wanted.filter(
    ({ value, words }) => !given.has(value) || labelDiffers(given.get(value), words, languages, outdated),
  )
  return [
    plannedChange(
      'Tables and columns',
      named,
      different.length > 0 && {
        does: `set ${different.map(({ words }) => `“${words.en}”`).join(', ')}`,
        needs,
        seconds: 4 * different.length,
        async apply() {
          for (const { value, words } of different) {
            const option = {
              ...target,
              Value: value,
              Label: label(words, languages),
              SolutionUniqueName: solution.uniquename,
            }
            await (given.has(value)
              ? crm.write('POST', 'UpdateOptionValue', { ...option, MergeLabels: true })
              : crm.write('POST', 'InsertOptionValue', option))
          }
        },
      },
    ),
  ]
}

export function optionBodies(options: readonly Option[], { languages }: Place) {
  return options.map(({ value, words }) => ({ Value: value, Label: label(words, languages) }))
}

export function choiceAddress(name: string) {
  return `GlobalOptionSetDefinitions(Name='${name}')/Microsoft.Dynamics.CRM.OptionSetMetadata`
}
