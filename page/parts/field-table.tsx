import { useShared } from '../context.ts'
import type { Columns } from '../rules/columns.ts'
import type { FieldRow } from '../rules/mapping.ts'
import { Scrollable } from './scrollable.tsx'

/** Each field with where its value comes from, and in red what is wrong with it. */
export function FieldTable({
  rows,
  columns,
  isWebinar,
  onEdit,
}: {
  rows: readonly FieldRow[]
  columns: Columns
  isWebinar: boolean
  onEdit: (key: string) => void
}) {
  const { words } = useShared()
  const its = words.fields
  const wordsOf = ({ line }: FieldRow) => (!line ? its.add : line.reach !== 'here' ? its.override : its.edit)
  return (
    <div class="wide">
      <Scrollable name={its.table}>
        <thead>
          <tr>
            {[its.field, its.origin, its.wrong, its.change].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} class={row.troubles.length ? 'wrong' : undefined}>
              <th scope="row">
                <Field row={row} />
              </th>
              <td>
                <Origin row={row} columns={columns} isWebinar={isWebinar} />
              </td>
              <td>
                {row.troubles.map((trouble) => (
                  <p key={trouble.kind} class="unwell">
                    {its.trouble(trouble)}
                  </p>
                ))}
              </td>
              <td>
                {(!row.isAlwaysSent || row.line) && (
                  <fluent-button
                    id={`change-${row.key}`}
                    size="small"
                    aria-label={`${wordsOf(row)}: ${row.name}`}
                    onClick={() => onEdit(row.key)}
                  >
                    {wordsOf(row)}
                  </fluent-button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </Scrollable>
    </div>
  )
}

function Field({ row: { name, field, form } }: { row: FieldRow }) {
  const { words } = useShared()
  const its = words.fields
  const facts = [
    field !== name && field,
    form?.isRequired && its.required,
    form?.options.length && its.options(form.options.length),
    form?.maxLength && its.maxLength(form.maxLength),
  ]
  return (
    <>
      {name}
      <p class="quiet">{form ? facts.filter(Boolean).join(' · ') : its.notInForm}</p>
    </>
  )
}

function Origin({ row, columns, isWebinar }: { row: FieldRow; columns: Columns; isWebinar: boolean }) {
  const { words } = useShared()
  const its = words.fields
  const { line, standard, isAlwaysSent } = row
  const named = (source: keyof Columns, column: string) => {
    const label = columns[source].find(({ name }) => name === column)?.label
    return its.from(source, label && label !== column ? `${label} (${column})` : column)
  }
  if (isAlwaysSent && !line) return <p>{its.always}</p>
  if (standard) {
    return (
      <>
        <p>{named(standard.source, standard.column)}</p>
        <p class="quiet">{its.standard}</p>
      </>
    )
  }
  const what = line?.source === 'constant' ? line.constant : line?.column
  if (!line || !what) return <p class="quiet">{its.nothing}</p>
  const { source, fallback, pairs, refusesTooLong, reach } = line
  const more = [
    fallback && its.fallback(fallback),
    pairs.length && its.pairs(pairs.length),
    refusesTooLong && its.refused,
    isWebinar && its.reach[reach],
  ]
  return (
    <>
      <p>{source === 'constant' || source === 'answer' ? its.from(source, what) : named(source, what)}</p>
      {more.filter(Boolean).map((text) => (
        <p key={text} class="quiet">
          {text}
        </p>
      ))}
    </>
  )
}
