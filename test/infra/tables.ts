/**
 * Tables that the queries read, with their columns.
 * A query in the scope of Application Insights sees the names of its classic tables:
 * learn.microsoft.com/azure/azure-monitor/app/convert-classic-resource#table-structure
 */
const common = `timestamp: datetime, itemType: string, itemId: string, itemCount: int, sdkVersion: string, iKey: string,
  customDimensions: dynamic, customMeasurements: dynamic, appId: string, appName: string, application_Version: string,
  operation_Id: string, operation_Name: string, operation_ParentId: string, operation_SyntheticSource: string,
  cloud_RoleName: string, cloud_RoleInstance: string, session_Id: string,
  user_Id: string, user_AccountId: string, user_AuthenticatedId: string, client_Browser: string, client_City: string,
  client_CountryOrRegion: string, client_IP: string, client_Model: string, client_OS: string,
  client_StateOrProvince: string, client_Type: string`

export const insightsTables = {
  traces: `(${common}, message: string, severityLevel: int)`,
  requests: `(${common}, id: string, name: string, url: string, source: string, duration: real, success: string,
    resultCode: string, performanceBucket: string)`,
}

/**
 * learn.microsoft.com/azure/azure-monitor/reference/tables/storagequeuelogs, and of the function `_LogOperation`
 * learn.microsoft.com/azure/azure-monitor/logs/monitor-workspace
 */
export const workspaceTables = {
  _LogOperation: `(TimeGenerated: datetime, Category: string, Operation: string, Level: string, Detail: string,
    _ResourceId: string, _SubscriptionId: string)`,
  StorageQueueLogs: `(TimeGenerated: datetime, Type: string, TenantId: string, _ResourceId: string,
    _SubscriptionId: string, AccountName: string, AuthenticationHash: string, AuthenticationType: string,
    AuthorizationDetails: dynamic, CallerIpAddress: string, Category: string, ClientRequestId: string,
    ConditionsUsed: string, ContentLengthHeader: long, CorrelationId: string, DurationMs: real, ETag: string,
    LastModifiedTime: datetime, Location: string, MetricResponseType: string, ObjectKey: string, OperationCount: int,
    OperationName: string, OperationVersion: string, Protocol: string, ReferrerHeader: string, RequestBodySize: long,
    RequestHeaderSize: long, RequestMd5: string, RequesterAppId: string, RequesterAudience: string,
    RequesterObjectId: string, RequesterTenantId: string, RequesterTokenIssuer: string, RequesterUpn: string,
    ResponseBodySize: long, ResponseHeaderSize: long, ResponseMd5: string, SchemaVersion: string,
    ServerLatencyMs: real, ServiceType: string, StatusCode: string, StatusText: string, TlsVersion: string,
    Uri: string, UserAgentHeader: string)`,
}
