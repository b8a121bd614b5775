import { badPayload, badRequest } from '../fault.ts'
import { isObject } from '../payload.ts'
import type { Store } from '../store.ts'
import type { Values } from '../types.ts'
import { plainLabel, readLabels, shownLabel, textOf } from './label.ts'
import type { Json } from './state.ts'

type Option = { Value: number; Label: Json } & Json
export type OptionSet = { Options: Option[] } & Json

/** Reads the options of a choice; one without a value gets the next one of the publisher's option values. */
export function readOptions(store: Store, raw: unknown, publisher: Values | undefined): Option[] {
  if (!Array.isArray(raw)) throw badPayload('A choice has no Options.')
  const options: Option[] = []
  for (const option of raw) {
    if (!isObject(option)) throw badPayload('An option is not a JSON object.')
    options.push(newOption(store, option, options, publisher))
  }
  return options
}

/** One further option of a choice. */
export function newOption(store: Store, raw: Json, others: Option[], publisher: Values | undefined): Option {
  const first = Number(publisher?.customizationoptionvalueprefix) * 10_000
  const Value = raw.Value ?? Math.max(first - 1, ...others.map((other) => other.Value)) + 1
  if (typeof Value !== 'number' || !Number.isInteger(Value))
    throw badPayload(`The option value ${raw.Value} is no integer.`)
  if (others.some((other) => other.Value === Value)) {
    throw badRequest(`The option value ${Value} already exists.`, '0x80040237')
  }
  return {
    Value,
    Label: shownLabel(store, readLabels(store, raw.Label, false)),
    Description: shownLabel(store, raw.Description ? readLabels(store, raw.Description, false) : []),
    Color: raw.Color ?? null,
    IsManaged: false,
  }
}

/** The options of a built-in choice column, with their labels in the base language. */
export function optionsOf(store: Store, options: Record<number, string>): Option[] {
  return Object.entries(options).map(([value, text]) => ({
    Value: Number(value),
    Label: plainLabel(store, text),
    IsManaged: true,
  }))
}

/** Label by value, as rows show it. */
export function labelsByValue(options: Option[]): Record<number, string> {
  return Object.fromEntries(options.map(({ Value, Label }) => [Value, textOf(Label)]))
}

/** The two options of a yes or no column. */
export function trueAndFalse(store: Store, raw: unknown): Json {
  const given = isObject(raw) ? raw : {}
  const option = (side: unknown, value: number, text: string) => {
    const label = isObject(side) && side.Label ? shownLabel(store, readLabels(store, side.Label, false)) : undefined
    return { Value: value, Label: label ?? plainLabel(store, text) }
  }
  return {
    OptionSetType: 'Boolean',
    TrueOption: option(given.TrueOption, 1, 'Yes'),
    FalseOption: option(given.FalseOption, 0, 'No'),
  }
}
