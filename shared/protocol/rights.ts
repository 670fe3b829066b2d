/** What a page may ask for. Counterparts: the policy in `server/commands/`, which decides; `messages.ts`, which tells a page. */

/** `any`: of every run and participant; `own`: of its own; null: not at all. */
export type Right = 'any' | 'own' | null

/** By command, as `server/commands/` names it. */
export type Rights = Readonly<Record<string, Right>>
