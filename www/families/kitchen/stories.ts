// What the kitchen's two stories draw themselves.

import './kitchen.css';
import './stations.css';
import './kitchen-motion.css';
import './kitchen-panels.css';
import './kitchen-stories.css';
import type { StoryParts } from '../../stage/story-state';
import { KnifePicture } from './KnifePicture';
import { LoopLag, LoopPicture } from './LoopPicture';

export const KNIFE: StoryParts = { Picture: KnifePicture };
export const LOOP: StoryParts = { Picture: LoopPicture, Below: LoopLag };
