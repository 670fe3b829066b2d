/** A port that is refused for a while. */
export const portWaits = {
  title: 'Le port n’est pas encore libre',
  label: 'Port refusé',
  left: 'avant que le noyau l’oublie',
  over: 'Le délai est écoulé\u202f: réessayez.',
  retry: 'Réessayer',
  reuse: 'Démarrer tout de suite avec SO_REUSEADDR',
}
