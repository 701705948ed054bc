// Shows what is seen first of a run: its picture with the verdict beside it, or below it if there is no room. Every
// family's stage begins with it, so that question, picture and answer are in one window.

import type { ComponentChildren } from 'preact';
import { StageVerdict } from './StageVerdict';

interface SceneProps {
  /** The picture or pictures, with their controls and captions. */
  children: ComponentChildren;
}

export function Scene({ children }: SceneProps) {
  return (
    <div class="scene">
      <div class="scene-picture">{children}</div>
      <StageVerdict />
    </div>
  );
}
