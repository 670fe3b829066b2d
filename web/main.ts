import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import { mount } from 'svelte'
import App from './app/App.svelte'
import { lab } from './store/lab.svelte.ts'
import { router } from './router/router.svelte.ts'

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')
lab.start()
router.start()
mount(App, { target })
