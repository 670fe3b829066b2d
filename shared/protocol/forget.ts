/** Forgetting a person, as REST asks and answers it. Counterpart: `server/commands/forget.ts`. */
import { Type, type Static } from 'typebox'

const Runs = (description: string) => Type.Array(Type.String(), { description })

export const ForgetBody = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 256,
      description: 'a name of a participant, the present one or an earlier one, exactly',
    }),
    addresses: Type.Optional(
      Type.Array(Type.String({ minLength: 2, maxLength: 64 }), {
        maxItems: 1000,
        description:
          'the addresses to replace, without port, whoever else has them: none for the name alone; absent: those that nobody else had',
      }),
    ),
  },
  { additionalProperties: false },
)

export const Forgot = Type.Object({
  instead: Type.String({ description: 'what stands in place of the names from now on' }),
  names: Type.Array(Type.String(), {
    description:
      'the names of the same participants and of the same page: all of them were replaced where they are theirs',
  }),
  addresses: Type.Array(Type.String(), { description: 'addresses that were replaced' }),
  shared: Type.Array(
    Type.Object({
      address: Type.String(),
      others: Type.Integer({ description: 'how many participants of others came from there' }),
    }),
    { description: 'addresses of the person that stay; `addresses` of another request has them replaced' },
  ),
  runs: Runs('runs in which name or address were replaced'),
  written: Runs('runs in which somebody wrote a name: what people wrote stays as it is'),
  live: Runs('runs that have not ended and in which a name or address stands: nothing of them was changed'),
  copies: Type.Array(Type.String(), {
    description: 'files of the data folder with earlier journals, which were not looked into',
  }),
})
export type Forgot = Static<typeof Forgot>
