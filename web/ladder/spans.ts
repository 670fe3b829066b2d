/**
 * Stretches of a participant's life that the ladder shows on its lane: waiting to be accepted, holding up the others
 * because it does not read, half-closed. They are told by events, of which only those near the screen are at hand; so
 * they are remembered as events are seen, and the participant's present state fills in what was never on screen.
 * Invariant: bounded, at most `KEPT` stretches a participant and `PEOPLE` participants.
 */
import type { LabEvent } from '#shared/protocol/events.ts'
import type { Participant } from '#shared/protocol/model.ts'

export type SpanKind = 'waiting' | 'blocked' | 'half-closed'
export interface Span {
  readonly kind: SpanKind
  /** First event of it; 0 where it began before all that was seen. */
  readonly from: number
  /** Event that ended it; Infinity while it lasts, as far as is known. */
  readonly to: number
}

const KEPT = 32
const PEOPLE = 1024

interface Edge {
  seq: number
  kind: SpanKind
  begins: boolean
}

/** What an event says of the stretches of its participant. */
function edgesOf(event: LabEvent): Edge[] {
  const { seq } = event
  switch (event.kind) {
    case 'connected':
      return event.accepted ? [] : [{ seq, kind: 'waiting', begins: true }]
    case 'accepted':
      return [{ seq, kind: 'waiting', begins: false }]
    case 'blocked':
      return [{ seq, kind: 'blocked', begins: true }]
    case 'unblocked':
      return [{ seq, kind: 'blocked', begins: false }]
    case 'ended':
      return [{ seq, kind: 'half-closed', begins: true }]
    default:
      return []
  }
}

export class Spans {
  readonly #edges = new Map<number, Edge[]>()

  /** Takes an event into account. Idempotent, and in any order. */
  note(event: LabEvent): void {
    for (const edge of edgesOf(event)) {
      const known = this.#edges.get(event.participant) ?? []
      if (known.some(({ seq }) => seq === edge.seq)) continue
      known.push(edge)
      known.sort((a, b) => a.seq - b.seq)
      if (known.length > 2 * KEPT) known.splice(0, known.length - 2 * KEPT)
      this.#edges.delete(event.participant)
      this.#edges.set(event.participant, known)
      const oldest = this.#edges.keys().next().value
      if (this.#edges.size > PEOPLE && oldest !== undefined) this.#edges.delete(oldest)
    }
  }

  /** The stretches of a participant, in order of kind and time, cut to its life. */
  of(participant: Participant): Span[] {
    const spans = (['waiting', 'blocked', 'half-closed'] as const).flatMap((kind) => this.#ofKind(participant, kind))
    const end = participant.leftSeq ?? Infinity
    return spans
      .map((span) => ({ ...span, from: Math.max(span.from, participant.joinedSeq), to: Math.min(span.to, end) }))
      .filter((span) => span.from < span.to)
  }

  /** Whether the program had not accepted the participant when the event happened. */
  waitingAt(participant: Participant, seq: number): boolean {
    if (participant.state !== 'waiting' && !this.#edges.has(participant.id)) return false
    return this.#ofKind(participant, 'waiting').some((span) => span.from <= seq && seq < span.to)
  }

  #ofKind(participant: Participant, kind: SpanKind): Span[] {
    const edges = (this.#edges.get(participant.id) ?? []).filter((edge) => edge.kind === kind)
    const spans: Span[] = []
    // An end whose beginning was never seen: everybody waits from the start; the others, from who knows when.
    let open: number | null = edges[0]?.begins === false ? 0 : null
    for (const { seq, begins } of edges) {
      if (begins) open ??= seq
      else if (open !== null) {
        spans.push({ kind, from: open, to: seq })
        open = null
      }
    }
    if (open !== null) spans.push({ kind, from: open, to: Infinity })
    if (edges.length === 0 && kind === 'waiting' && participant.state === 'waiting') {
      spans.push({ kind, from: 0, to: Infinity })
    }
    return spans
  }
}
