/** Ce qui se dit d’une séance qu’on emporte. */
export const study = {
  body: 'Un fichier de tout ce que le journal en a, jusqu’à cet instant.',
  formats: {
    text: { name: 'Texte', help: 'ce qui a été dit, une ligne par événement, pour un compte rendu' },
    csv: { name: 'CSV', help: 'une ligne par événement, pour un tableur\u202f; aucun champ n’y devient une formule' },
    pcapng: {
      name: 'Capture pcapng',
      help: 'pour Wireshark et tshark\u202f; octets, ordre, heures, FIN et RST du journal, en-têtes reconstitués',
    },
    mermaid: { name: 'Diagramme Mermaid', help: 'les échanges comme diagramme de séquence, pour du Markdown' },
    jsonl: { name: 'JSON Lines', help: 'tout, octet par octet, pour un programme' },
  },
  pseudonyms: 'Sans noms ni adresses',
  pseudonymsHelp: '«\u202fP3\u202f» pour le troisième participant. Ce que les gens ont écrit reste tel quel.',
}

export type StudyWords = typeof study
