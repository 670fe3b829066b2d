/** A page that becomes the teacher's, by the link that the lab's console shows. */
import type { Page } from '@playwright/test'
import type { Lab } from './lab.ts'
import { expect } from './test.ts'

export const teacherLink = ({ output }: Pick<Lab, 'output'>): string => / (http\S+#teacher=\S+)$/m.exec(output)![1]!

/** Goes there, and waits until the page says that it is the teacher's. @returns the page */
export async function asTeacher(page: Page, lab: Pick<Lab, 'output'>): Promise<Page> {
  await page.goto(teacherLink(lab))
  await expect(page.getByTestId('role')).toHaveText('Professeur')
  return page
}
