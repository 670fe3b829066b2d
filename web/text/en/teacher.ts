import type { TeacherWords } from '../fr/teacher.ts'

export const teacher: TeacherWords = {
  mute: 'Mute',
  muteHelp: 'it receives, and is read no more',
  unmute: 'Let it speak',
  unmuteHelp: 'what waited from it is read',
  floor: 'Give it the floor',
  floorHelp: 'it alone is read',
  keepOut: 'Keep out…',
  keepOutHelp: 'it does not come back to this run',
  ask: (name) => `Keep ${name} out?`,
  person: (name) =>
    `Its connection is closed by FIN. For as long as this run lives, ${name} cannot take part in it, by whatever tab.`,
  address: (address) =>
    `Its connection is closed by FIN. For as long as this run lives, no terminal and no program comes in from ${address}: those of other students behind this address neither. Browsers are not meant.`,
  undo: 'You can let it come back: its name stays at the top of the run.',
  yes: 'Keep out',
  region: 'The teacher’s hand',
  hasFloor: (name) => `${name} has the floor.`,
  yourFloor: 'You have the floor.',
  floorBody: 'What the others send waits in the kernel; nothing is lost.',
  open: 'The floor to all',
  youAreMuted: 'The teacher has muted you.',
  mutedBody: 'You still receive; what you have sent already waits in the kernel.',
  out: 'Kept out:',
  letIn: (name) => `Let ${name} come back`,
}
