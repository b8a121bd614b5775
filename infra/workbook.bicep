param location string
param tags { *: string }
param insightsId string

var charts = [
  {
    title: 'Registrations per hour, by outcome: each counts once an hour'
    query: loadTextContent('queries/workbook/registrations.kql')
    look: 'barchart'
  }
  {
    title: 'Webinars as their registrations were counted last, those that need somebody first'
    query: loadTextContent('queries/workbook/webinars.kql')
    look: 'table'
  }
  {
    title: 'Seconds from the change in CRM to its outcome: half, 95 and 99 of 100 were faster'
    query: loadTextContent('queries/workbook/time-to-on24.kql')
    look: 'timechart'
  }
  {
    title: 'Metric runs per hour, by outcome'
    query: loadTextContent('queries/workbook/metric-runs.kql')
    look: 'barchart'
  }
  {
    title: 'Waits for quotas and outages per hour, by reason'
    query: loadTextContent('queries/workbook/waits.kql')
    look: 'barchart'
  }
  {
    title: 'Failures, newest first'
    query: loadTextContent('queries/workbook/failures.kql')
    look: 'table'
  }
]

var period = {
  type: 9
  name: 'period'
  content: {
    version: 'KqlParameterItem/1.0'
    parameters: [
      {
        version: 'KqlParameterItem/1.0'
        name: 'period'
        label: 'Period'
        type: 4
        value: { durationMs: 86400000 }
        typeSettings: {
          selectableValues: [
            { durationMs: 3600000 }
            { durationMs: 86400000 }
            { durationMs: 604800000 }
            { durationMs: 2592000000 }
          ]
        }
      }
    ]
  }
}

var parts = [
  for chart in charts: {
    type: 3
    name: chart.title
    content: {
      version: 'KqlItem/1.0'
      title: chart.title
      query: chart.query
      queryType: 0
      resourceType: 'microsoft.insights/components'
      visualization: chart.look
      timeContextFromParameter: 'period'
      size: 0
    }
  }
]

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'connector-workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Webinar connector'
    category: 'workbook'
    sourceId: insightsId
    serializedData: string({
      version: 'Notebook/1.0'
      items: concat([period], parts)
      fallbackResourceIds: [insightsId]
    })
  }
}
