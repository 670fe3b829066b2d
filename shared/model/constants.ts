/** Figures that both sides must agree on. Where they come from: docs/reliability.md. */

/** Number of the program itself where an event names its participant. */
export const PROGRAM = 0
/** Digits of the code that a lab may want of newcomers. */
export const PIN_DIGITS = 6
/**
 * Longest payload of a datagram in bytes: an IPv4 packet of 65,535 less its header of 20 and the UDP header of 8 (RFC
 * 768).
 */
export const MAX_DATAGRAM = 65_507
/** Payload bytes of one event in the event stream; the whole is read over REST. */
export const EVENT_PREVIEW_BYTES = 1024
/** Backlog of listen: connections that the kernel keeps until the program accepts them (POSIX listen). */
export const BACKLOG = 511
/** Largest WebSocket message from a page, in bytes (RFC 6455 close code 1009 beyond). */
export const MAX_MESSAGE = 65_536
/** Longest name of a web participant, in characters. */
export const MAX_NAME = 32
/** Longest text that one `send` may carry, in bytes before base64. */
export const MAX_SEND_BYTES = 32_768
/** Pieces into which one `send` may be cut, each a write of its own. */
export const MAX_PIECES = 1024
/** Past runs of a `welcome`, and of one REST answer unless it asks for another number. */
export const RUNS_PAGE = 50
/** Events of one REST answer. */
export const MAX_PAGE = 1000
/**
 * What the events of one REST answer weigh at most, in bytes of payload; a single larger one comes whole. A thousand
 * events of a flood would be a gibibyte; as JSON a byte may become eight, and a page of this size takes 10 ms of the
 * event loop.
 */
export const MAX_PAGE_BYTES = 1_048_576
/** Bytes that wait for one receiver at most, where the program keeps a queue for each: beyond, the receiver is closed. */
export const QUEUE_MOST = 16_777_216
/** Listeners that one run may have at once. */
export const MAX_LISTENERS = 8
/** The worksheet's port. */
export const DEFAULT_PORT = 8080
/** Where runs listen that do not say where, the first of them first: as many as a class has runs, and some more. */
export const PORT_RANGE: readonly [first: number, last: number] = [DEFAULT_PORT, 8379]
/** WebSocket close codes of this lab beside those of RFC 6455, 7.4.1. */
export const CLOSE = {
  /** The server stops; the page reconnects when it runs again. */
  goingAway: 1001,
  unsupported: 1003,
  /** Ten messages in a row that the protocol does not know. */
  malformed: 1008,
  overloaded: 1013,
  /** The page read nothing while more than 4 MiB waited for it. */
  slow: 4010,
  /** The same session was taken up by a newer connection: this one must begin a session of its own. */
  takenUp: 4009,
  /** The page stays outside: the lab is locked, or wants its code. */
  outside: 4003,
} as const

/** Header of HTTP by which a page names its session, so that its calls of the API count as its own. */
export const SESSION_HEADER = 'x-socket-lab-session'

/** Version of the WebSocket protocol. The lab asks a page of another version to reload. */
export const PROTOCOL = 2

/** What may be a host, as a regular expression: an address, also in brackets, or a name, without control characters or blanks. */
export const HOST = '^(\\[[^\\s\\x00-\\x1f\\x7f\\[\\]]+\\]|[^\\s\\x00-\\x1f\\x7f\\[\\]]+)$'

/** Bytes of a line typed ahead that pages are shown. */
export const AHEAD_PREVIEW_BYTES = 256
