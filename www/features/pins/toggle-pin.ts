// Pins a run, or takes it off the pinned ones. Loaded with the first press.

import type { Shown } from '../../app/app';
import type { SideTrack } from '../../app/shown';
import { withoutPin, withPin } from './pinned';
import { crowded, pins } from './pins';
import { reduced } from './reduce';

export function togglePin(run: Shown, shown: readonly SideTrack[]): void {
  crowded.value = '';
  if (pins.peek().some(({ key }) => key === run.key)) {
    pins.value = withoutPin(pins.peek(), run.key);
    return;
  }
  const pin = reduced(run, shown);
  if (!pin) return;
  const { pins: all, dropped } = withPin(pins.peek(), pin);
  pins.value = all;
  if (dropped) crowded.value = pin.scenario;
}
