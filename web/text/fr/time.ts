/** Ce qui se dit du voyage dans le temps d’une séance. */
import { counted, formatNumber, type Forms } from '../format.ts'

const n = (count: number, one: Forms['one'], other: Forms['other']): string => counted('fr', count, { one, other })

export const time = {
  title: 'Remonter le temps',
  slider: 'Moment montré',
  /** Of the slider: what it is at. */
  at: (clock: string, seq: number) =>
    seq === 0 ? `${clock}, avant le premier événement` : `${clock}, événement ${formatNumber('fr', seq)}`,
  event: (seq: number) => (seq === 0 ? 'avant le premier événement' : `événement ${formatNumber('fr', seq)}`),
  first: 'Premier événement',
  back: 'Événement précédent',
  play: 'Jouer',
  pause: 'Pause',
  forward: 'Événement suivant',
  last: 'Dernier événement',
  now: 'Revenir au direct',
  leave: 'Quitter',
  speed: 'Vitesse',
  times: (speed: number) => `×${formatNumber('fr', speed)}`,
  silences: 'silences coupés à 2\u00a0s',
  cut: (seconds: string) => `${seconds} de silence`,
  marker: 'Repère',
  markerHelp: 'Poser un repère ici, ou l’ôter',
  markers: (count: number) => n(count, 'repère', 'repères'),
  toMarker: (number: number, clock: string) => `Aller au repère ${number}, ${clock}`,
  waits: 'quelqu’un attend',
  failed: 'Ce moment ne peut pas être lu.',
  states: {
    title: 'États TCP',
    figure: 'RFC\u00a09293, figure\u00a05',
    whose: 'Connexion de',
    program: 'bout du programme',
    peer: (name: string) => `bout de ${name}`,
    far: 'L’autre bout est sur une machine que le labo ne voit pas.',
    none: 'Pas de connexion TCP à ce moment.',
    unseen: 'À ce moment, le labo n’avait pas encore regardé les tables du noyau.',
    gone: 'Le noyau n’a plus de ligne pour cette connexion\u202f: elle est finie.',
    sentence: (who: string, state: string) => `${who}\u202f: ${state}`,
    recvQ: 'Recv-Q',
    sendQ: 'Send-Q',
    fin: (queue: string) => `${queue}, dont le FIN`,
  },
}

export type TimeWords = typeof time
