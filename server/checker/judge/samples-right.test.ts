/** The samples that are right pass every stage. Beside `samples-wrong.test.ts`, so that both processors have some. */
import { rightOnes } from './samples.suite.ts'

rightOnes()
