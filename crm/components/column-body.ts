import type { Column, LookupColumn } from '../solution/shapes.ts'
import { optionBodies } from './choices.ts'
import { label } from './languages.ts'
import type { Place } from './place.ts'

const type = (kind: string) => ({ '@odata.type': `Microsoft.Dynamics.CRM.${kind}AttributeMetadata` })
const optional = {
  RequiredLevel: { Value: 'None', CanBeChanged: true, ManagedPropertyLogicalName: 'canmodifyrequirementlevelsettings' },
}

/** The names that definitions have for the types of columns. */
export const typeNames = {
  text: 'String',
  memo: 'Memo',
  link: 'String',
  whole: 'Integer',
  decimal: 'Decimal',
  'yes or no': 'Boolean',
  time: 'DateTime',
  date: 'DateTime',
  choice: 'Picklist',
  'global choice': 'Picklist',
} satisfies Record<Column['type'], string>

/**
 * A column as a definition has it.
 * learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-column-definitions-using-web-api
 * @param choice MetadataId of the global choice, where it has one: its name is refused by some environments
 */
export function columnBody(column: Column, place: Place, choice?: string) {
  return { ...type(typeNames[column.type]), ...common(column, place), ...details(column, place, choice) }
}

/** The lookup of a relationship: the row stays when the other one goes, without its link. */
export function lookupBody(lookup: LookupColumn, place: Place) {
  return { ...type('Lookup'), ...common(lookup, place) }
}

function common(
  { schema, words, description }: Pick<Column, 'schema' | 'words' | 'description'>,
  { languages }: Place,
) {
  return {
    SchemaName: schema,
    DisplayName: label(words, languages),
    Description: label(description, languages),
    ...optional,
  }
}

function details(column: Column, place: Place, choice: string | undefined) {
  const words = place.languages
  switch (column.type) {
    case 'text':
      return { MaxLength: column.length, FormatName: { Value: 'Text' } }
    case 'link':
      return { MaxLength: column.length, FormatName: { Value: 'Url' } }
    case 'memo':
      return { MaxLength: column.length, Format: 'TextArea', ImeMode: 'Auto' }
    case 'whole':
      return { MinValue: column.min, MaxValue: column.max, Format: 'None' }
    case 'decimal':
      return { MinValue: column.min, MaxValue: column.max, Precision: column.places }
    case 'time':
      return { Format: 'DateAndTime', DateTimeBehavior: { Value: 'UserLocal' } }
    case 'date':
      return { Format: 'DateOnly', DateTimeBehavior: { Value: 'DateOnly' } }
    case 'yes or no':
      return {
        DefaultValue: column.standard ?? false,
        OptionSet: {
          TrueOption: { Value: 1, Label: label(column.yes, words) },
          FalseOption: { Value: 0, Label: label(column.no, words) },
          OptionSetType: 'Boolean',
        },
      }
    case 'choice':
      return {
        SourceTypeMask: 0,
        OptionSet: {
          '@odata.type': 'Microsoft.Dynamics.CRM.OptionSetMetadata',
          IsGlobal: false,
          OptionSetType: 'Picklist',
          Options: optionBodies(column.options, place),
        },
      }
    case 'global choice':
      return { 'GlobalOptionSet@odata.bind': `/GlobalOptionSetDefinitions(${choice})` }
  }
}
