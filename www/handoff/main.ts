// The helper page between an isolated Brigade and Perfetto (see `features/exports/perfetto.ts`). Asks the page that
// opened it for the trace, and hands it over when its button is pressed. If this page is isolated too, because the host
// sends the headers with every file, it cannot reach Perfetto's window, and says how to hand the trace over by hand.

import { download } from '../files/download';
import { channelOf, type HandedTrace, handOver, ORIGIN, READY } from '../files/handover';
import './main.css';

/** Time between two requests in ms, and their number before the reader is told that none was answered. */
const ASK = 500;
const ASKED_OFTEN = 20;

const part = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const say = (text: string): void => {
  part('status').textContent = text;
};

/** Checks data from the channel; returns null if it is not what the page sends. */
function received(data: unknown): HandedTrace | null {
  const trace = data as Partial<HandedTrace> | null;
  const texts = [trace?.title, trace?.name, trace?.address];
  return trace?.blob instanceof Blob && texts.every((text) => typeof text === 'string') ? (trace as HandedTrace) : null;
}

function show(trace: HandedTrace): void {
  const open = part<HTMLButtonElement>('open');
  const save = part<HTMLButtonElement>('save');
  save.disabled = false;
  save.addEventListener('click', () => download(trace.blob, trace.name));
  if (globalThis.crossOriginIsolated) {
    part('direct').hidden = true;
    part('steps').hidden = false;
    say('This host isolates every page from other sites, so that the trace cannot be handed over by itself.');
    return;
  }
  say(`${trace.title}: the trace is ready.`);
  open.disabled = false;
  open.addEventListener('click', () => {
    const target = window.open(ORIGIN);
    if (!target) {
      say('The browser has blocked the new tab. Allow it, or do it by hand.');
      part('steps').hidden = false;
      return;
    }
    say('Waiting for Perfetto…');
    handOver(target, trace).then((done) => {
      part('steps').hidden = done;
      say(
        done
          ? 'Perfetto has the trace. This page can be closed.'
          : 'Perfetto has not answered. It can be done by hand.',
      );
    });
  });
}

function ask(): void {
  const channel = new BroadcastChannel(channelOf(window.location.hash.slice(1, 80)));
  let asked = 0;
  const request = (): void => {
    channel.postMessage(READY);
    asked++;
    if (asked === ASKED_OFTEN) {
      say('The page with the trace does not answer. Is it still open? Otherwise open its link, and export again.');
    }
  };
  const timer = setInterval(request, ASK);
  channel.onmessage = ({ data }) => {
    const trace = received(data);
    if (!trace) return;
    clearInterval(timer);
    channel.close();
    show(trace);
  };
  request();
}

ask();
