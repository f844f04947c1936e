// Starts the page. What fails before or after is told by rescue.js.
import init, { start_page } from './quantscope_core.js';

// Before anything is drawn, so that a dark page does not flash white.
const theme = /[?&]theme=(light|dark)/.exec(location.hash);
if (theme) document.documentElement.dataset.theme = theme[1];

await init();
start_page();
document.getElementById('loading')?.remove();
