/** Which files are tests or serve tests only, for the rules on imports: a source of a regular expression. */
module.exports =
  '(\\.(test|suite|fixture)\\.ts$|^server/testing/|^programs/common/dialogue\\.ts$|^web/events/sample\\.ts$)'
