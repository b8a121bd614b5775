import * as v from 'valibot'
import { type PlannedChange, plannedChange } from '../planned-change.ts'
import type { Column } from '../solution/shapes.ts'
import { choiceAddress, planOptions } from './choices.ts'
import { columnBody, typeNames } from './column-body.ts'
import { label, labelDiffers } from './languages.ts'
import { inSolution, merging, type Place } from './place.ts'
import { type OwnDefinition, readLengths, readOptions, tableAddress } from './read-table.ts'

/** Columns that are missing, too short, or without words in a language. A longer one stays, for rows may need it. */
export async function planColumns(
  place: Place,
  table: string,
  columns: readonly Column[],
  found: OwnDefinition | undefined,
): Promise<PlannedChange[]> {
  if (!found) return columns.map((column) => planCreation(place, table, column))
  const lengths = await readLengths(place.crm, table)
  const options = await readOptions(place.crm, table)
  return columns.flatMap((column) => {
    const name = column.schema.toLowerCase()
    const there = found.Attributes.find(({ LogicalName }) => LogicalName === name)
    if (!there) return [planCreation(place, table, column)]
    const type = there.AttributeTypeName?.Value
    if (type && type !== `${typeNames[column.type]}Type`) {
      const state = `is of another type (${type}), which cannot be changed: remove it, then apply again`
      return [{ ...named(table, name), state }]
    }
    const target = { EntityLogicalName: table, AttributeLogicalName: name }
    return [
      planWords(place, table, column, typeNames[column.type], there, lengths.get(name)),
      ...(column.type === 'choice'
        ? planOptions(place, `options of ${table}.${name}`, target, column.options, options.get(name) ?? [])
        : []),
    ]
  })
}

function named(table: string, column: string) {
  return { kind: 'Tables and columns', name: `column ${table}.${column}` } as const
}

function planCreation(place: Place, table: string, column: Column): PlannedChange {
  const { crm } = place
  const { kind, name } = named(table, column.schema.toLowerCase())
  const there = async () => (await crm.read(v.object({}), columnAddress(table, column))) !== undefined
  return plannedChange(kind, name, {
    does: 'create',
    needs: ['prvCreateAttribute'],
    seconds: 5,
    async apply() {
      const choice = column.type === 'global choice' ? await choiceId(place, column.choice) : undefined
      await crm.create(`${tableAddress(table)}/Attributes`, columnBody(column, place, choice), there, inSolution)
    },
  })
}

/**
 * Words of a column that are missing in a language, or, of another version, others.
 * @param typeName the name that definitions have for its type
 * @param length what it has, where it is of a text
 */
export function planWords(
  { crm, languages, outdated }: Place,
  table: string,
  column: Pick<Column, 'schema' | 'words' | 'description'> & { length?: number },
  typeName: string,
  found: OwnDefinition['Attributes'][number],
  length?: number,
): PlannedChange {
  const { kind, name } = named(table, found.LogicalName)
  const words =
    labelDiffers(found.DisplayName, column.words, languages, outdated) ||
    labelDiffers(found.Description, column.description, languages, outdated)
  const short = length !== undefined && column.length !== undefined && length < column.length
  return plannedChange(
    kind,
    name,
    (words || short) && {
      does: [words && 'set its words', short && `make ${column.length} characters long`].filter(Boolean).join(' and '),
      needs: ['prvWriteAttribute'],
      seconds: 5,
      async apply() {
        const type = `Microsoft.Dynamics.CRM.${typeName}AttributeMetadata`
        const whole = await crm.read(v.looseObject({}), `${columnAddress(table, column)}/${type}`)
        const { '@odata.context': _, ...rest }: Record<string, unknown> = whole ?? {}
        const values = {
          '@odata.type': type,
          DisplayName: label(column.words, languages),
          Description: label(column.description, languages),
          ...(short && { MaxLength: column.length }),
        }
        await crm.write('PUT', columnAddress(table, column), { ...rest, ...values }, merging)
      },
    },
  )
}

/** The address of the definition of a column. */
export function columnAddress(table: string, { schema }: Pick<Column, 'schema'>) {
  return `${tableAddress(table)}/Attributes(LogicalName='${schema.toLowerCase()}')`
}

async function choiceId({ crm }: Place, name: string) {
  return (await crm.read(v.object({ MetadataId: v.string() }), choiceAddress(name)))?.MetadataId
}
