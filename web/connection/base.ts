/**
 * Where the lab begins on its host: '' at the root, `/tp` where a proxy has put it below that path. Counterpart:
 * `server/gateway/http/pages.ts`. The page learns it from the address of its own script, one folder below.
 */
const script = import.meta.url

export const BASE = import.meta.env.PROD ? new URL('..', script).pathname.replace(/\/$/, '') : ''
