/** Limits of the page's port. Why these figures: docs/reliability.md. */

/** Milliseconds of one turn of the event loop for all pages and HTTP requests together; the rest is for the runs. */
export const SHARE_MS = 4
/** Jobs of one turn, such as the begin of a request: most of its work comes later. */
export const JOBS_A_TURN = 8
/** After a turn that used all its time the others get as much, at most this long. */
export const LONGEST_REST_MS = 50
/** One connection's share of a turn: enough for a burst, short enough that all get a part. */
export const PORTION_MS = 1
/** Frames and bytes taken from one WebSocket in one turn. Every frame counts: fragments, pings and pongs too. */
export const FRAMES_A_TURN = 64
export const BYTES_A_TURN = 65_536
/**
 * Frames a second of one WebSocket, and how many it may have saved up. Beyond, the lab does not read it until it has
 * saved up again.
 */
export const FRAMES_A_SECOND = 200
export const FRAMES_AT_ONCE = 500
/** How long a WebSocket over its rate is not read. */
export const RATE_PAUSE_MS = 50
/** Requests of one session under way, watches included. At this number the lab stops reading its WebSocket. */
export const REQUESTS_UNDER_WAY = 16
/** Runs that one session watches. */
export const RUNS_WATCHED = 32
/** How long a WebSocket that the lab closes may take to answer: much may come before its answer. */
export const CLOSE_MS = 2000
/** Malformed messages in a row after which a WebSocket is closed with 1008. */
export const MALFORMED_IN_A_ROW = 10
/** Answers that a session keeps, to repeat them. */
export const ANSWERS_KEPT = 500
/** Bytes waiting in the WebSocket beyond which the event stream stops, and later catches up from the journal. */
export const ENOUGH_BUFFERED = 262_144
/** Bytes waiting beyond which the lab stops reading the page: it asks for more than it reads. */
export const TOO_MUCH_TO_ASK = 1_048_576
/** Bytes waiting beyond which the lab closes a page that does not read at all. */
export const MOST_BUFFERED = 4_194_304
/**
 * HTTP is parsed in pieces of this many bytes: a piece full of tiny requests, or of chunks of a body, costs many times
 * what its length suggests. Pieces grow while they cost little, so that an upload is not cut up for nothing.
 */
export const HTTP_PIECE = 1024
export const HTTP_LARGEST_PIECE = 16_384
/** A piece that took fewer milliseconds was cheap. */
export const HTTP_CHEAP_MS = 0.1
