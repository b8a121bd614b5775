import type { Chart } from '../solution/shapes.ts'
import { element } from './xml.ts'

/** The query of a chart, and how it looks (learn.microsoft.com/power-apps/developer/model-driven-apps/actions-on-visualizations-charts). */
export function chartXml({ table, by }: Chart) {
  const entity = element(
    'entity',
    { name: table },
    element('attribute', { name: `${table}id`, aggregate: 'count', alias: 'count' }),
    element('attribute', { name: by, groupby: 'true', alias: 'by' }),
  )
  const fetch = element('fetch', { mapping: 'logical', aggregate: 'true' }, entity)
  const measure = element('measurecollection', {}, element('measure', { alias: 'count' }))
  return {
    datadescription: element(
      'datadefinition',
      {},
      element('fetchcollection', {}, fetch),
      element('categorycollection', {}, element('category', { alias: 'by' }, measure)),
    ),
    presentationdescription: element(
      'Chart',
      {},
      element('Series', {}, element('Series', { ChartType: 'Column', IsValueShownAsLabel: 'True' })),
      element('ChartAreas', {}, element('ChartArea', {}, element('AxisY', {}), element('AxisX', { Interval: 1 }))),
    ),
  }
}
