import { useEffect, useRef, useState } from 'preact/hooks'
import { useAction } from '../action.ts'
import { useShared } from '../context.ts'
import { labelsOf } from '../data/columns.ts'
import { deleteLine, type Place, saveLine, tableOf } from '../data/mapping.ts'
import { type Loaded, useLoaded } from '../loaded.ts'
import type { Columns } from '../rules/columns.ts'
import { type FieldRow, faultOf, type Line, type Mapping, pairsOfLabels, sources } from '../rules/mapping.ts'
import { Choice, FieldValue, TextInput } from './controls.tsx'
import { ProblemBar } from './problem-bar.tsx'
import { Show } from './show.tsx'
import { ValuePairs } from './value-pairs.tsx'

/** Makes, changes or deletes the line of a field. The line is changed in the version that was there when the form was opened. */
export function MappingForm({
  place,
  row,
  columns,
  onClose,
}: {
  place: Place
  row: FieldRow
  columns: Loaded<Columns>
  onClose: () => void
}) {
  const { api, words, refresh } = useShared()
  const its = words.fields
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])

  const [before] = useState(() => lineHere(row))
  const [draft, setDraft] = useState<Mapping>(() => draftOf(row))
  const [fault, setFault] = useState('')
  const change = (part: Partial<Mapping>) => setDraft((last) => ({ ...last, ...part }))
  const options = row.form?.options ?? []
  const { source, column } = draft
  const isColumn = source !== 'constant' && source !== 'answer'
  const shown = isColumn ? (columns.value?.[source] ?? []) : []
  const table = isColumn ? tableOf(source, place) : ''
  const chosen = shown.find(({ name }) => name === column)
  const labels = useLoaded(() => labelsOf(api, table, chosen), table, chosen?.name ?? '')
  useEffect(() => {
    const found = labels.value
    if (found?.length) setDraft((last) => ({ ...last, pairs: pairsOfLabels(last.pairs, found, options) }))
  }, [labels.value])

  const saving = useAction(async () => {
    const found = faultOf(draft, options)
    setFault(found ? its.faults[found] : '')
    if (!found) await done(saveLine(api, place, row.name, draft, before))
  })
  const removing = useAction(async () => before && done(deleteLine(api, before)))
  const problem = saving.problem ?? removing.problem

  async function done(work: Promise<void>) {
    // After a refusal, too, the rows are shown as they are now.
    await work.finally(refresh)
    onClose()
  }

  return (
    <section class="card">
      <h3 ref={heading} tabIndex={-1}>
        {its.line(row.name)}
      </h3>
      {columns.problem !== undefined && <ProblemBar problem={columns.problem} part="mapping" />}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void saving.run()
        }}
      >
        <Choice
          label={its.origin}
          value={source}
          choices={sources.map((one) => [one, its.sources[one]])}
          onValue={(value) => {
            change({ source: sources.find((one) => one === value) ?? 'contact', column: '', constant: '', pairs: [] })
          }}
        />
        {isColumn && (
          <Choice
            label={its.column}
            value={column}
            choices={[['', its.choose], ...columnChoices(shown, column)]}
            onValue={(value) => change({ column: value, pairs: [] })}
          />
        )}
        {source === 'answer' && (
          <TextInput label={its.question} value={column} most={100} onValue={(value) => change({ column: value })} />
        )}
        {source === 'constant' && (
          <FieldValue
            label={its.constant}
            value={draft.constant}
            options={options}
            empty={its.choose}
            onValue={(value) => change({ constant: value })}
          />
        )}
        {source !== 'constant' && (
          <>
            <Show loaded={labels} part="mapping">
              {(found) => (
                <ValuePairs
                  pairs={draft.pairs}
                  labels={found}
                  options={options}
                  onPairs={(pairs) => change({ pairs })}
                />
              )}
            </Show>
            <FieldValue
              label={its.ifNone}
              value={draft.fallback}
              options={options}
              empty={its.leaveOut}
              onValue={(value) => change({ fallback: value })}
            />
          </>
        )}
        <Choice
          label={its.tooLong}
          value={String(draft.refusesTooLong)}
          choices={[
            ['false', its.cut],
            ['true', its.refuse],
          ]}
          onValue={(value) => change({ refusesTooLong: value === 'true' })}
        />
        <p class="buttons">
          <fluent-button
            appearance="primary"
            type="submit"
            disabled-focusable={saving.isRunning}
            aria-disabled={saving.isRunning}
          >
            {its.save}
          </fluent-button>
          <fluent-button onClick={onClose}>{its.cancel}</fluent-button>
          {before && <fluent-button onClick={removing.run}>{its.remove}</fluent-button>}
        </p>
        <p role="status" class={fault ? 'unwell' : undefined}>
          {fault}
        </p>
        {problem !== undefined && <ProblemBar problem={problem} part="mapping" />}
      </form>
    </section>
  )
}

/** The line that is changed: a webinar does not change that of its account, but gets one of its own. */
function lineHere({ line }: FieldRow): Line | undefined {
  return line?.reach === 'here' ? line : undefined
}

/** The line that holds now, else the column that the connector takes by itself, is where a person begins. */
function draftOf({ field, line, standard }: FieldRow): Mapping {
  const { source = 'contact', column = '' } = standard ?? {}
  const empty = { constant: '', pairs: [], fallback: '', refusesTooLong: false }
  return { source, column, ...empty, ...line, field }
}

/** A column that is not there any more stays visible until another one is chosen. */
function columnChoices(shown: Columns['contact'], column: string) {
  const known = shown.map(({ name, label }) => [name, label === name ? name : `${label} (${name})`] as const)
  return !column || shown.some(({ name }) => name === column) ? known : [[column, column] as const, ...known]
}
