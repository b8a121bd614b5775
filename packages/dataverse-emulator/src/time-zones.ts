// Time zone codes are Microsoft's time zone index values; names are those of Windows.
// learn.microsoft.com/power-apps/developer/data-platform/reference/entities/timezonedefinition

const ZONES: [timezonecode: number, standardname: string, userinterfacename: string][] = [
  [4, 'Pacific Standard Time', '(GMT-08:00) Pacific Time (US & Canada)'],
  [10, 'Mountain Standard Time', '(GMT-07:00) Mountain Time (US & Canada)'],
  [20, 'Central Standard Time', '(GMT-06:00) Central Time (US & Canada)'],
  [35, 'Eastern Standard Time', '(GMT-05:00) Eastern Time (US & Canada)'],
  [85, 'GMT Standard Time', '(GMT+00:00) Dublin, Edinburgh, Lisbon, London'],
  [92, 'UTC', '(GMT) Coordinated Universal Time'],
  [95, 'Central Europe Standard Time', '(GMT+01:00) Belgrade, Bratislava, Budapest, Ljubljana, Prague'],
  [105, 'Romance Standard Time', '(GMT+01:00) Brussels, Copenhagen, Madrid, Paris'],
  [110, 'W. Europe Standard Time', '(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna'],
  [140, 'South Africa Standard Time', '(GMT+02:00) Harare, Pretoria'],
  [190, 'India Standard Time', '(GMT+05:30) Chennai, Kolkata, Mumbai, New Delhi'],
  [215, 'Singapore Standard Time', '(GMT+08:00) Kuala Lumpur, Singapore'],
  [235, 'Tokyo Standard Time', '(GMT+09:00) Osaka, Sapporo, Tokyo'],
  [255, 'AUS Eastern Standard Time', '(GMT+10:00) Canberra, Melbourne, Sydney'],
  [290, 'New Zealand Standard Time', '(GMT+12:00) Auckland, Wellington'],
]

/** Some of Dataverse's time zones, as rows. */
export const TIME_ZONES = ZONES.map(([timezonecode, standardname, userinterfacename]) => ({
  timezonecode,
  standardname,
  userinterfacename,
}))
