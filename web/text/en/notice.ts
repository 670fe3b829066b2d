import type { NoticeWords } from '../fr/notice.ts'

export const notice: NoticeWords = {
  from: 'The teacher',
  title: 'Message to all',
  word: 'Your message',
  help: 'It stays on all pages until you take it back; anybody may put it away on their own.',
  send: 'Send',
  takeBack: 'Take back',
  putAway: 'Put away',
}
