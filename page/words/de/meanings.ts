import type { Meaning } from '../en/meanings.ts'

const live = 'Wer live dabei war, weiß ON24 eine halbe bis zwei Stunden nach dem Ende'
const later = 'wer die Aufzeichnung sah, vier bis zwölf Stunden danach'

export const meanings: Record<Meaning, string> = {
  due: 'Registrierungen in Dynamics, die beim Anbieter sein sollen: Sie sind dort, warten oder sind abgelehnt; stornierte zählen nicht. Eine Zeile zählt an dem Tag, an dem sie entstand.',
  sent: 'Der Anbieter hat sie bestätigt. Mehrere Registrierungen einer E-Mail-Adresse zu einem Webinar zählen einzeln, obwohl sie dort eine Person sind.',
  waiting: 'Noch nicht beim Anbieter. Der Connector sendet sie von selbst, auch nach einer Störung.',
  refused: 'Jemand muss etwas berichtigen: Was, sagt jede Zeile.',
  cancelled: 'In Dynamics storniert, und deshalb auch beim Anbieter.',
  time: 'Vom Entstehen der Zeile bis zur Bestätigung des Anbieters. Wartende und abgelehnte Zeilen haben noch keine Zeit.',
  attended: `Alle, die ON24 als Teilnehmer führt, live oder auf Abruf, am Tag des Webinars. ${live}, ${later}; deshalb wächst die Zahl einen Tag lang. Wer ohne Anmeldung zusah, ist nicht bekannt.`,
  minutes: `Live und auf Abruf zusammen, von allen Teilnehmenden, in ganzen Minuten, wie ON24 sie rundet. ${live}, ${later}.`,
  unmatched:
    'ON24 führt sie als Teilnehmer, aber in Dynamics gehört keine Registrierung zu ihnen. Es wird nicht geraten: Jede Person hat einen Grund.',
  score:
    'ON24s eigene Zahl von 0 bis 10 aus Minuten, Fragen, Umfragen, Materialien und mehr. Wie sie entsteht, ist nicht veröffentlicht. Sie kommt 3 bis 24 Stunden später; Teilnehmende ohne Wert zählen im Mittel nicht.',
  engagement: `Summe über die Zeilen aller Teilnehmenden, wie ON24 zählt. ${live}, ${later}; einzelne Zahlen brauchen bis zu einem Tag. Was in Gruppenräumen geschah oder in Chats stand, wird nicht geholt.`,
  polls:
    'Je Person und Frage eine Antwort, die zuletzt gegebene. Wer mehrere Antworten gab, zählt einmal, jede Antwort für sich. Umfragen sind bekannt, sobald die Teilnahme gelesen ist, nicht während das Webinar läuft.',
  questions: 'Was den Vortragenden geschrieben wurde, und die geschriebene Antwort. Mündliche Antworten fehlen.',
  lastUse: 'Wann der Connector zuletzt mit ON24 über ein Webinar dieses Kontos sprach.',
  lastMetrics:
    'Eine halbe Stunde nach dem Ende, nach 2, 6 und 24 Stunden, eine Woche lang täglich, dann wöchentlich, und wenn sich das Publikum bewegt hat.',
}
