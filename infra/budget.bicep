param amount int
param start string
param email string

@description('Tells of the costs of this resource group; it stops nothing.')
resource budget 'Microsoft.Consumption/budgets@2026-06-01' = {
  name: 'connector'
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: start }
    notifications: {
      expected: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: [email]
        contactRoles: ['Owner']
      }
      spent: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Actual'
        contactEmails: [email]
        contactRoles: ['Owner']
      }
    }
  }
}
