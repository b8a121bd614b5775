import { expect, test } from 'vitest'
import { UnreadableRecordError } from '../../../lib/core/errors.ts'
import { createFormStore } from '../../../lib/stores/forms.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'
import { inMemoryTable } from '../../harness/in-memory-table.ts'

const { newTable } = freshStorage()

const readAt = new Date('2026-05-12T16:00:00Z')
const store = () => createFormStore(inMemoryTable('record')(async (_name, work) => work()))
const place = { configuration: 'account', webinarId: '1', readAt }

test('a form is kept as it is, options in their order', async () => {
  const forms = store()
  const form = [
    { field: 'country', caption: 'Country', required: true, options: ['Spain', 'Germany'] },
    { field: 'std1', caption: 'Colour', required: false },
  ]
  expect(await forms.form('event', 'e')).toBeUndefined()
  await forms.keep('event', 'e', { ...place, form })
  expect(await forms.form('event', 'e')).toEqual({ ...place, form })
  expect(await forms.form('session', 'e')).toBeUndefined()
})

test('a form that is too large for a record is kept without its options', async () => {
  const forms = store()
  const options = Array.from({ length: 3000 }, () => crypto.randomUUID())
  await forms.keep('event', 'e', { ...place, form: [{ field: 'std1', caption: 'Id', required: true, options }] })
  expect((await forms.form('event', 'e'))?.form).toEqual([{ field: 'std1', caption: 'Id', required: true }])
})

test('a form that cannot be read costs itself, and no other form', async () => {
  const { table } = newTable()
  const forms = createFormStore(table)
  const form = [{ field: 'std1', caption: 'Colour', required: true }]
  await forms.keep('event', 'well', { ...place, form })
  await table.put('event_cut', 'form', { ...place, form: 'cut' })
  await expect(forms.form('event', 'cut')).rejects.toBeInstanceOf(UnreadableRecordError)
  expect(await forms.formsOf('account', new Date(0))).toEqual([form])
})
