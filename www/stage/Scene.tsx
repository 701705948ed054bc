// The first thing to be seen of a run: its picture, and the verdict beside it, or under it where there is no room. Every
// family's stage begins with one, so that question, picture and answer are in one window.

import type { ComponentChildren } from 'preact';
import { StageVerdict } from './StageVerdict';

interface SceneProps {
  /** The picture, or pictures, with what belongs to them. */
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
