/**
 * Folders form no cycle: who reads one room need not have read another that reads it back. Tests are left out, since they
 * put parts together that the product ties elsewhere. Counterpart: `.dependency-cruiser.cjs`, who may import whom.
 */
const { options } = require('./.dependency-cruiser.cjs')
const tests = require('./scripts/test-files.cjs')

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-folder-cycle',
      comment: 'Two folders need each other: move what both need down, or declare a narrow interface beside its user.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
  ],
  options: { ...options, exclude: { path: [tests] } },
}
