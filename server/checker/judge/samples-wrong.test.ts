/** The samples that are wrong are told why. */
import { wrongOnes } from './samples.suite.ts'

wrongOnes()
