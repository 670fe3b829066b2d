/** Forgetting a person, as REST asks and answers it. Counterpart: `server/commands/forget.ts`. */
import { Type, type Static } from 'typebox'

export const ForgetBody = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 256, description: 'the name of a participant, exactly' }) },
  { additionalProperties: false },
)

export const Forgot = Type.Object({
  instead: Type.String({ description: 'what stands in place of the name from now on' }),
  runs: Type.Array(Type.String(), { description: 'runs in which name or address were replaced' }),
  written: Type.Array(Type.String(), {
    description: 'runs in which somebody wrote the name: what people wrote stays as it is',
  }),
})
export type Forgot = Static<typeof Forgot>
