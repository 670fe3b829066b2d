import type * as fr from '../fr/conversation.ts'
import { counts } from '../format.ts'

const n = counts('en')

export const conversation: typeof fr.conversation = {
  tab: 'Conversation',
  label: (name) => `Conversation of ${name} with the program`,
  whose: 'Conversation of',
  gone: 'gone',
  nobody: 'Nobody has come yet: there is nothing to read.',
  nothing: 'Not a byte has passed yet.',
  you: 'you',
  shownAs: 'Show the bytes',
  text: 'Text',
  hex: 'Hex',
  more: (size) => `+ ${size}`,
  to: (from, to) => `${from} to ${to}`,
  noEnd: 'no ↵',
  noEndYet: 'no ↵ yet',
  lost: (size) => `${size} dropped`,
  menu: 'Copy or save',
  copy: 'Copy the conversation',
  copyHelp: 'with times and directions',
  save: {
    sent: (name) => `Save what ${name} sends`,
    received: (name) => `Save what ${name} receives`,
  },
  saveHelp: 'the bytes as they are',
  saved: (file, size) => `${file}: ${size}.`,
  missing: (size) => `${size} are not in it: the journal does not have them.`,
  unsent: (size) => `The last ${size} were never taken.`,
  copied: (count) => `Copied: ${n(count, 'message', 'messages')}.`,
  copiedPart: (count) => `Copied: the beginning, ${n(count, 'message', 'messages')}.`,
}
