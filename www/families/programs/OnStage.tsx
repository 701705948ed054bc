// Opens the editor of a program's text, which is on the stage, in place of one of the form's own.

import { useEffect } from 'preact/hooks';
import { edit } from '../../editor/editing';
import { closeDrawer } from '../../widgets/drawer';
import type { TextEditorProps } from '../../widgets/TextField';

export function OnStage({ onClose }: TextEditorProps) {
  useEffect(() => {
    closeDrawer();
    edit();
    onClose();
  }, []);
  return null;
}
