import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/event-rows.css'
import { mount } from 'svelte'
import App from './app/App.svelte'
import { beginToLoad } from './app/pages.ts'
import { i18n } from './text/index.svelte.ts'
import { onTeacherLink, takeTeacherLink } from './connection/teacher-link.ts'
import { onPinLink } from './connection/pin-link.ts'
import { explain, lab, sentence } from './store/lab.svelte.ts'
import { notices } from './store/notices.svelte.ts'
import { ui } from './store/ui.svelte.ts'
import { router } from './router/router.svelte.ts'

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')
const asked = takeTeacherLink()
onTeacherLink()
onPinLink()
beginToLoad(router.route)
// Not awaited at the top: the sentences import from the chunk of this module, and would wait for its end.
void i18n.begin().then(() => {
  // The key is said in the first message of the WebSocket.
  if (asked === null) lab.start()
  else
    void asked.then((refusal) => {
      lab.start()
      if (refusal) notices.bad(explain(refusal))
    })
  router.start()
  target.replaceChildren()
  mount(App, { target })
  // A part that is loaded when it is wanted, from a lab that answers no more. The dialog that it would be is not open.
  addEventListener('vite:preloadError', () => {
    ui.hide()
    notices.bad(sentence('unreachable'))
  })
})
