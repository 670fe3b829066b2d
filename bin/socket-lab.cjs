#!/usr/bin/env node
/**
 * The command `socket-lab`, as the oldest Node reads it: says in a sentence that this one is too old, and hands over to
 * `launch.mjs` otherwise, which would be a SyntaxError there.
 */
'use strict'

require('../scripts/node-version.cjs')
require('./launch.cjs')
