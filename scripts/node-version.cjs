/**
 * The first thing that `npm start` and `socket-lab` run: says in a sentence that this Node is too old, which what is behind it would
 * do by a SyntaxError. So it is written as the oldest Node reads it. Counterpart: `packages.mjs`, which brings a newer Node for the lab.
 */
'use strict'

var major = Number(process.versions.node.split('.')[0])
var needs = 'Socket Lab needs Node 20 or newer to start, and this is ' + process.version
if (major < 20) {
  process.stderr.write(needs + ': install a newer one (https://nodejs.org), then try again.\n')
  process.exit(2)
}
