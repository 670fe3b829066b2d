import type { ErrorSentences } from './sentences.ts'

export const errors: ErrorSentences = {
  'bad-request': 'The request is not valid ({detail}): check the values.',
  'bad-message': 'A message does not follow the protocol ({detail}): reload the page.',
  'malformed-request': 'What came is no HTTP request ({detail}): this is the port of the lab’s page.',
  'raw-client-at-page':
    'What came is no HTTP request ({detail}): this is the port of the lab’s page. Raw clients connect to {where}.',
  'https-wanted':
    'This lab encrypts its page: its address begins with https://, not http://. Type https:// before the same name and port.',
  'not-a-websocket': 'There is no WebSocket at {path}: it is at /api/ws.',
  'bad-name':
    'The name “{name}” cannot be used: take 1 to 32 letters, digits, spaces, - _ . or apostrophes, and at least one letter.',
  'name-invisible': 'The name “{name}” has a character that nobody sees or that moves others: type it anew.',
  'name-scripts': 'The name “{name}” mixes alphabets, or takes one that few can read: use the letters of one alphabet.',
  'name-reserved': 'The lab itself uses “{name}” or a word that looks like it: choose another name.',
  'named-already': 'It is called “{name}” already. Only on the machine of the lab can that be changed.',
  'not-your-address':
    'You can name a participant that came from your own address ({own}); this one came from {address}. On the machine of the lab one names anybody.',
  'name-taken': 'Somebody in this run has the name “{name}” or one that looks like it: choose another.',
  'unknown-run': 'There is no run {run} here: the home page lists those that there are.',
  'unknown-file': 'Run {run} has no file {file}: its page lists those that there are.',
  'file-in-use': 'File {file} of run {run} is in use: wait for its end, or stop the run.',
  'no-file-wanted': 'The program of run {run} sends no file: start a file sender.',
  'file-refused': 'The lab has no room to keep “{name}” ({errno}): choose a smaller file, or delete some.',
  'file-cut': 'The end of “{name}” has not come: nothing of it is kept, choose the file again.',
  'run-not-running': 'Run {run} has ended: restart it, or choose one that is running.',
  'run-goes-on': 'Run {run} has not ended: stop it first.',
  'not-joinable': 'The program of run {run} does not listen: nobody can connect to it.',
  'no-web-listener': 'Run {run} has unix sockets only, and no browser can use one: open a TCP or TLS listener.',
  'last-listener': 'Run {run} has no other listener: stop the run, or open another listener first.',
  'too-many-listeners': 'A run has {limit} listeners at most: close one first.',
  'unknown-listener': 'Run {run} has no listener {listener}.',
  'tls-not-shared':
    'This program shares its connections with a child (fork), and TLS cannot be shared by two processes: open TCP or unix listeners.',
  'tls-failed':
    'The lab could not prepare its TLS certificate in {folder} ({detail}): see to it that this folder can be written.',
  'tls-files':
    'The certificate {cert} and the key {key} cannot be used ({detail}): give two files of PEM that belong together.',
  'no-ipv6': 'This machine has no IPv6 (address {host}): take an IPv4 listener.',
  'path-in-use': 'A program listens on {path} already: stop it or choose another path.',
  'path-in-use-by-run': 'Run {run} of this lab listens on {path} already: go to it, stop it, or choose another path.',
  'path-taken': 'The file {path} exists and is not a socket: the lab leaves it alone. Choose another path.',
  'path-unusable': 'No socket can be made at {path} ({errno}): check the folder and its permissions.',
  'path-denied': 'From another machine a unix socket can have a plain name only, without a folder ({path}).',
  'no-keyboard': 'The program of run {run} reads no keyboard.',
  'no-select': 'The program of run {run} does not wait in select: it has no wake-ups to serve one by one.',
  'target-denied':
    'This lab does not connect to {host} ({address}): aim at this machine, at your own, or ask for --allow-target at its start.',
  'target-unknown': 'No address belongs to {host}: check the name.',
  'not-yours': 'Participant {participant} of run {run} is not one of yours, or has left.',
  'not-allowed': 'This lab does not let you do this ({command}): ask somebody who may.',
  muted: 'The teacher has muted you in run {run}: nothing is sent. You go on receiving what the others say.',
  'no-floor': 'In run {run} the floor is {name}’s: nothing is sent until the teacher gives it back to all.',
  'kept-out': 'The teacher keeps you out of run {run}, for as long as it lives. Nobody else can let you in again.',
  'not-kept-out': 'Nobody of number {participant} is kept out of run {run}.',
  'teacher-only':
    'This is for the teacher ({command}): whoever has no teacher’s link, or calls without a page, may not do it in this lab.',
  'owner-only': 'Only the teacher and whoever started run {run} may do this ({command}).',
  'unknown-person': 'No participant is called "{name}": names count letter by letter.',
  'person-present': 'Run {run}, in which {name} takes part, has not ended: stop it first.',
  'wrong-secret': 'This teacher’s link is not, or is no longer, one of this lab: the newest stands on its console.',
  'pin-wanted': 'One enters this lab with a code of six digits: it is shown to the room, ask the teacher for it.',
  'wrong-pin': 'This is not, or is no longer, the code of this lab: look at the one that is shown.',
  'lab-locked': 'This lab is closed to newcomers: those who were in may come back, the others ask the teacher.',
  'unknown-participant': 'Run {run} has no participant {participant}, or no longer: its list says who is there.',
  'no-connection': 'Participant {participant} of run {run} sends datagrams: there is no connection to close.',
  'port-in-use': 'Port {port} of {host} is in use{holder}: stop that program or choose another port.',
  'port-in-use-by-run':
    'Port {port} of {host} is in use by run {run} of this lab: go to it, stop it to start here, or choose another port.',
  'port-in-use-by-page': 'Port {port} is in use by this lab’s page: choose another port.',
  'port-in-use-by-lab': 'Port {port} of {host} is in use by a connection of this lab itself: choose another port.',
  'port-in-use-by-other-lab':
    'Port {port} of {host} is in use by another Socket Lab (PID {pid}{page}): use that one, end it with Ctrl+C in its terminal, or choose another port (--port and --web-port at the start).',
  'port-asked-twice': 'Port {port} of {host} is asked for twice: give one of the two listeners another port.',
  'port-in-time-wait':
    'Without SO_REUSEADDR port {port} is refused: the kernel still keeps {states} of an earlier program there ({count} in all). Wait {seconds} s, or turn reuse-address on. Node always sets SO_REUSEADDR, so here the lab applies the kernel’s rule itself, from its tables.',
  'port-still-connected':
    'Without SO_REUSEADDR port {port} is refused: it still has {states} ({count} in all), and no timer will end them. Close these connections, or turn reuse-address on. Node always sets SO_REUSEADDR, so here the lab applies the kernel’s rule itself, from its tables.',
  'reuse-unsupported':
    'The lab cannot listen without SO_REUSEADDR here: Node always sets it, and this system does not show the tables from which the lab would apply the rule. Leave reuse-address on.',
  'port-denied': 'The system denies port {port} of {host} to this user: take one from 1024 to 65535.',
  'address-unavailable': 'This machine has no address {host}: take 127.0.0.1 or 0.0.0.0.',
  'no-free-port': 'Ports {first} to {last} are all in use: stop a run, or name another port.',
  'too-many-runs':
    'As many runs are running as may at once ({limit}, the last of them kept for who has none): stop one first, or start the lab with {flag}.',
  'too-many-runs-of-asker':
    'You have {limit} runs running, the most for one page or address: stop one first, or start the lab with {flag}.',
  'too-many-runs-of-address':
    'Your address has {limit} runs running, the most for all of its pages: stop one first, or start the lab with {flag}.',
  'too-many-own-runs': 'You have {limit} runs that go on, and a student may have no more: stop one of them first.',
  'too-many-participants':
    'Run {run} is full ({limit} participants, the last of them kept for who has none): wait until one leaves, or start the lab with {flag}.',
  'too-many-participants-of-page':
    'This page has {limit} participants, the most for one page: disconnect one first, or start the lab with {flag}.',
  'too-many-pages':
    'This lab has as many open pages as it may ({limit}, the last of them kept for addresses that have none): close one, or start the lab with {flag}.',
  'too-many-pages-of-address':
    'Your address has {limit} pages of this lab open, the most for one address: close one, or start the lab with {flag}.',
  'no-descriptors':
    'The lab has as many files and connections open as the system lets it ({limit}): wait a moment, or raise ulimit -n before its start.',
  'forbidden-origin':
    'The page at {origin} may not use this lab: open the lab at its own address, or start it with --public {url}.',
  'forbidden-host':
    'This lab does not answer to the name {host}: open one of the addresses that it printed, or start it with --public {url}.',
  overloaded:
    'The lab cannot take more just now, or the program does not read fast enough: wait a moment, then try again.',
  'lab-ending': 'The lab is ending: it starts nothing more.',
  'journal-failed': 'The journal cannot be written: reading and accepting wait until it can.',
  'journal-full': 'The journal of this run is full: it reads nothing any more and accepts nobody. Start a new one.',
  'disk-full': 'The disk is full: reading and accepting wait until there is room for the journal.',
  'connection-failed': 'The connection to port {port} of {host} failed ({errno}).',
  'not-found': 'There is nothing at {path}.',
  'method-not-allowed': 'The method {method} means nothing at {path}: it takes {allowed}.',
  'request-timeout': 'The request did not come to its end in {seconds} s: send it again.',
  'body-too-large': 'The body of a request has {limit} bytes at most: send a shorter one.',
  'address-too-long': 'An address has parts of {limit} characters at most: use a shorter one.',
  'unsupported-type': 'The lab does not read a body of type {type} here: /api/docs names what each call takes.',
  'range-unsatisfiable': 'There are no such bytes: the range lies beyond the end.',
  'expectation-failed': 'The lab knows no Expect but 100-continue: leave it out.',
  'headers-too-large': 'The headers of a request have {limit} bytes at most: send fewer.',
  internal: 'The lab failed to do this: its terminal says more.',
}
