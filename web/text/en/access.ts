import type { AccessWords } from '../fr/access.ts'

export const access: AccessWords = {
  title: 'Enter the lab',
  lead: 'The code is shown to the room. The QR code has it already.',
  label: 'Code of six digits',
  enter: 'Enter',
  checking: 'The lab looks at the code…',
  slow: 'Many wrong codes are coming in: the lab looks at each in turn. Yours will not be refused for it.',
  lockedTitle: 'The lab is closed',
  again: 'This page tries again by itself.',
  code: 'Code',
  renew: 'New code',
  renewHelp: 'Those who are in stay in.',
  lock: 'Lock',
  lockHelp: 'No more newcomers; those who were in may come back',
  unlock: 'Unlock',
  unlockHelp: 'Newcomers may come in again',
  locked: 'Closed: those who were in may come back',
}
