/** Ce que le labo garde, pour combien de temps, et comment on l’efface. */
import { counts } from '../format.ts'

const n = counts('fr')

export const kept = {
  /** Sous les séances passées. */
  line: (days: number | null, runs: number, size: string) =>
    `${days === null ? 'Gardées sans limite de temps' : `Gardées ${n(days, 'jour', 'jours')} après leur fin`}\u202f: ${n(runs, 'séance', 'séances')}, ${size}.`,
  limit: (size: string) => `Au-delà de ${size}, les plus anciennes partent d’abord.`,
  unread: 'Ce que le labo garde n’a pas pu être demandé.',
  what: 'Ce qui est gardé',
  erase: {
    button: (name: string) => `Effacer ${name}`,
    ask: 'Effacer cette séance\u202f?',
    why: (name: string, events: string) =>
      `${name}\u202f: ${events}, les noms et les fichiers partent du disque. Rien ne les fait revenir.`,
    exported: 'Ce que quelqu’un a exporté ou sauvegardé ailleurs y reste.',
    sure: 'Oui, tout effacer',
    yes: 'Effacer',
    done: (name: string) => `${name} est effacée\u202f: il n’en reste rien sur le disque du labo.`,
  },
  notice: {
    title: 'Ce que le labo garde',
    lead: 'Le labo enregistre les séances pour qu’on puisse les relire. Voici quoi, où, et pour combien de temps.',
    parts: [
      {
        title: 'Quoi',
        lines: [
          'De chaque séance\u202f: qui s’est connecté, sous quel nom et de quelle adresse, quand\u202f; chaque octet échangé\u202f; les fichiers envoyés\u202f; qui a arrêté, figé ou déconnecté.',
          'Ni compte, ni mot de passe, ni adresse électronique. Aucun traceur\u202f: rien ne quitte la machine du labo.',
          'Votre navigateur retient votre nom, la langue et l’apparence choisies. Effacer les données du site les oublie.',
        ],
      },
      {
        title: 'Où, et qui le voit',
        lines: [
          'Dans le dossier du labo, sur la machine qui le fait tourner, lisible par la personne qui l’a lancé.',
          'Tous ceux qui ouvrent la page du labo peuvent lire ses séances.',
        ],
      },
      {
        title: 'Effacer',
        lines: [
          'Qui a lancé une séance peut l’effacer une fois finie, le professeur aussi\u202f: il n’en reste rien sur le disque.',
          'Le professeur peut oublier une personne\u202f: son nom et son adresse sont remplacés dans toutes les séances finies. Ce que les gens ont écrit, les copies et les exports ne se retrouvent pas par le nom.',
        ],
      },
    ],
    time: 'Pour combien de temps',
    forever: 'Sans limite de temps\u202f: le labo a été lancé ainsi.',
    forDays: (days: number) => `${n(days, 'jour', 'jours')} après la fin de la séance, puis tout en est effacé.`,
    room: (size: string) => `Au-delà de ${size} en tout, les séances les plus anciennes sont effacées plus tôt.`,
    now: (runs: number, size: string) =>
      `En ce moment\u202f: ${n(runs, 'séance finie', 'séances finies')}, ${size} en tout.`,
  },
  forget: {
    button: 'Oublier une personne',
    title: 'Oublier une personne',
    lead: 'Son nom, et les adresses qu’elle avait, sont remplacés dans tout ce qui est gardé des séances finies.',
    name: 'Son nom, lettre pour lettre',
    how: 'Tel qu’il se lit dans les séances.',
    cannot:
      'Ne se retrouvent pas par le nom\u202f: ce que les gens ont écrit, les noms de fichiers, les sauvegardes et les exports.',
    go: 'Oublier',
    going: 'Le journal est relu d’un bout à l’autre…',
    done: (name: string, instead: string) => `${name} s’appelle maintenant ${instead}.`,
    runs: (count: number) =>
      count === 0 ? 'Aucune séance n’a changé.' : `${n(count, 'séance a changé', 'séances ont changé')}.`,
    written: (name: string) => `Quelqu’un y a écrit «\u202f${name}\u202f», ce qui reste tel quel\u202f:`,
    writtenHow: 'On peut effacer ces séances en entier.',
    run: (id: string) => `séance ${id}`,
    again: 'Oublier quelqu’un d’autre',
  },
}

export type KeptWords = typeof kept
