// Shows what is seen first of a run: its picture with the verdict beside it, or below it if there is no room. Every
// family's stage begins with it, so that question, picture and answer are in one window.

import type { ComponentChildren } from 'preact';
import { StageVerdict } from './StageVerdict';

interface SceneProps {
  /** The picture or pictures, with their controls and captions. */
  children: ComponentChildren;
  /** What answers beside the verdict, below it. */
  answer?: ComponentChildren;
}

export function Scene({ children, answer }: SceneProps) {
  return (
    <div class="scene">
      <div class="scene-picture">{children}</div>
      {answer ? (
        <div class="scene-side">
          <StageVerdict />
          {answer}
        </div>
      ) : (
        <StageVerdict />
      )}
    </div>
  );
}
