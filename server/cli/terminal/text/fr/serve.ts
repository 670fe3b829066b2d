/** What `serve` says on a terminal. */
export const serve = {
  tagline:
    'Socket Lab\u202f: participants TCP et onglets de navigateur dans la même pièce, chaque octet sous les yeux.',
  usage: [
    'usage\u202f: socket-lab [serve] [options]           le labo et sa page (comme npm start -- [options])',
    '        socket-lab run PROGRAMME [options]      un programme de la feuille, dans ce terminal',
    '        socket-lab run --help                   la liste des programmes',
    '        socket-lab check --help                 un programme d’étudiant, jugé dans ce terminal',
    '        socket-lab export --help                une séance comme fichier',
    '        socket-lab journal|erase|forget --help  ce qui est gardé\u202f: le vérifier, l’effacer',
  ],
  flags: {
    host: 'adresse d’écoute\u202f; 0.0.0.0 ouvre le labo au réseau',
    port: 'port TCP de la première séance, 0 pour un port libre',
    ports: 'ports des séances qui n’en demandent pas',
    listen: 'un point d’écoute de plus pour elle\u202f; peut être répété',
    'web-port': 'port de la page et de l’API, 0 pour un port libre',
    public: 'adresse de la page par un proxy ou un autre nom\u202f; peut être répétée',
    tls: 'la page en https, avec le certificat de l’autorité propre au labo',
    'tls-cert': 'la page en https, avec ce certificat et ceux au-dessus de lui, en PEM',
    'tls-key': 'sa clé privée, en PEM',
    'trust-proxy': 'proxys qui disent au labo d’où viennent les pages (X-Forwarded-For, -Proto)',
    data: 'où le journal est gardé',
    program: 'programme à lancer d’emblée',
    'allow-target': 'réseaux que les clients du labo peuvent aussi viser',
    'max-children': 'processus enfants, toutes séances ensemble',
    'max-events': 'événements d’une séance\u202f; au-delà, elle ne lit plus et n’accepte plus personne',
    'max-run-bytes': 'octets d’une séance dans le journal\u202f; au-delà, de même',
    keep: 'jours pendant lesquels une séance est gardée après sa fin\u202f; 0\u202f: toujours',
    'max-data':
      'Mio que toutes les séances peuvent prendre\u202f; au-delà, les plus anciennes sont effacées\u202f; 0\u202f: sans limite',
    class: 'une classe\u202f: ouvre le labo au réseau, avec des rôles',
    students: 'ce que peut qui n’est pas le professeur',
    'idle-run':
      'une séance sans événement s’arrête après ce temps, 0 pour jamais\u202f; sans rôles, jamais si rien n’est dit',
    pin: 'un code à six chiffres pour entrer, montré sur la page à projeter',
    everyone: 'pas de rôles sur le réseau\u202f: qui ouvre la page peut tout faire',
    'new-teacher-link': 'un nouveau lien du professeur\u202f; les précédents ne valent plus',
    open: 'ouvrir la page dans le navigateur',
    'max-participants': 'participants d’une séance',
    'max-per-address': 'dont ceux d’une même adresse\u202f; cette machine n’a pas de limite',
    'max-participants-per-page': 'participants web d’une page, toutes séances comprises',
    'max-pages': 'pages ouvertes',
    'max-pages-per-address': 'dont celles d’une même adresse',
    'max-runs': 'séances en même temps',
    'max-runs-per-asker': 'dont celles lancées par une même page, ou une même adresse sans page',
    'max-runs-per-address': 'dont celles lancées d’une même adresse, par toutes ses pages',
    version: 'afficher la version',
    help: 'afficher ce texte',
  },
  closing:
    'Chaque option peut aussi venir de la variable d’environnement écrite dessous. Ctrl+C vide les files et termine.',
  page: 'page',
  try: 'essai',
  teacher: 'professeur',
  project: 'à projeter',
  students: 'étudiants',
  firewall: 'pare-feu',
  code: 'code',
  locked:
    'le labo est verrouillé, comme avant son arrêt\u202f: personne de nouveau n’entre tant que le professeur ne l’ouvre pas (V sur la page à projeter).',
  everyone:
    'les rôles sont désactivés\u202f: qui atteint cette adresse peut tout arrêter, tout mettre en pause et tout effacer.',
  end: 'Ctrl+C pour terminer.',
  ending: 'ce qui est en route part encore, dix secondes au plus\u202f; Ctrl+C une seconde fois termine aussitôt.',
  damaged: (runs: string) => `séances laissées de côté, car le journal ne peut plus les rendre\u202f: ${runs}`,
  open: (paths: string) =>
    `d’autres utilisateurs de cette machine peuvent lire ou changer ce que le labo garde ici\u202f: ${paths} (prenez un autre dossier par --data, ou retirez-leur ces droits)`,
  setAside: (path: string) =>
    `le journal était abîmé\u202f: il a été mis de côté dans ${path}, et un nouveau est commencé`,
  otherLab: (pid: number, page: string | null) => ` (PID ${pid}${page === null ? '' : `, sa page est ${page}`})`,
  noBrowser: (url: string) => `aucun navigateur n’a pu être ouvert\u202f: allez à ${url}`,
  noPage:
    'la page n’est pas construite\u202f: npm start la construit, puis démarre le labo (npm run build la construit seule).',
  badPort: (flag: string, value: string) =>
    `--${flag} vaut «\u202f${value}\u202f»\u202f: donnez un numéro de port de 0 à 65535.`,
  badPorts: (value: string) =>
    `--ports vaut «\u202f${value}\u202f»\u202f: donnez le premier et le dernier, par exemple 8080-8379.`,
  badNumber: (flag: string, value: string, least: number) =>
    `--${flag} vaut «\u202f${value}\u202f»\u202f: donnez un nombre entier, ${least} au moins.`,
  badListener: (value: string) =>
    `--listen vaut «\u202f${value}\u202f»\u202f: donnez tcp:PORT, tls:PORT (4 ou 6 après tcp ou tls pour une seule famille) ou unix:CHEMIN.`,
  badStudents: (value: string) => `--students vaut «\u202f${value}\u202f»\u202f: choisissez watch, speak ou start.`,
  trust: 'confiance',
  badTls: '--tls-cert et --tls-key vont ensemble\u202f: donnez les deux.',
  pinNeedsRoles: '--pin et --everyone s’excluent\u202f: sans rôles, personne ne contrôle l’accès.',
  badHost: (value: string) =>
    `--host vaut «\u202f${value}\u202f»\u202f: donnez une adresse de cette machine, par exemple 127.0.0.1.`,
  badPublic: (value: string) =>
    `--public vaut «\u202f${value}\u202f»\u202f: donnez l’adresse que montre le navigateur, par exemple https://labo.example.org/ ou http://pc7.ecole.example:3000/.`,
  badProgram: (value: string, known: string) =>
    `--program vaut «\u202f${value}\u202f»\u202f: choisissez parmi ${known}.`,
  badNetwork: (flag: string, value: string) =>
    `--${flag} contient «\u202f${value}\u202f»\u202f: donnez des réseaux comme 192.168.1.0/24, séparés par des virgules.`,
  badFlag: (why: string) => `option incomprise (${why})\u202f: --help en donne la liste.`,
}

export type ServeTexts = typeof serve
