/**
 * A Vitest environment for the page's modules: compiled for the browser, so that runes react, and run in Node
 * without a pretended DOM. What needs a document is tested end to end.
 */
import type { Environment } from 'vitest/runtime'

const page: Environment = {
  name: 'page',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => undefined }),
}

export default page
