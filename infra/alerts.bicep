param location string
param tags { *: string }
param email string
param insightsId string
param workspaceId string
@description('More refused registrations of a webinar than so many of a hundred are told.')
param refusedPercent int
@description('Fewer refused registrations of a webinar than these are told of no webinar.')
param refusedLeast int

var refused = loadTextContent('queries/alerts/registrations-refused.kql')
var refusedAbovePercent = replace(refused, 'refusedPercent = 10;', 'refusedPercent = ${refusedPercent};')
var refusedAbove = replace(refusedAbovePercent, 'refusedLeast = 5;', 'refusedLeast = ${refusedLeast};')

// severity: 1 nothing goes on until a person acts, 2 something is lost or late until a person acts, 3 there is time.
// every, over: how often the query runs, and how far it looks back: further than it is apart, as a log line may take
// minutes to arrive. A query names what it finds, a row each.
var alerts = [
  {
    name: 'connector-log-limit'
    title: 'The logs of the day are full: no other alert sees anything until tomorrow'
    query: loadTextContent('queries/alerts/log-limit.kql')
    scope: workspaceId
    severity: 2
    every: 'PT1H'
    over: 'PT3H'
  }
  {
    name: 'connector-poison-queue'
    title: 'Messages are left in a poison queue'
    query: loadTextContent('queries/alerts/poison-queue.kql')
    scope: workspaceId
    severity: 2
    every: 'PT15M'
    over: 'P1D'
  }
  {
    name: 'connector-registrations-waiting'
    title: 'Registrations of a webinar wait longer than an hour for ON24'
    query: loadTextContent('queries/alerts/registrations-waiting.kql')
    scope: insightsId
    severity: 2
    every: 'PT15M'
    over: 'PT3H'
  }
  {
    name: 'connector-registrations-refused'
    title: 'Many registrations of a webinar are refused'
    query: refusedAbove
    scope: insightsId
    severity: 3
    every: 'PT1H'
    over: 'P1D'
  }
  {
    name: 'connector-nothing-counted'
    title: 'No webinar was reviewed, or none counted, for a day'
    query: loadTextContent('queries/alerts/nothing-counted.kql')
    scope: insightsId
    severity: 2
    every: 'PT1H'
    over: 'P1D'
  }
  {
    name: 'connector-failures'
    title: 'Work was given up, or ended in an error that nobody foresaw'
    query: loadTextContent('queries/alerts/failures.kql')
    scope: insightsId
    severity: 2
    every: 'PT15M'
    over: 'PT1H'
  }
  {
    name: 'connector-no-metric-run'
    title: 'No successful metric run for a day'
    query: loadTextContent('queries/alerts/no-metric-run.kql')
    scope: insightsId
    severity: 2
    every: 'PT1H'
    over: 'P1D'
  }
  {
    name: 'connector-no-sweep'
    title: 'No sweep came to its end for two hours'
    query: loadTextContent('queries/alerts/no-sweep.kql')
    scope: insightsId
    severity: 2
    every: 'PT1H'
    over: 'PT2H'
  }
  {
    name: 'connector-credentials-refused'
    title: 'ON24 refuses the credentials of an account'
    query: loadTextContent('queries/alerts/credentials-refused.kql')
    scope: insightsId
    severity: 1
    every: 'PT15M'
    over: 'PT1H'
  }
  {
    name: 'connector-client-changed'
    title: 'An account was given another ON24 client id'
    query: loadTextContent('queries/alerts/client-changed.kql')
    scope: insightsId
    severity: 1
    every: 'PT5M'
    over: 'PT15M'
  }
  {
    name: 'connector-token-idle'
    title: 'An ON24 token is close to the 60 idle days after which it expires'
    query: loadTextContent('queries/alerts/token-idle.kql')
    scope: insightsId
    severity: 3
    every: 'PT6H'
    over: 'P1D'
  }
  {
    name: 'connector-vault'
    title: 'Key Vault refuses the connector, is out, or has no usable key'
    query: loadTextContent('queries/alerts/vault.kql')
    scope: insightsId
    severity: 1
    every: 'PT15M'
    over: 'PT1H'
  }
  {
    name: 'connector-key-expiry'
    title: 'The credential key expires within 30 days'
    query: loadTextContent('queries/alerts/key-expiry.kql')
    scope: insightsId
    severity: 3
    every: 'PT6H'
    over: 'P1D'
  }
  {
    name: 'connector-unreadable-record'
    title: 'A record of the connector cannot be read'
    query: loadTextContent('queries/alerts/unreadable-record.kql')
    scope: insightsId
    severity: 3
    every: 'PT6H'
    over: 'P1D'
  }
  {
    name: 'connector-webhook-door'
    title: 'The webhook door answers with errors'
    query: loadTextContent('queries/alerts/webhook-door.kql')
    scope: insightsId
    severity: 1
    every: 'PT5M'
    over: 'PT15M'
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-connector'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'connector'
    enabled: true
    emailReceivers: [{ name: 'administrator', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for alert in alerts: {
    name: alert.name
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Webinar connector: ${alert.title}'
      severity: alert.severity
      enabled: true
      scopes: [alert.scope]
      evaluationFrequency: alert.every
      windowSize: alert.over
      // A new workspace has no rows yet, and some tables come with the first one.
      skipQueryValidation: true
      // Resolves by itself once the query finds nothing more.
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]
