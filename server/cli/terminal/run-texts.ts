/** A line on each program, for the help of `run`, by language. */
import type { Lang } from '#shared/model/languages.ts'
import type { ScenarioId } from '#shared/protocol/model.ts'

export const programTexts: Record<Lang, Record<ScenarioId, string>> = {
  fr: {
    'line-server': 'question 1\u202f: accepte un client, affiche ses lignes, puis passe au suivant',
    'line-client': 'question 2\u202f: se connecte et envoie chaque ligne du clavier',
    'alternating-chat': 'question 3\u202f: conversation chacun son tour, serveur ou client',
    'duplex-chat': 'question\u202f4\u202f: dialogue libre, deux processus qui partagent la socket, serveur ou client',
    'relay-known': 'question 5\u202f: relais sans select, pour un nombre connu de clients',
    relay: 'question 6\u202f: relais avec select, clients en nombre quelconque',
    'file-receiver': 'page sur socat\u202f: reçoit des fichiers',
    'file-sender': 'page sur socat\u202f: envoie un fichier à qui se connecte',
    'udp-receiver': 'socat\u202f: affiche chaque datagramme UDP, répond au dernier qui a écrit',
    'udp-sender': 'socat\u202f: envoie le clavier en datagrammes UDP, une ligne ou un bloc chacun',
  },
  en: {
    'line-server': 'question 1: accepts one client, prints its lines, then takes the next one',
    'line-client': 'question 2: connects and sends each line of the keyboard',
    'alternating-chat': 'question 3: a chat turn by turn, server or client',
    'duplex-chat': 'question 4: a free chat, two processes that share the socket, server or client',
    'relay-known': 'question 5: a relay without select, for a known number of clients',
    relay: 'question 6: a relay with select, for any number of clients',
    'file-receiver': 'page on socat: receives files',
    'file-sender': 'page on socat: sends a file to whoever connects',
    'udp-receiver': 'socat: prints each UDP datagram, answers the last sender',
    'udp-sender': 'socat: sends the keyboard as UDP datagrams, a line or a block each',
  },
}
