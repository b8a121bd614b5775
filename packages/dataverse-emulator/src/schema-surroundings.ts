import { choice, composed, date, lookup, required, table, text, whole, yesNo } from './column.ts'
import type { Table } from './types.ts'

// Tables that events and registrations refer to. Sources: learn.microsoft.com/dynamics365/developer/reference/entities
// (msevtmgt_webinarprovider, msevtmgt_webinartype, msevtmgt_webinarconsent, msevtmgt_building) and
// learn.microsoft.com/power-apps/developer/data-platform/reference/entities (the others).

const provider = table('msevtmgt_webinarprovider', {
  columns: {
    msevtmgt_name: text(100),
    msevtmgt_base_service_url: text(200),
    msevtmgt_clientid: text(100),
    msevtmgt_clientsecret: text(500),
    msevtmgt_isdefaultprovider: yesNo(),
    msevtmgt_maxdurationinminutes: whole(),
    msevtmgt_privacypolicy: text(1000),
    msevtmgt_termsofservice: text(1000),
    msevtmgt_updatecredentials: yesNo(),
  },
})

const webinarType = table('msevtmgt_webinartype', {
  columns: {
    msevtmgt_name: text(100),
    msevtmgt_value: text(100),
    msevtmgt_webinarconfiguration: required(
      { msevtmgt_webinarconfiguration: 'msevtmgt_WebinarConfiguration' },
      'cascade',
    ),
    msevtmgt_webinarproviderid: lookup({ msevtmgt_webinarprovider: 'msevtmgt_WebinarProviderId' }),
  },
})

const consent = table('msevtmgt_webinarconsent', {
  columns: {
    msevtmgt_name: text(100),
    msevtmgt_consentprovided: yesNo(),
    msevtmgt_webinarproviderid: lookup({ msevtmgt_webinarprovider: 'msevtmgt_WebinarProviderId' }),
  },
})

const building = table('msevtmgt_building', {
  owned: true,
  columns: {
    msevtmgt_name: text(100),
    msevtmgt_addressline1: text(255),
    msevtmgt_addressline2: text(255),
    msevtmgt_addressline3: text(255),
    msevtmgt_postalcode: text(100),
    msevtmgt_city: text(100),
    msevtmgt_stateprovince: text(100),
    msevtmgt_country: text(100),
  },
})

const contact = table('contact', {
  owned: true,
  title: 'fullname',
  columns: {
    firstname: text(50),
    lastname: text(50),
    fullname: composed(160, ['firstname', 'lastname']),
    emailaddress1: text(100),
    jobtitle: text(100),
    // A telephone number, despite its name.
    company: text(50),
    masterid: lookup({ contact: 'masterid' }),
    parentcustomerid: lookup({ account: 'parentcustomerid_account', contact: 'parentcustomerid_contact' }),
    department: text(100),
    telephone1: text(50),
    birthdate: date(),
    numberofchildren: whole(),
    donotemail: yesNo(),
    preferredcontactmethodcode: choice(['Any', 'Email', 'Phone'], 1),
    address1_line1: text(250),
    address1_line2: text(250),
    address1_city: text(80),
    address1_stateorprovince: text(50),
    address1_postalcode: text(20),
    address1_country: text(80),
    // For contacts created by registering for an event, this identifies the event.
    msevtmgt_originatingeventid: lookup({ msevtmgt_event: 'msevtmgt_originatingeventid' }),
  },
})

const account = table('account', {
  owned: true,
  title: 'name',
  columns: {
    name: text(160),
    industrycode: choice(['Accounting', 'Agriculture and Non-petrol Natural Resource Extraction'], 1),
    numberofemployees: whole(0),
    address1_country: text(80),
  },
})

const timeZone = table('timezonedefinition', {
  title: 'userinterfacename',
  changeTracking: false,
  columns: { timezonecode: whole(), standardname: text(100), userinterfacename: text(100) },
})

const organization = table('organization', {
  title: 'name',
  changeTracking: false,
  columns: { name: text(160), languagecode: whole(), isauditenabled: yesNo(), maxuploadfilesize: whole() },
})

export const SURROUNDING_TABLES: Table[] = [
  ...[provider, webinarType, consent, building, contact, account, timeZone, organization],
]
