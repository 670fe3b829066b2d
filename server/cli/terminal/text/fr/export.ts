/** Ce que dit `export` dans un terminal. */
export const exporting = {
  usage: `usage\u202f: socket-lab export SÉANCE --format FORMAT [options]

  SÉANCE             le numéro qui est dans l’adresse de sa page, /runs/SÉANCE
  --format FORMAT    jsonl (tout ce que le journal en sait), csv (une ligne par événement), text (ce qui a été dit),
                     pcapng (pour Wireshark\u202f; en-têtes reconstitués), mermaid (un diagramme)
  --out FICHIER      où l’écrire\u202f; sans cela, sur la sortie standard
  --data DOSSIER     le dossier du labo (./data)
  --lab ADRESSE      depuis la page d’un labo qui tourne, au lieu d’un dossier
  --names pseudonyms sans noms ni adresses
  --lang fr|en`,
  noRun: (given: string) => `quelle séance\u202f? Son numéro est dans l’adresse de sa page, pas «\u202f${given}\u202f»`,
  badFormat: (given: string, known: string) => `--format ${given}\u202f: connus sont ${known}`,
  badNames: (given: string) => `--names ${given}\u202f: names ou pseudonyms`,
  badLang: (given: string) => `--lang ${given}\u202f: fr ou en`,
  badLab: (given: string) => `--lab ${given}\u202f: ce n’est pas l’adresse d’une page`,
  noSuchRun: (run: string, where: string) => `il n’y a pas de séance ${run} dans ${where}`,
  noFolder: (folder: string) => `il n’y a pas de journal dans ${folder}\u202f: nommez le dossier du labo avec --data`,
  inUse: (folder: string) =>
    `un labo utilise ${folder}\u202f: donnez l’adresse de sa page avec --lab, ou arrêtez-le d’abord`,
  refused: (address: string, why: string) => `${address} a refusé\u202f: ${why}`,
  unreached: (address: string, why: string) => `${address} ne répond pas\u202f: ${why}`,
  written: (file: string, size: string) => `${file}\u202f: ${size}\u00a0octets`,
  notWritten: (file: string, why: string) => `impossible d’écrire ${file}\u202f: ${why}`,
}

export type ExportTexts = typeof exporting
