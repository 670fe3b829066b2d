/** Finds the system's Firefox, for the tests that try the page in it. */
import { which } from './terminal.mjs'

/** Path of a Firefox; null where there is none. FIREFOX_PATH names one that is elsewhere. */
export const systemFirefox = () => process.env['FIREFOX_PATH'] ?? which('firefox-esr') ?? which('firefox')
