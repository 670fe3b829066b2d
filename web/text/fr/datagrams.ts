/** Datagrams exchanged with a program: commands that send and receive, files, empty datagrams. */

export const datagrams = {
  receive: 'Recevoir dans un terminal',
  receiveWhere: (host: string) =>
    `À lancer là où est ${host}, avant d’envoyer\u202f: ce qui arrive quand personne n’écoute est perdu.`,
  receiving: {
    recv: 'Un seul processus affiche tout ce qui arrive, d’où que cela vienne.',
    recvfrom:
      'Un processus fils par datagramme. Sans fork, socat se termine après le premier\u202f: le piège habituel.',
    listen: 'Garde le premier qui écrit, et lui répond\u202f: votre clavier revient au programme.',
  },
  block: 'socat prend 8192 octets à la fois\u202f: sans -b, la suite d’un datagramme plus long serait perdue.',
  send: {
    socat:
      'UDP (UDP-CONNECT) fait connect\u202f: socat n’entend que ce programme, et apprend si personne n’écoute. Une ligne, un datagramme.',
    file: (name: string) =>
      `Chaque lecture de ${name} devient un datagramme\u202f: -b en fixe la taille, 8192 octets sinon.`,
  },
  chooseFile: 'Envoyer un fichier…',
  chooseFileHint: 'Ses octets sont tapés au clavier du programme, qui les découpe.',
  fileSending: (name: string, done: string, of: string) => `${name}\u202f: ${done} sur ${of}`,
  fileSent: (name: string, size: string) => `${name}\u202f: ${size} tapés.`,
  fileFailed: (name: string, why: string) => `${name} n’a pas été tapé en entier\u202f: ${why}`,
  stopFile: 'Arrêter l’envoi du fichier',
  waiting: (waiting: string, size: string) =>
    `${waiting} attendent un bloc de ${size}\u202f; Ctrl+D envoie ce reste, et termine.`,
  tooLong: (size: string) => `Un navigateur envoie au plus ${size} en un datagramme. Rien n’est parti.`,
  leave: 'Partir',
  leaveHelp: 'close()\u202f: rien n’est envoyé, personne ne le saura',
}
