/** What the page's port may take of the lab. Why these figures: docs/reliability.md. */

/** Time that all pages and HTTP requests together have in one turn of the event loop. The rest is the runs'. */
export const SHARE_MS = 4
/** Jobs of one turn, such as a request that begins: most of its work comes only after them. */
export const JOBS_A_TURN = 8
/** After a turn that has taken all its time the others have as much, at most so long. */
export const LONGEST_REST_MS = 50
/** Of a turn's time, one connection's: long enough for a burst, short enough that all get a part. */
export const PORTION_MS = 1
/** Frames and bytes that are taken of one WebSocket in one turn. Every frame counts: fragments, pings and pongs too. */
export const FRAMES_A_TURN = 64
export const BYTES_A_TURN = 65_536
/** Frames a second of one WebSocket, and how many it may have saved up. Beyond, it is not read until it has saved up again. */
export const FRAMES_A_SECOND = 200
export const FRAMES_AT_ONCE = 500
/** A WebSocket over its rate is read again after so long. */
export const RATE_PAUSE_MS = 50
/** Requests of one session that are under way, watches among them. With so many its WebSocket is not read. */
export const REQUESTS_UNDER_WAY = 16
/** Runs that one session watches. */
export const RUNS_WATCHED = 32
/** A WebSocket that the lab closes has so long to answer; it may have much to say before. */
export const CLOSE_MS = 2000
/** Malformed messages in a row after which a WebSocket is closed with 1008. */
export const MALFORMED_IN_A_ROW = 10
/** Answers that a session keeps, to repeat them. */
export const ANSWERS_KEPT = 500
/** Bytes waiting in the WebSocket beyond which the event stream stops, and later catches up from the journal. */
export const ENOUGH_BUFFERED = 262_144
/** Bytes beyond which nothing more is read of the page: it asks for more than it reads. */
export const TOO_MUCH_TO_ASK = 1_048_576
/** Bytes beyond which a page that does not read at all is let go. */
export const MOST_BUFFERED = 4_194_304
/**
 * HTTP is parsed in pieces of so many bytes: one of nothing but tiny requests, or chunks of a body, costs many times what its
 * length would let expect. Pieces grow while they cost little, so that an upload is not cut up for nothing.
 */
export const HTTP_PIECE = 1024
export const HTTP_LARGEST_PIECE = 16_384
/** A piece that took less was cheap, milliseconds. */
export const HTTP_CHEAP_MS = 0.1
