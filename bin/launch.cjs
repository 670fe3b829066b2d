/** Loads a module from a script; a file of its own, because an old Node does not read `import` here. Counterpart: `socket-lab.cjs`. */
'use strict'

void import('./launch.mjs')
