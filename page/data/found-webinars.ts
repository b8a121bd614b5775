import type { FoundWebinar } from '../model.ts'
import { numberOf, shownOf, textOf, timeOf, type WebApi } from './web-api.ts'

const columns = 'wbc_name,wbc_startson,wbc_registrants,wbc_link,wbc_format,_wbc_configurationid_value'

/** The webinars that are at the provider and that no event or session names, the latest first, and how many there are. */
export async function foundWebinars(api: WebApi): Promise<{ shown: FoundWebinar[]; count: number }> {
  const query = `wbc_foundwebinars?$select=${columns}&$filter=statecode eq 0&$orderby=wbc_startson desc&$top=100`
  const { rows, count } = await api.counted(query)
  const shown = rows.map((row): FoundWebinar => {
    const link = textOf(row, 'wbc_link')
    return {
      table: 'wbc_foundwebinar',
      id: textOf(row, 'wbc_foundwebinarid'),
      name: textOf(row, 'wbc_name'),
      startsOn: timeOf(row, 'wbc_startson'),
      registrants: numberOf(row, 'wbc_registrants'),
      link: link.startsWith('https://') ? link : '',
      format: textOf(row, 'wbc_format'),
      account: shownOf(row, '_wbc_configurationid_value'),
    }
  })
  return { shown, count }
}
